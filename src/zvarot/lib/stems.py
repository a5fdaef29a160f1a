"""Find words in a text by their beginnings, whatever their case, accents of stress or hyphens.

A stem finds every word that begins with it: "свабод" finds Свабода and свабоды. With a full stop
at its end it finds that very word only: "бог." finds бог, and not багаты or боганос. A stem of
several words finds them one after the other, whatever stands between them that is no letter.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import Final

_STRESS: Final = "\u0300\u0301"  # in Cyrillic no letter of its own: a reader's help
_APOSTROPHES: Final = frozenset("’ʼ‘`´")
_NEVER: Final = re.compile(r"(?!)")


class Stems:
    """Some stems, ready to be looked for."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = tuple(stems)

    def found(self, text: str) -> tuple[str, ...]:
        """Return the words found, each once, as they stand in the text after NFC."""
        plain = unicodedata.normalize("NFC", text)
        folded, places = _folded(plain)
        words = (
            _word(plain, places[match.start()], places[match.end() - 1] + 1)
            for match in self._pattern.finditer(folded)
        )
        return tuple(dict.fromkeys(words))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = [part for stem in self._stems if (part := _part(stem))]
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})") if parts else _NEVER


def _part(stem: str) -> str:
    is_whole = stem.strip().endswith(".")
    words = re.findall(r"\w+(?:['-]\w+)*", _folded(unicodedata.normalize("NFC", stem))[0])
    if not words:
        return ""
    joined = r"\W+".join(map(re.escape, words))
    return joined + (r"(?!\w)" if is_whole else r"\w*(?:'\w+)*")


def _word(text: str, start: int, end: int) -> str:
    """Take the marks along that belong to the last letters, as in Devanagari."""
    while end < len(text) and (text[end].isalnum() or unicodedata.category(text[end])[0] == "M"):
        end += 1
    return text[start:end]


def _folded(text: str) -> tuple[str, list[int]]:
    """Return what is compared, and for each of its characters its place in the text."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in _fold(char):
            chars.append(one)
            places.append(place)
    return "".join(chars), [*places, len(text)]


def _fold(char: str) -> str:
    if char in _STRESS or unicodedata.category(char) == "Cf":
        return ""
    if char in _APOSTROPHES:
        return "'"
    # ё is often written as е; who looks for one means both.
    return char.casefold().replace("ё", "е")
