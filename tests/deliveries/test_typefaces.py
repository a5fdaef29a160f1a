"""What the fonts can draw, and what is said of the rest."""

from collections import Counter
from pathlib import Path

import pytest

from zvarot.deliveries.cmap import advances, characters
from zvarot.deliveries.typefaces import BUNDLED, SERIF, Typefaces, clusters, report


def shown(text: str) -> tuple[str, Counter[str]]:
    missing: Counter[str] = Counter()
    return Typefaces([BUNDLED]).shown(text, missing), missing


@pytest.mark.parametrize("name", ["Алесь Ў", "Ελένη", "محمد", "דוד", "Đặng", "Ł’", "Zoë 🌻"])
def test_the_bundled_fonts_draw_common_names(name: str) -> None:
    assert shown(name) == (name, Counter())


def test_what_cannot_be_drawn_is_named_by_script() -> None:
    text, missing = shown("ស \U00018b00 \u2603\u20e3 \u202e")

    assert text == "[U+179F] [U+18B00] [U+2603][U+20E3] [U+202E]"
    assert missing == {"Khmer": 1, "Khitan": 1, "symbols": 1, "control characters": 1}
    assert "Khmer (1)" in report(missing)
    assert report(Counter()) == ""


@pytest.mark.parametrize(
    ("text", "lang", "families"),
    [
        ("Прывітанне", "be", ["Noto Serif"]),
        ("Zoë 🌻 1", "en", ["Noto Serif", "Noto Emoji"]),
        ("محمد", "ar", ["Noto Serif", "Noto Naskh Arabic"]),
        ("नमस्ते", "hi", ["Noto Serif", "Noto Serif Devanagari"]),
        ("“你好”", "zh", ["Noto Serif CJK SC", "Noto Serif"]),
        ("“你好”", "zh-Hant", ["Noto Serif CJK TC", "Noto Serif"]),
        ("稔 ok", "ja", ["Noto Serif CJK JP", "Noto Serif"]),
        ("Love \u2605", "en", ["Noto Serif", "Noto Serif CJK SC"]),
    ],
)
def test_a_text_is_set_in_the_families_that_it_needs_and_no_others(
    text: str, lang: str, families: list[str]
) -> None:
    assert Typefaces(style=SERIF).families_of(text, lang) == families


def test_a_letter_is_as_wide_as_its_own_font_draws_it() -> None:
    faces = Typefaces([BUNDLED], style=SERIF)

    assert faces.width_of("W") > faces.width_of("i") > 0
    assert faces.width_of("Ж") == advances(BUNDLED / "NotoSerif-Regular.ttf")["Ж"]
    assert faces.width_of("🌻") == advances(BUNDLED / "NotoEmoji-Regular.ttf")["🌻"]
    assert faces.width_of("\u200d") == 0


def test_a_long_word_is_given_places_to_break() -> None:
    text, _ = shown("x" * 60)

    assert text.replace("\u200b", "") == "x" * 60
    assert max(map(len, text.split("\u200b"))) <= 24


def test_a_mark_stays_with_its_letter() -> None:
    assert list(clusters("e\u0301a")) == ["e\u0301", "a"]


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(b"\0\1\0\0\0\1")

    for read in (characters, advances):
        with pytest.raises(ValueError, match=r"a\.ttf is not a font"):
            read(path)
