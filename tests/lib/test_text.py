"""Real names pass in every script; text that hides or reorders does not."""

import csv
import json
from pathlib import Path

import pytest

from zvarot.lib.text import graphemes, is_clean_line, is_clean_text, is_name, normalised

_DATA = Path(__file__).parent.parent / "data"


def _accepted(text: str) -> bool:
    clean = normalised(text)
    return is_clean_line(clean) and is_name(clean)


def test_2720_names_of_34_locales_are_accepted() -> None:
    with (_DATA / "supporters-sample.csv").open(newline="") as file:
        names = [row[key] for row in csv.DictReader(file) for key in ("first_name", "last_name")]

    assert len(names) == 2720
    assert [name for name in names if not _accepted(name)] == []


@pytest.mark.parametrize(
    "name",
    [
        "Я",
        "Марыя Каліноўская-Д’Арк",
        "Мар'яна",
        "ʻokina",
        "José María de la Ó",
        "Nguyễn Thị Hạnh",
        "محمد الفاسي",
        "בת־שבע",
        "ခင်မောင်ကြီး",
        "क्षितिज",
        "李小龍",
        "O’Neill Jr.",
        "Þórdís",
    ],
)
def test_hand_picked_names_are_accepted(name: str) -> None:
    assert _accepted(name)


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+375",
        "@ales",
        "-1",
        "www.example.org",
        "https://x",
        "a@b.org",
        "12345",
        "😀",
        "<b>",
    ],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    assert not _accepted(text)


@pytest.mark.parametrize(
    "text",
    ["a\u202eb", "a\u200bb", "a\u2066b", "\ufeffa", "a\x00b", "a\x1bb", "a\u3164b", "a\U000e0041b",
     "Z̸̢͔̟a", "a\u200d", "a\ud800b", "a\u2028b", "\u200fא"],
)  # fmt: skip
def test_hidden_reordering_and_stacked_characters_are_refused(text: str) -> None:
    assert not is_clean_line(text)


def test_lines_are_allowed_where_several_lines_are_asked() -> None:
    assert is_clean_text("Першы радок\nДругі радок 👩‍👩‍👧")
    assert not is_clean_line("a\nb")


@pytest.mark.parametrize(
    ("text", "count"),
    [("abc", 3), ("Ўладзь", 6), ("e\u0301", 1), ("👩‍👩‍👧", 1), ("🇱🇹🇵🇱", 2), ("👍🏽", 1), ("ক্ষ", 2)],
)
def test_graphemes_are_what_a_reader_counts(text: str, count: int) -> None:
    assert graphemes(text) == count


def test_515_naughty_strings_never_crash_and_what_passes_is_printable() -> None:
    for text in json.loads((_DATA / "blns.json").read_text()):
        clean = normalised(text)
        if is_clean_line(clean):
            assert clean.isprintable() or not clean.isascii()
