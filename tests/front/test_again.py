"""Write again next month: a calendar file that other programs can read."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tests.front.running import Running
from zvarot.front.again import calendar

NOW = datetime(2026, 12, 31, 9, 30, tzinfo=UTC)


def unfolded(file: bytes) -> list[str]:
    return file.decode().replace("\r\n ", "").split("\r\n")


def test_the_event_stands_a_month_from_now_and_comes_again() -> None:
    lines = unfolded(calendar(title="Write again", url="https://e.org/a/", lang="en", now=NOW))

    assert "DTSTART:20270128T100000" in lines
    assert "RRULE:FREQ=MONTHLY;COUNT=6" in lines
    assert "URL:https://e.org/a/" in lines


@given(st.text(max_size=200))
def test_any_title_makes_short_lines_and_one_event(title: str) -> None:
    file = calendar(title=title, url="https://e.org/a/", lang="be", now=NOW)

    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert sum(line == "BEGIN:VEVENT" for line in unfolded(file)) == 1
    assert file.decode()


def test_the_file_is_served_beside_the_page(front: Running) -> None:
    answer = front.get("/en/maryia-petition/again.ics")

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VCALENDAR" in answer.body
    assert front.get("/en/nothing/again.ics").status == 404
