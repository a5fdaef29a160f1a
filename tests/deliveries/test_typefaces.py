"""What the fonts can draw, and what is said of the rest."""

from collections import Counter
from pathlib import Path

import pytest

from zvarot.deliveries.cmap import characters
from zvarot.deliveries.typefaces import BUNDLED, Typefaces, clusters, report


def shown(text: str) -> tuple[str, Counter[str]]:
    missing: Counter[str] = Counter()
    return Typefaces([BUNDLED]).shown(text, missing), missing


@pytest.mark.parametrize("name", ["Алесь Ў", "Ελένη", "محمد", "דוד", "Đặng", "Ł’"])
def test_the_bundled_fonts_draw_common_names(name: str) -> None:
    assert shown(name) == (name, Counter())


def test_what_cannot_be_drawn_is_named_by_script() -> None:
    text, missing = shown("ស 😀 \u202e")

    assert text == "[U+179F] [U+1F600] [U+202E]"
    assert missing == {"Khmer": 1, "symbols": 1, "control characters": 1}
    assert "Khmer (1)" in report(missing)
    assert report(Counter()) == ""


def test_a_long_word_is_given_places_to_break() -> None:
    text, _ = shown("x" * 60)

    assert text.replace("\u200b", "") == "x" * 60
    assert max(map(len, text.split("\u200b"))) <= 24


def test_a_mark_stays_with_its_letter() -> None:
    assert list(clusters("e\u0301a")) == ["e\u0301", "a"]


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(b"\0\1\0\0\0\1")

    with pytest.raises(ValueError, match=r"a\.ttf is not a font"):
        characters(path)
