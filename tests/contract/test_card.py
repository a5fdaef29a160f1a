"""What the card program is handed and what it says of it survive the way through JSON."""

import json
from pathlib import Path

import pytest

from zvarot.contract.card import Artwork, Card, Check, Layout, card_job


def test_a_job_is_read_as_it_was_written() -> None:
    card = Card(name="Алесь", text="Be well.", lang="en", translation="Т", translation_lang="be")
    art = Artwork(path=Path("a.svg"), credit="N.", focus=(0.2, 1.0), alt="A candle")

    job = json.loads(card_job([card], layout=Layout.FOUR, artwork=art, title="For M", lang="be"))

    assert [Card.from_json(one) for one in job["cards"]] == [card]
    assert Artwork.from_json(job["artwork"]) == art
    assert Layout(job["layout"]) is Layout.FOUR
    assert (job["title"], job["lang"], job["check_only"]) == ("For M", "be", False)


def test_artwork_recorded_before_it_could_be_described_is_still_read() -> None:
    old = {"path": "a.svg", "credit": "", "focus": [0.5, 0.5]}

    assert Artwork.from_json(old) == Artwork(path=Path("a.svg"))


@pytest.mark.parametrize(
    ("check", "clean"),
    [
        (Check(cards=3, missing={}), True),
        (Check(cards=3, missing={"Thai": 1}, undrawn=(2,)), False),
        (Check(cards=3, missing={}, too_long=(0, 2)), False),
    ],
)
def test_a_check_says_whether_all_can_be_printed(check: Check, clean: bool) -> None:
    assert Check.from_json(json.loads(json.dumps(check.to_json()))) == check
    assert check.is_clean is clean
