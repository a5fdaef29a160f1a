"""The demonstration says the same in every language, with a source for every fact."""

import csv
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import zvarot.demo

DEMO = Path(zvarot.demo.__path__[0])
LANGUAGES = ("en", "fr", "be")
PAGES = {
    "peaceful-protest": LANGUAGES,
    "maryia-petition": LANGUAGES,
    "mikita-letter": LANGUAGES,
    "mikita-messages": LANGUAGES,
    "senators-appeal": ("be", "en"),
}
SLUGS = tuple(PAGES)
WORDS = [(slug, language) for slug, languages in PAGES.items() for language in languages]
LEAD_WORDS = 45


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DEMO / "content" / f"{name}.toml").read_text(encoding="utf-8"))


def shape(value: Any) -> Any:
    """What must be the same in every language: keys, block types, how many of each."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value).__name__


@pytest.mark.parametrize("slug", SLUGS)
def test_every_language_has_the_same_parts_in_the_same_order(slug: str) -> None:
    pages = [read(f"{slug}.{language}") for language in PAGES[slug]]

    assert all(shape(one) == shape(other) for one, other in pairwise(pages))
    for blocks in zip(*(page["body"] for page in pages), strict=True):
        assert len({block["type"] for block in blocks}) == 1


@pytest.mark.parametrize(("slug", "language"), WORDS)
def test_a_lead_is_short(slug: str, language: str) -> None:
    assert len(read(f"{slug}.{language}")["lead"].split()) <= LEAD_WORDS


def test_every_fact_has_a_source_and_a_day_in_every_language() -> None:
    for case in read("cases")["case"]:
        for fact in case["fact"]:
            assert fact["as_of"]
            assert set(LANGUAGES) <= fact["text"].keys() & fact["source"].keys(), fact["id"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_shows_only_facts_drawings_and_films_that_exist(slug: str) -> None:
    plain, page = read(slug), read(f"{slug}.en")
    [case] = [case for case in read("cases")["case"] if case["slug"] == plain["case"]]
    text = (DEMO / "content" / f"{slug}.en.toml").read_text(encoding="utf-8") + plain["art"]

    shown = {name for block in page["body"] for name in block.get("facts", ())}

    assert shown <= {fact["id"] for fact in case["fact"]}
    for name in re.findall(r"[\w.-]+\.(?:svg|webm|vtt)", text):
        assert any((DEMO / folder / name).exists() for folder in ("art", "media")), name


def test_drawings_hold_no_script_and_no_address_from_outside() -> None:
    for path in (DEMO / "art").glob("*.svg"):
        svg = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"<script|\son\w+=|https?:|href=", svg), path.name


def test_the_table_of_senators_has_two_for_each_state_and_no_mail_box() -> None:
    text = (DEMO / "content" / "us-senators.csv").read_text(encoding="utf-8")
    seats = [(row["state"], row["rank"]) for row in csv.DictReader(text.splitlines())]

    assert len(seats) == len(set(seats)) == 100
    assert {rank for _, rank in seats} == {"senior", "junior"}
    assert "@" not in text


def test_offices_can_be_mailed_at_reserved_domains_only() -> None:
    for office in read("offices")["office"]:
        for channel in office.get("channel", ()):
            if channel["kind"] == "email":
                assert channel["value"].endswith(".example")


def test_belarusian_pages_are_not_russian() -> None:
    for path in [*(DEMO / "content").glob("*.be.toml"), DEMO / "content" / "senators-appeal.toml"]:
        text = path.read_text(encoding="utf-8")
        assert not set("ищъИЩЪ") & set(text)
