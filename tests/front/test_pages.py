"""Pages as visitors get them: count, language, cache, and a new edition without a restart."""

import json
import time
from dataclasses import replace
from pathlib import Path

from tests.front.running import Running, running
from tests.front.site import SLUG, publish
from tests.look import books


def test_the_page_shows_the_sum_of_all_parts(front: Running) -> None:
    assert "<b>785</b>" in front.get(f"/{SLUG}/").text


def test_the_count_is_published_with_its_parts_and_checkpoint(front: Running) -> None:
    assert json.loads(front.get(f"/{SLUG}/count.json").body) == {
        "action": SLUG,
        "count": 785,
        "parts": {"confirmed": 590, "unconfirmed": 22, "paper": 173, "partner": 0},
        "checkpoint": {"size": 3, "root": "AAAA"},
    }


def test_the_page_about_the_count_shows_the_same_number(front: Running) -> None:
    assert "<b>785</b>" in front.get(f"/be/{SLUG}/counting/").text


def test_each_language_has_its_own_address(front: Running) -> None:
    assert '<html lang="en">' in front.get(f"/{SLUG}/").text
    assert '<html lang="be">' in front.get(f"/be/{SLUG}/").text


def test_an_unknown_page_answers_in_the_language_of_its_path_or_of_the_browser(
    front: Running,
) -> None:
    assert '<html lang="be">' in front.get("/be/nothing/").text
    browser = {"Accept-Language": "fr;q=0.9, be-BY, en;q=0.5"}
    assert '<html lang="be">' in front.ask("GET", "/nothing/", headers=browser).text
    assert '<html lang="en">' in front.get("/nothing/").text


def test_a_known_page_is_not_sent_again(front: Running) -> None:
    first = front.get(f"/{SLUG}/")

    again = front.ask("GET", f"/{SLUG}/", headers={"If-None-Match": first.headers["etag"]})

    assert again.status == 304
    assert again.body == b""
    assert again.headers["etag"] == first.headers["etag"]


def test_a_query_leads_to_the_plain_address(front: Running) -> None:
    answer = front.get(f"/be/{SLUG}/?email=ales@example.org")

    assert answer.status == 308
    assert answer.headers["location"] == f"/be/{SLUG}/"


def test_nothing_but_the_served_folders_can_be_read(front: Running) -> None:
    for path in (
        "/site.json",
        "/counts.json",
        "/static/../site.json",
        "/static/%2e%2e/site.json",
        "/static//etc/passwd",
        "/media/..%2fsite.json",
        "/log/.stamp",
        f"/actions/{SLUG}/first/bundle.json",
    ):
        assert front.get(path).status == 404, path


def test_a_film_can_be_read_in_parts(front: Running) -> None:
    part = front.ask("GET", "/media/story.mp4", headers={"Range": "bytes=10-19"})
    assert part.status == 206
    assert part.body == bytes(range(10, 20))
    assert part.headers["content-range"] == "bytes 10-19/2048"

    rest = front.ask("GET", "/media/story.mp4", headers={"Range": "bytes=-3"})
    assert rest.body == bytes((253, 254, 255))

    beyond = front.ask("GET", "/media/story.mp4", headers={"Range": "bytes=9999-"})
    assert beyond.status == 416


def test_a_new_count_and_a_new_page_appear_without_a_restart(tmp_path: Path) -> None:
    published = publish(tmp_path / "published")
    with running(published, tmp_path, workers="1") as front:
        counts = {"size": 4, "root": "AAAA", "actions": {SLUG: {"confirmed": 1234}}}
        published.store.write({"counts.json": json.dumps(counts).encode()})
        assert eventually(lambda: "<b>1,234</b>" in front.get(f"/{SLUG}/").text)

        published.change(state="closed")
        assert eventually(lambda: front.sign(given_name="Alés").status == 409)


def test_a_front_that_starts_before_anything_is_published_waits(tmp_path: Path) -> None:
    published = publish(tmp_path / "published")
    moved = tmp_path / "away"
    (tmp_path / "published").rename(moved)
    with running(published, tmp_path, workers="1") as front:
        assert front.get("/healthz").status == 503
        assert front.get(f"/{SLUG}/").status == 503
        assert front.sign(given_name="Alés").status == 503

        moved.rename(tmp_path / "published")
        assert eventually(lambda: front.get(f"/{SLUG}/").status == 200)


def test_a_damaged_file_leaves_the_last_good_edition_standing(tmp_path: Path) -> None:
    published = publish(tmp_path / "published")
    with running(published, tmp_path, workers="1") as front:
        published.store.write({"site.json": b"{"})
        time.sleep(1.5)

        assert front.get(f"/{SLUG}/").status == 200


def eventually(holds: object) -> bool:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def test_before_there_is_a_history_no_other_number_is_shown_as_open_data(front: Running) -> None:
    """Counts written by an older notary name no histories; then there is no data, and no zero."""
    assert front.get(f"/{SLUG}/counts.json").status == 404
    assert front.get(f"/{SLUG}/counts.csv").status == 404


def test_history_and_open_data_are_those_of_the_same_counts(tmp_path: Path) -> None:
    published = publish(tmp_path / "published")
    history = replace(books.sample(), slug=SLUG)
    counts = {
        "size": 1241,
        "root": "AAAA",
        "actions": {SLUG: history.total.to_json()},
        "histories": {SLUG: history.path},
    }
    published.store.write(
        {history.path: history.dump(), "counts.json": json.dumps(counts).encode()}
    )
    with running(published, tmp_path, workers="1") as front:
        data = json.loads(front.get(f"/{SLUG}/counts.json").body)
        table = front.get(f"/{SLUG}/counts.csv")

    assert (data["count"], data["checkpoint"]["size"], data["licence"]) == (785, 1241, "CC0-1.0")
    assert data["countries"] == dict(books.sample().countries or {})
    assert table.headers["access-control-allow-origin"] == "*"
    assert table.text.splitlines()[-1].split(",")[-3] == "785"
