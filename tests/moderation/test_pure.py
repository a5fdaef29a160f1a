"""Cuts, likeness and guesses: functions of a text alone."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.moderation import cuts, likeness
from zvarot.moderation.guessing import language_of, script_of

KEY = b"k" * 32
BLNS = json.loads((Path(__file__).parents[1] / "data" / "blns.json").read_text(encoding="utf-8"))
TEXTS = st.text(max_size=120)
CUTS = st.lists(st.tuples(st.integers(-5, 130), st.integers(-5, 130)), max_size=6)


@given(TEXTS, CUTS)
def test_pieces_are_the_whole_text_and_say_what_is_cut(
    text: str, chosen: list[tuple[int, int]]
) -> None:
    found = cuts.pieces(text, chosen)

    assert "".join(part for part, _ in found) == text
    gone = {place for start, end in chosen for place in range(max(0, start), min(end, len(text)))}
    assert sum(len(part) for part, is_cut in found if is_cut) == len(gone)
    assert cuts.tidy(cuts.tidy(chosen, len(text)), len(text)) == cuts.tidy(chosen, len(text))


@given(TEXTS, CUTS)
def test_a_card_shows_nothing_of_what_is_cut(text: str, chosen: list[tuple[int, int]]) -> None:
    kept = [part for part, is_cut in cuts.pieces(text, chosen) if not is_cut]

    assert cuts.redacted(text, chosen).replace(cuts.BLACK, "") == "".join(kept).replace(
        cuts.BLACK, ""
    )


@pytest.mark.parametrize("broken", [[["a", "b"]], [[1]], [[1, 2, 3]], [[None, 2]]])
def test_what_is_no_pair_of_numbers_cuts_nothing(broken: list[list[object]]) -> None:
    assert cuts.tidy(broken, 10) == []


def test_words_are_found_where_a_browser_cannot_tell_the_place() -> None:
    assert cuts.find("Прывітанне ад Міколы", " міколы ") == (14, 20)
    assert cuts.find("Прывітанне", "няма") is None
    assert cuts.find("İstanbul да", "да") == (9, 11)


def test_nearly_the_same_words_share_a_mark() -> None:
    one = "Трымайся, Мікіта! Мы ўсе думаем пра цябе кожны дзень і чакаем цябе дома з надзеяй."
    other = "Трымайся Мікіта, мы ўсе думаем пра цябе кожны дзень, чакаем цябе дома з надзеяй!!"
    strange = "Жадаю табе моцнага здароўя, добрых кніг і сонца ў акне, сябра. Хай час ляціць хутка."

    marks = set(likeness.marks(one, KEY))

    assert marks & set(likeness.marks(other, KEY))
    assert not marks & set(likeness.marks(strange, KEY))


def test_marks_tell_nothing_without_their_key() -> None:
    text = "Трымайся, Мікіта! Мы ўсе думаем пра цябе кожны дзень."

    assert not set(likeness.marks(text, KEY)) & set(likeness.marks(text, b"x" * 32))


def test_a_suggested_line_and_short_words_have_no_marks() -> None:
    line = "Мы з табой і чакаем цябе дома, трымайся."

    assert likeness.marks("Трымайся!", KEY) == []
    assert likeness.marks(line.upper(), KEY, without=[line]) == []


@given(TEXTS)
def test_a_text_is_like_itself_and_has_all_its_marks_or_none(text: str) -> None:
    marks = likeness.marks(text, KEY)

    assert len(marks) in {0, likeness.MARKS}
    assert marks == likeness.marks(text, KEY)


@pytest.mark.parametrize(
    ("text", "lang", "script"),
    [
        ("Трымайся, мы цябе не забылі", "be", "Cyrl"),
        ("Держись, мы тебя ждём и помним", "ru", "Cyrl"),
        ("Тримайся, ми тебе чекаємо", "uk", "Cyrl"),
        ("We are with you and think of you", "en", "Latn"),
        ("Nous pensons à toi et à tes amis", "fr", "Latn"),
        ("Wir denken an dich und sind bei dir", "de", "Latn"),
        ("Trzymaj się, jesteśmy z tobą", "pl", "Latn"),
        ("نحن معك من كل القلب", "ar", "Arab"),
        ("אנחנו איתך", "he", "Hebr"),
        ("हम आपके साथ हैं", "hi", "Deva"),
        ("我们与你同在", "zh", "Hani"),
        ("がんばってください", "ja", "Jpan"),
        ("힘내세요", "ko", "Kore"),
        ("❤️❤️", "be", "Zzzz"),
    ],
)
def test_script_and_language_are_guessed(text: str, lang: str, script: str) -> None:
    assert (language_of(text, "be"), script_of(text)) == (lang, script)


def test_a_doubtful_word_is_in_the_language_of_its_page() -> None:
    assert language_of("Мир", "be") == "be"
    assert language_of("Pace", "fr") == "fr"
    assert language_of("Pace", "be") == ""


@pytest.mark.parametrize("text", [one for one in BLNS if one][::25])
def test_no_hostile_text_breaks_a_guess(text: str) -> None:
    assert isinstance(language_of(text, "en"), str)
    assert len(script_of(text)) == 4
