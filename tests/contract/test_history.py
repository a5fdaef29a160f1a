"""The history is drawn as it is, in both directions, and keeps its promise about evidence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.look import books
from zvarot.contract.counts import Parts
from zvarot.contract.history import Day, History, counts_csv
from zvarot.contract.history_view import HEIGHT, WIDTH, history_view


def test_the_sample_is_what_the_pages_say() -> None:
    assert books.sample().total == Parts(confirmed=590, unconfirmed=22, paper=173)


def test_a_history_survives_its_file() -> None:
    history = books.sample()

    assert History.load(history.dump()) == history


def test_table_and_csv_end_at_the_count() -> None:
    history = books.sample()

    rows = books.view("en")["rows"]
    lines = counts_csv(history, size=9).decode().splitlines()

    assert rows[0][2] == "785"
    assert lines[-1].split(",")[-3:] == ["785", "9", "CC0-1.0"]
    assert len(lines) == len(history.days) + 1


def test_dates_and_numbers_are_those_of_the_language() -> None:
    assert books.view("en")["milestones"][0] == "100 on 12 October 2026"
    assert books.view("be")["rows"][0][0] == "18 лістапада 2026\u202fг."
    assert books.view("ar")["rows"][0][2] == "٧٨٥"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_chart_stays_inside_its_frame(lang: str) -> None:
    chart = books.view(lang)["chart"]

    places = [*chart["events"], chart["start"] | {"y": 0}, chart["end"] | {"y": 0}]
    assert all(0 <= one["x"] <= WIDTH and 0 <= one["y"] <= HEIGHT for one in places)
    assert (chart["start"]["x"] < chart["end"]["x"]) is (lang == "en")


def test_time_may_be_one_day_or_many_years() -> None:
    words = books.words("en")
    one = History(slug="x", days=(Day(day=books.START, change=Parts(paper=3)),))
    many = History(
        slug="x",
        days=tuple(
            Day(day=books.START + timedelta(days=n), change=Parts(confirmed=1)) for n in range(2000)
        ),
    )

    assert history_view(one, words, is_rtl=False)["chart"]["end"] is None
    drawn = history_view(many, words, is_rtl=False)
    assert len(drawn["rows"]) == 200
    assert drawn["rows"][0][2] == "2,000"
    assert sum(int(change[1:]) for _, change, _ in drawn["rows"]) == 2000


def test_nothing_that_was_written_down_can_become_markup_or_change_unnoticed() -> None:
    history = books.sample()
    changed = replace(history.added[0], evidence='{"words":"<script>"}')

    drawn = history_view(replace(history, added=(changed,)), books.words("en"), is_rtl=False)

    assert drawn["added"][0]["words"] == []
    assert drawn["added"][0]["evidence"] == ""
    assert "not at hand" in drawn["added"][0]["lines"][0]
