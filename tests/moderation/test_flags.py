"""What is flagged, and what kind words must not set off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.moderation import flags, names, wordlists
from zvarot.moderation.flags import Expected

KNOWN = Expected(lang="be", names=("Мікіта", "Mikita", "Алесь"))

FOUND = [
    ("Look at https://example.org/x", flags.LINK),
    ("глядзі nasha-niva.by зараз", flags.LINK),
    ("пішы мне t.me/ales", flags.LINK),
    ("шукай @ales_pushkin у тэлеграме", flags.LINK),
    ("сайт ｗｗｗ.example.org", flags.LINK),
    ("write to ales@example.org", flags.EMAIL),
    ("ales (at) example.org", flags.EMAIL),
    ("тэлефануй +375 29 123-45-67", flags.PHONE),
    ("call (020) 7946 0958", flags.PHONE),
    ("٠٢٩١٢٣٤٥٦٧", flags.PHONE),
    ("жыву: вул. Леніна, 12, кв. 5", flags.ADDRESS),
    ("10 Downing Street", flags.ADDRESS),
    ("220030 Мінск", flags.ADDRESS),
    ("вось 50 € табе", flags.MONEY),
    ("I send 100 USD", flags.MONEY),
    ("перавод на рахунак", flags.MONEY),
    ("4111 1111 1111 1111", flags.MONEY),
    ("BY20 OLMP 3135 0000 0010 0000 0933", flags.MONEY),
    ("Прывітанне ад Міколы Статкевіча", flags.NAMES),
    ("Ivan Petrov says hello", flags.NAMES),
    ("здохні ты", flags.HATE),
    ("прuвітанне", flags.MIXED),
    ("ТРЫМАЙСЯ МЫ З ТАБОЙ", flags.SHOUTING),
    ("Трымайся!!!", flags.SHOUTING),
    ("аааааааа", flags.REPEATS),
    ("go go go go", flags.REPEATS),
]
KIND = [
    "Трымайся, Мікіта! Мы з табой. Алесь",
    "Мікіце — вялікае прывітанне і моцнага здароўя.",
    "Dear Mikita, I wish you health. You are 16 on 12.05.2026!",
    "З Новым годам 2026–2027!",
    "Happy Christmas from all of us in Lithuania.",
    "Хай у цябе будзе мільён прычын усміхацца: 1 000 000!",
    "Вітаю з Беларусі. Ты не адзін.",
    "Bonjour Mikita, nous pensons à toi.",
    "Тебя ждут дома. Обнимаю!",
]


def _of(text: str) -> list[str]:
    hate = tuple(wordlists.shipped()["hate"]["be"])
    return flags.of_text(text, Expected(lang=KNOWN.lang, names=KNOWN.names, hate=hate))


@pytest.mark.parametrize(("text", "flag"), FOUND)
def test_what_may_hurt_somebody_is_flagged(text: str, flag: str) -> None:
    assert flag in _of(text)


@pytest.mark.parametrize("text", KIND)
def test_kind_words_set_nothing_off(text: str) -> None:
    assert _of(text) == []


def test_german_writes_all_nouns_with_a_capital() -> None:
    known = Expected(lang="de", names=("Mikita",))

    assert flags.of_text("Lieber Mikita, viel Kraft und Freude im neuen Jahr.", known) == []
    assert flags.NAMES in flags.of_text("Das sagt auch Peter Müller dazu.", known)


def test_a_name_is_known_in_each_of_its_cases() -> None:
    assert names.strangers("для Мікіты, Мікіту, Мікітам, Мікітавы", ("Мікіта",), "be") == []
    assert names.strangers("ад Мікалая", ("Мікіта",), "be") == ["Мікалая"]


@given(st.text(max_size=300))
def test_any_text_has_known_flags_in_their_order(text: str) -> None:
    found = _of(text)

    assert found == [code for code in flags.ALL if code in found]


@given(st.text(max_size=100), st.text(max_size=100))
def test_a_link_is_found_whatever_stands_around_it(before: str, after: str) -> None:
    assert flags.LINK in _of(f"{before} https://example.org {after}")


@given(st.text(alphabet=st.characters(categories=["Ll", "Lo", "Zs"]), max_size=200))
def test_small_letters_and_spaces_alone_hold_neither_number_nor_name(text: str) -> None:
    assert not {flags.PHONE, flags.NAMES, flags.EMAIL, flags.SHOUTING} & set(_of(text))
