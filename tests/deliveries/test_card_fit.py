"""Sizes that are told without setting a text must be those that Typst would find."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import typst

from tests.deliveries.cards import BY_HAND, LONGEST, NASTY, SHORTEST, of_every_locale
from zvarot.contract.card import Card, Layout
from zvarot.deliveries.card_art import LAYOUTS
from zvarot.deliveries.card_data import direction, laid_out
from zvarot.deliveries.card_fit import Room, longest_word
from zvarot.deliveries.card_part import Job, Part, layout_data
from zvarot.deliveries.card_words import by_a_volunteer
from zvarot.deliveries.typefaces import SERIF, Typefaces

ROOM = Room(82, 122)
_ASK = """
#show: cards
#context for it in data.cards {
  let size = size-for(it, data.room.width * 1mm, data.room.height * 1mm)
  [#metadata(if size == none { 0 } else { size / 1pt }) <size>]
}
"""


def sample() -> Iterator[Card]:
    yield from (*BY_HAND, SHORTEST, *LONGEST)
    yield from (Card(name=text[:60], text=text, lang="en") for text in NASTY)
    chance = random.Random(1)  # noqa: S311 -- the same texts in each run
    for card in of_every_locale():
        for _ in range(8):
            text = " ".join([card.text] * chance.randint(1, 20))[:1000]
            yield Card(name=card.name, text=text, lang=card.lang)


def test_a_size_that_is_told_is_never_larger_than_what_fits() -> None:
    faces, cards = Typefaces(style=SERIF), list(sample())
    laid = laid_out(cards, faces, ROOM)
    told = [card["size"] for card in laid.cards]
    for card in laid.cards:
        card["size"] = None

    found = typst_sizes(laid.cards, faces)

    wrong = [
        (card.text, size, fits)
        for card, size, fits in zip(cards, told, found, strict=True)
        if size and size > fits
    ]
    assert wrong == []
    rather = Counter(fits - size for size, fits in zip(told, found, strict=True) if size)
    assert rather.total() > len(cards) / 2  # most are told
    assert rather[0] + rather[0.5] > 0.98 * rather.total()  # and are as large as can be


def typst_sizes(cards: list[dict[str, Any]], faces: Typefaces) -> list[float]:
    job = Job(layout=Layout.FOUR, artwork=None, title="x", lang="en", check_only=False)
    laid = laid_out([], faces)
    laid.cards = cards
    compiler = typst.Compiler(
        (LAYOUTS / "card.typ").read_bytes() + _ASK.encode(),
        font_paths=faces.fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(layout_data(job, Part([]), laid, "", faces))},
    )
    return [float(size) for size in json.loads(compiler.query("<size>", field="value"))]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a bbb cc", "bbb"),
        ("iiiiii WWWWW", "WWWWW"),  # the widest, not the one of most letters
        ("你好世界 ok", "ok"),
        ("ไม่โดดเดี่ยว", ""),
        ("🙂🙂🙂 a", "a"),
        ("", ""),
    ],
)
def test_the_longest_word_is_the_widest_piece_without_a_place_to_break(
    text: str, word: str
) -> None:
    assert longest_word(text, Typefaces(style=SERIF).width_of) == word


@pytest.mark.parametrize(
    ("text", "lang", "way"),
    [
        ("Алесь", "ar", "ltr"),
        ("12 דוד Cohen", "en", "rtl"),
        ("… 12 🙂", "ar", "rtl"),
        ("… 12 🙂", "be", "ltr"),
        ("12", "no-such", "ltr"),
        ("", "", "ltr"),
    ],
)
def test_the_first_letter_gives_the_direction(text: str, lang: str, way: str) -> None:
    assert direction(text, lang) == way


@pytest.mark.parametrize(
    ("lang", "said_in"),
    [("be", "be"), ("be-BY", "be"), ("zh-Hant", "zh-hant"), ("zh", "zh"), ("ru-RU", "ru")],
)
def test_who_translated_is_said_in_the_language_of_the_translation(lang: str, said_in: str) -> None:
    words, language = by_a_volunteer(lang)

    assert language == said_in
    assert not words.isascii()


def test_who_translated_is_said_in_english_where_we_know_no_other_words() -> None:
    for lang in ("en", "eo", "", "no-such"):
        assert by_a_volunteer(lang) == ("Translation by a volunteer", "en")
