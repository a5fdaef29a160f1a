"""What is surely in another language is told; what may be in one of theirs passes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.lib.scripts import is_in_none_of, scripts_of

BOTH = ("be", "ru")
BELARUSIAN = st.text(alphabet="абвгдеёжзійклмнопрстуўфхцчшыьэюя", min_size=1)
LATIN = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéüß", min_size=1)


@pytest.mark.parametrize(
    "text",
    [
        "Мікіта, жадаю табе здароўя і моцы.",
        "Никита, желаю тебе здоровья и сил.",
        "Я таксама люблю Minecraft і рэп",
        "Прывітанне! 🕯️ 100%",
        "🕯️",
        "123",
        "",
    ],
)
def test_belarusian_and_russian_pass_and_so_does_a_name_in_other_letters(text: str) -> None:
    assert not is_in_none_of(text, BOTH)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Mikita, I wish you good health.",
        "Cher Mikita, je pense à toi.",
        "Вітаю, Микито, твоя родина чекає",
        "Draga Мікіта, mislim na tebe",
        "مرحبا نيكيتا",
        "尼基塔,祝你健康",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    assert is_in_none_of(text, BOTH)


def test_a_letter_of_the_one_language_is_strange_in_the_other() -> None:
    assert is_in_none_of("Мікіта", ["ru"])
    assert is_in_none_of("Никита", ["be"])
    assert not is_in_none_of("Вітаю, твоя родина чекає", ["uk"])


def test_of_an_alphabet_that_we_do_not_know_only_the_script_is_judged() -> None:
    assert not is_in_none_of("Қазақ тілі", ["kk"])
    assert not is_in_none_of("Қазақ тілі", ["kk", "ru"])
    assert is_in_none_of("Qazaq", ["kk"])


def test_a_language_may_have_several_scripts_or_one_of_its_own() -> None:
    assert scripts_of(["ja"]) == {"CJK", "HIRAGANA", "KATAKANA"}
    assert scripts_of(["sr-Latn", "pt-BR"]) == {"LATIN"}
    assert scripts_of(["zh-hans"]) == {"CJK"}


@given(st.text())
def test_where_every_language_is_read_every_text_passes(text: str) -> None:
    assert not is_in_none_of(text, [])


@given(st.lists(BELARUSIAN, min_size=1))
def test_belarusian_letters_always_pass(words: list[str]) -> None:
    assert not is_in_none_of(" ".join(words), ["be"])


@given(st.lists(LATIN, min_size=1))
def test_latin_letters_alone_never_do(words: list[str]) -> None:
    assert is_in_none_of(" ".join(words), BOTH)


@given(st.text(), st.sampled_from(["be", "uk", "en", "ar", "ja"]))
def test_neither_form_nor_case_of_a_text_matters(text: str, lang: str) -> None:
    judged = is_in_none_of(text, [lang])

    assert is_in_none_of(unicodedata.normalize("NFD", text), [lang]) == judged
