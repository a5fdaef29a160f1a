"""A language's dates, lists, numbers and countries are those of CLDR."""

import datetime

import pytest

from zvarot.lib.words import words


@pytest.mark.parametrize(
    ("lang", "day", "joined", "number"),
    [
        ("en", "10 December 2026", "a, b and c", "12,345"),
        ("fr", "10 décembre 2026", "a, b et c", "12\u202f345"),
        ("be", "10 снежня 2026\u202fг.", "a, b і c", "12\u00a0345"),
        ("ar", "١٠ ديسمبر ٢٠٢٦", "a وb وc", "١٢٬٣٤٥"),
    ],
)
def test_dates_lists_and_numbers(lang: str, day: str, joined: str, number: str) -> None:
    own = words(lang)

    assert own.date(datetime.date(2026, 12, 10)) == day
    assert own.join(["a", "b", "c"]) == joined
    assert own.number(12345) == number


@pytest.mark.parametrize("lang", ["en", "fr", "be", "ar"])
def test_every_state_can_be_chosen_and_no_group_of_states(lang: str) -> None:
    codes = {code for code, _ in words(lang).countries()}

    assert {"BY", "CA", "LT", "XK", "TW", "PS"} <= codes
    assert not codes & {"EU", "UN", "ZZ", "AQ"}
    assert 240 <= len(codes) <= 252


def test_countries_stand_where_a_reader_looks_for_them() -> None:
    english = [name for _, name in words("en").countries()]
    belarusian = [name for _, name in words("be").countries()]

    assert english.index("Åland Islands") < english.index("Albania")
    assert belarusian.index("Інданезія") < belarusian.index("Канада")


def test_arabic_runs_from_right_to_left_and_languages_name_themselves() -> None:
    assert words("ar").dir == "rtl"
    assert [words(lang).name for lang in ("en", "fr", "be", "ar")] == [
        "English",
        "Français",
        "Беларуская",
        "العربية",
    ]
