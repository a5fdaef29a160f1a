"""Parts of a text that are left out on the card, as places in it, so that no words are kept twice.

A place counts code points of the text as it was sealed.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

BLACK: Final = "[…]"
MOST: Final = 20

Cut = tuple[int, int]


def tidy(cuts: Iterable[Sequence[Any]], length: int) -> list[Cut]:
    """Return the cuts in order, joined where they touch, inside a text of that length.

    What is no pair of numbers is dropped: it comes from a browser.
    """
    joined: list[Cut] = []
    for start, end in sorted(_inside(cuts, length)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined[:MOST]


def redacted(text: str, cuts: Iterable[Sequence[Any]]) -> str:
    """Return the text as the card shows it."""
    return "".join(BLACK if is_cut else part for part, is_cut in pieces(text, cuts))


def pieces(text: str, cuts: Iterable[Sequence[Any]]) -> list[tuple[str, bool]]:
    """Return the whole text in parts, each with whether it is cut out."""
    found, place = [], 0
    for start, end in tidy(cuts, len(text)):
        found += [(text[place:start], False), (text[start:end], True)]
        place = end
    return [(part, is_cut) for part, is_cut in [*found, (text[place:], False)] if part]


def find(text: str, part: str) -> Cut | None:
    """Return where the words stand in the text, for a browser that cannot tell; None: nowhere."""
    place = text.casefold().find(part.strip().casefold()) if part.strip() else -1
    if place < 0 or len(text.casefold()) != len(text):
        place = text.find(part.strip()) if part.strip() else -1
    return (place, place + len(part.strip())) if place >= 0 else None


def _inside(cuts: Iterable[Sequence[Any]], length: int) -> list[Cut]:
    found = []
    for cut in cuts:
        if len(cut) != 2 or not all(isinstance(place, int) for place in cut):
            continue
        start, end = max(0, cut[0]), min(cut[1], length)
        if start < end:
            found.append((start, end))
    return found
