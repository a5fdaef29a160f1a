"""Choose how large a message is set, for texts that are no more than their letters in a row.

Typst can measure any text, but at the price of setting it once more. Latin, Cyrillic and Greek
texts are nine in ten, and for them adding up the widths of letters is enough. What is told here
always fits: where it is not sure whether a line may break, it takes the longer piece. `None`
means: let Typst measure.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
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
_PT_PER_MM: Final = 72 / 25.4
# A line may always break between a word (with its comma or full stop) and a word.
# Source: Unicode UAX 14, rules LB13 to LB18
_SURE_BREAK: Final = re.compile(r"(?<=[\w.,!?…]) (?=\w)")
# What scripts without spaces, and emoji, need no place to break for.
_BREAKS_BY_ITSELF: Final = re.compile(
    "[\\s\u200b\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001f000-\U0003ffff]+"
)


@dataclass(frozen=True)
class Room:
    """What a message may fill, in mm."""

    width: float
    height: float


class Ruler:
    """Measures texts in one font. widths -- of each character, in em."""

    def __init__(self, widths: Mapping[str, float], room: Room) -> None:
        self._widths = widths
        self._room = room
        self._width_of = cache(self._added_up)  # the same words come again and again

    def size(self, paragraphs: Sequence[Sequence[str]], name: str) -> float | None:
        """Return the largest size at which the text and the name below it surely fit, in pt."""
        pieces = [[self._pieces(line) for line in lines] for lines in paragraphs]
        if name:
            pieces.append([self._pieces(name)])
        if self._fits(pieces, LARGEST):
            return LARGEST
        fitting = bisect_right(SIZES, False, key=lambda size: not self._fits(pieces, size))
        return SIZES[fitting - 1] if fitting else None

    def _fits(self, pieces: list[list[list[float]]], size: float) -> bool:
        width = self._room.width * _PT_PER_MM / size
        height = self._room.height * _PT_PER_MM / size
        taken = -_BETWEEN
        for lines in pieces:
            count = sum(self._lines(line, width) for line in lines)
            taken += count * (_LINE + _LEADING) - _LEADING + _BETWEEN
        return taken <= height

    def _lines(self, pieces: list[float], width: float) -> float:
        """Return how many lines the pieces take; endless if one is wider than a line."""
        space = self._width_of(" ")
        count, used = 1, 0.0
        for piece in pieces:
            if piece > width:
                return float("inf")
            if used and used + space + piece > width:
                count, used = count + 1, piece
            else:
                used = used + space + piece if used else piece
        return count

    def _pieces(self, line: str) -> list[float]:
        return [self._width_of(piece) for piece in _SURE_BREAK.split(line)]

    def _added_up(self, piece: str) -> float:
        return _KERNING * sum(map(self._widths.__getitem__, piece))


def longest_word(text: str) -> str:
    """Return the longest piece of a text that has no place to break in it."""
    return max(_BREAKS_BY_ITSELF.split(text), key=len)
