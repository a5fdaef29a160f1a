"""What is handed to the program that sets messages as cards (deliveries/card_pdf.py).

It is started by its name, in a process of its own, so that what it has set leaves memory. A card
shows a first name and a text, and nothing else of the person who wrote it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

PROGRAM: Final = ("-m", "zvarot.deliveries.card_pdf")  # arguments for Python
# What the program exits with when it has written nothing.
CANNOT_SET: Final = 3
TOO_LONG: Final = 4  # a message does not fit on its card; the check says which


class Layout(StrEnum):
    """How cards lie on paper."""

    SINGLE = "single"  # one A6 card a sheet: picture on the front, text on the back
    FOUR = "four"  # four on A4 with crop marks; every second page is the backs, for duplex
    SHEET = "sheet"  # A4, many messages on a sheet, for small postage
    BOOKLET = "booklet"  # A5 pages to be read one after another, with a cover


@dataclass(frozen=True, kw_only=True)
class Card:
    """One message. lang, translation_lang -- BCP 47; translation -- "" or a volunteer's."""

    name: str
    text: str
    lang: str
    translation: str = ""
    translation_lang: str = ""

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> "Card":
        return cls(**data)


@dataclass(frozen=True, kw_only=True)
class Artwork:
    """The picture on the front.

    path -- SVG, PNG or JPEG. credit -- as the artist wants to be named. focus -- the point that
    must stay in sight when it is cut, from the left and the top, each 0 to 1. alt -- what it shows,
    for those who listen to a booklet; "": the title is said.
    """

    path: Path
    credit: str = ""
    focus: tuple[float, float] = (0.5, 0.5)
    alt: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "path": str(self.path),
            "credit": self.credit,
            "focus": list(self.focus),
            "alt": self.alt,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Artwork":
        x, y = data["focus"]
        return cls(
            path=Path(data["path"]),
            credit=data["credit"],
            focus=(float(x), float(y)),
            alt=data.get("alt", ""),
        )


@dataclass(frozen=True, kw_only=True)
class Check:
    """What the program says of a job with `check_only`. Cards are told by their place, from 0.

    missing -- characters that no font here can draw, by script; printed, they would stand as
    codes. undrawn -- the cards with such characters. too_long -- the cards on which the text does
    not fit at the smallest size; with one of them nothing is printed.
    """

    cards: int
    missing: Mapping[str, int]
    undrawn: tuple[int, ...] = ()
    too_long: tuple[int, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not (self.missing or self.too_long)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Check":
        return cls(
            cards=data["cards"],
            missing=dict(data["missing"]),
            undrawn=tuple(data["undrawn"]),
            too_long=tuple(data["too_long"]),
        )


def card_job(
    cards: Iterable[Card],
    *,
    layout: Layout,
    artwork: Artwork | None,
    title: str,
    lang: str,
    check_only: bool = False,
) -> bytes:
    """Return what the program reads from its standard input.

    title -- of the document and of a booklet's cover, in `lang`. check_only -- print nothing, say
    which scripts have no font and which messages are too long (`Check`).
    """
    data = {
        "cards": [card.to_json() for card in cards],
        "layout": layout.value,
        "artwork": artwork.to_json() if artwork else None,
        "title": title,
        "lang": lang,
        "check_only": check_only,
    }
    return json.dumps(data, ensure_ascii=False).encode()
