"""Words are found by their beginnings, whatever somebody typed around and inside them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.lib.stems import Stems

LETTERS = st.text(alphabet="абвгдеёжзійклмнопрстуўфхцчшыьэюяabcdefghij", min_size=1, max_size=8)


def found(text: str, *stems: str) -> tuple[str, ...]:
    return Stems(stems).found(text)


@pytest.mark.parametrize(
    ("text", "stem", "word"),
    [
        ("Жадаю табе СВАБОДЫ!", "свабод", "СВАБОДЫ"),
        ("желаю свобо\u0301ды", "свобод", "свобо\u0301ды"),
        ("сво\u00adбода", "свобод", "сво\u00adбода"),
        ("Освобождённый", "освобожден", "Освобождённый"),
        ("Жыве, Беларусь!", "жыве беларус", "Жыве, Беларусь"),
        ("сям’я піша", "сям'", "сям’я"),
        ("Бог з табою", "бог.", "Бог"),
        ("घर मुक्ति", "मुक्", "मुक्ति"),
        ("Straße", "strasse", "Straße"),
    ],
)
def test_a_word_is_found_as_it_stands_in_the_text(text: str, stem: str, word: str) -> None:
    assert found(text, stem) == (word,)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("несвабода", "свабод"),
        ("багаты", "бог."),
        ("боганос", "бог."),
        ("жыве ў Беларусі", "жыве беларус"),
        ("anything", ""),
        ("anything", " . "),
        ("", "свабод"),
    ],
)
def test_other_words_are_left_alone(text: str, stem: str) -> None:
    assert found(text, stem) == ()


def test_a_word_is_told_once_and_in_order() -> None:
    assert found("Суд і свабода, суд", "свабод", "суд.") == ("Суд", "свабода", "суд")


@given(before=LETTERS, word=LETTERS, after=LETTERS)
def test_every_word_that_begins_with_a_stem_is_found(before: str, word: str, after: str) -> None:
    assert f"{word}{after}" in found(f"{before} {word}{after}", word)


@given(text=st.text(), stem=LETTERS)
def test_what_is_found_stands_in_the_text_whatever_its_form(text: str, stem: str) -> None:
    plain = unicodedata.normalize("NFC", text)
    here = found(text, stem)

    assert all(word in plain for word in here)
    assert found(unicodedata.normalize("NFD", text), stem) == here


@given(st.lists(st.text()), st.text())
def test_no_list_of_stems_and_no_text_break_it(stems: list[str], text: str) -> None:
    assert isinstance(Stems(stems).found(text), tuple)
