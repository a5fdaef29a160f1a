"""Choose how large a message is set, where adding up the widths of its letters is enough.

Typst can measure any text, but at the price of setting it once more. For Latin, Cyrillic and Greek
the widths tell the size; for other scripts they tell only whether the largest size surely fits,
for letters change their width as they join. What is told here always fits: where it is not sure
whether a line may break, it takes the longer piece. `None` means: let Typst measure.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

SMALLEST: Final = 8.0  # pt
LARGEST: Final = 16.0
SIZES: Final = tuple(half / 2 for half in range(int(2 * SMALLEST), int(2 * LARGEST) + 1))
# In em, as in card.typ.
_LINE: Final = 1.2
_LEADING: Final = 0.25
_BETWEEN: Final = 0.75
_KERNING: Final = 1.02  # a pair of letters may stand further apart than their widths say
_JOINING: Final = 1.25  # a letter may be wider among others than alone
_SMALL_KANA: Final = frozenset(
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)  # never begin a line
_PT_PER_MM: Final = 72 / 25.4
# A line may always break between a word (with its comma or full stop) and a word.
# Source: Unicode UAX 14, rules LB13 to LB18
_SURE_BREAK: Final = re.compile(r"(?<=[\w.,!?…]) (?=\w)")
# What scripts without spaces, and emoji, need no place to break for.
_BREAKS_BY_ITSELF: Final = re.compile(
    "[\\s\u200b\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001f000-\U0003ffff]+"
)


_Widths = list[list[list[float]]]


@dataclass(frozen=True)
class Room:
    """What a message may fill, in mm."""

    width: float
    height: float


class Ruler:
    """Measures texts. width_of -- one character, in em."""

    def __init__(self, width_of: Callable[[str], float], room: Room) -> None:
        self._width_of = width_of
        self._room = room
        self._added_up = cache(self._add_up)  # the same words come again and again
        self._space = width_of(" ")

    def size(self, paragraphs: Sequence[Sequence[str]], name: str) -> float | None:
        """Return the largest size at which a plain text and the name surely fit, in pt."""
        pieces = self._cut(paragraphs, name, _SURE_BREAK.split)
        if self._fits(pieces, LARGEST):
            return LARGEST
        fitting = bisect_right(SIZES, False, key=lambda size: not self._fits(pieces, size))
        return SIZES[fitting - 1] if fitting else None

    def is_largest_sure(self, paragraphs: Sequence[Sequence[str]], name: str) -> bool:
        """Tell whether a text in any script surely fits at the largest size."""
        return self._fits(self._cut(paragraphs, name, _pieces), LARGEST, stretched=_JOINING)

    def _cut(
        self,
        paragraphs: Sequence[Sequence[str]],
        name: str,
        pieces: Callable[[str], Iterator[str] | list[str]],
    ) -> "_Widths":
        """Return paragraphs of lines of widths; the name is the last paragraph."""
        lined = [*paragraphs, [name]] if name else paragraphs
        return [[[self._added_up(one) for one in pieces(line)] for line in part] for part in lined]

    def _fits(self, paragraphs: "_Widths", size: float, *, stretched: float = 1) -> bool:
        width = self._room.width * _PT_PER_MM / size / stretched
        height = self._room.height * _PT_PER_MM / size
        taken = -_BETWEEN
        for lines in paragraphs:
            count = sum(self._lines(line, width) for line in lines)
            taken += count * (_LINE + _LEADING) - _LEADING + _BETWEEN
        return taken <= height

    def _lines(self, pieces: list[float], width: float) -> float:
        """Return how many lines the pieces take; endless if one is wider than a line."""
        count, used = 1, 0.0
        for piece in pieces:
            if piece > width:
                return float("inf")
            if used and used + self._space + piece > width:
                count, used = count + 1, piece
            else:
                used = used + self._space + piece if used else piece
        return count

    def _add_up(self, piece: str) -> float:
        return _KERNING * sum(map(self._width_of, piece))


def _pieces(line: str) -> Iterator[str]:
    """Cut a line of any script where a break is sure: between words, and between Han and Kana."""
    start = 0
    for at in range(1, len(line)):
        before, here = line[at - 1], line[at]
        if before == " " and at > 1 and _ends(line[at - 2]) and _begins(here):
            yield line[start : at - 1]
            start = at
        elif _is_wide_letter(before) and _is_wide_letter(here):
            yield line[start:at]
            start = at
    yield line[start:]


def _begins(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _ends(character: str) -> bool:
    return _begins(character) or character in ".,!?…،؟।"


def _is_wide_letter(character: str) -> bool:
    return (
        unicodedata.east_asian_width(character) == "W"
        and unicodedata.category(character) == "Lo"
        and character not in _SMALL_KANA
    )


def longest_word(text: str, width_of: Callable[[str], float]) -> str:
    """Return the widest piece of a text that has no place to break in it."""
    return max(_BREAKS_BY_ITSELF.split(text), key=lambda word: sum(map(width_of, word)))
