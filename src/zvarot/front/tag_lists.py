"""Lists of the log's lines as plain text, for who looks for a tag by eye, without a script.

A list has thousands of lines, so that opening one tells nobody which line is looked for. It is
made from the published entries when it is asked for, one list at a time.
"""

import asyncio
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from zvarot.contract.record import Klass
from zvarot.front.wire import CHECKPOINT, TEXT, Reply, Wire
from zvarot.ledger.errors import LedgerError
from zvarot.ledger.leaf import Type, day_of
from zvarot.ledger.recount import STEP
from zvarot.ledger.tiles import ENTRIES, WIDTH
from zvarot.ledger.verifier import fetch_tile
from zvarot.lib.store import Store

LINES: Final = 4096
BUNDLES: Final = LINES // WIDTH
HOLE: Final = re.compile(rb"<!--\[lists\]-->(.*?)<!--\[/lists\]-->", re.DOTALL)
_DIGITS: Final = re.compile(rb'data-digits="([^"]{10,60})"')
_LEAF: Final = struct.Struct(">HBBBBQIq32s40x")  # up to the tag, after its length
_FULL: Final = "public, max-age=3600"  # its lines stay, but an action may get another address
_TYPES: Final = {int(one): one.name.lower() for one in Type}
_CLASSES: Final = {int(one): one.name.lower() for one in Klass}


@dataclass(frozen=True)
class Days:
    """On which days the lines of the log were written.

    size -- of the log. first -- the number of the first line of each day; days -- these days.
    """

    size: int = 0
    days: tuple[str, ...] = ()
    first: tuple[int, ...] = ()

    @classmethod
    def of(cls, counts: Mapping[str, Any]) -> "Days":
        """Read them from the published counts."""
        pairs = counts.get("days", [])
        return cls(
            size=int(counts["size"]),
            days=tuple(str(day) for day, _ in pairs),
            first=tuple(int(first) for _, first in pairs),
        )

    def day(self, line: int) -> str:
        place = bisect_right(self.first, line) - 1
        return self.days[place] if place >= 0 else ""

    def rows(self) -> Iterator[dict[str, str]]:
        """Give number, lines and days of each list, the newest first."""
        for number in reversed(range(-(-self.size // LINES))):
            first, last = number * LINES, min(self.size, (number + 1) * LINES) - 1
            yield {
                "number": str(number),
                "first": str(first),
                "last": str(last),
                "from": self.day(first),
                "to": self.day(last),
            }


def with_lists(page: bytes, days: Days) -> bytes:
    """Return a page with one copy of what stands in its hole for each list.

    How its language writes numbers stands in the page, as its script needs to know it as well.
    """
    known = _DIGITS.search(page)
    digits = str.maketrans("0123456789", known[1].decode() if known else "0123456789")

    def rows(found: re.Match[bytes]) -> bytes:
        pattern = found[1].decode()
        return "".join(_filled(pattern, row, digits) for row in days.rows()).encode()

    return HOLE.sub(rows, page)


@dataclass
class TagLists:
    """Makes the lists."""

    store: Store
    wire: Wire
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def reply(self, number: int, size: int, slugs: Mapping[int, str]) -> Reply | None:
        """Return a list of a log of that size, or None if it has no such list.

        slugs -- by the number of the action.
        """
        first, end = number * LINES, min(size, (number + 1) * LINES)
        if first >= end:
            return None
        async with self._turn:
            try:
                body = await asyncio.to_thread(self._made, first, end, slugs)
            except (OSError, LedgerError):
                return None
        cache = _FULL if end - first == LINES else CHECKPOINT
        return self.wire.file(body, TEXT, cache, is_open=True)

    def _made(self, first: int, end: int, slugs: Mapping[int, str]) -> bytes:
        lines = ["# line day type class value action tag"]
        for start in range(first, end, WIDTH):
            width = min(WIDTH, end - start)
            number = start // WIDTH
            bundle = fetch_tile(self.store.read, ENTRIES, number, width, width * STEP)
            lines += _lines(bundle, start, slugs)
        return "\n".join([*lines, ""]).encode()


def _lines(bundle: bytes, start: int, slugs: Mapping[int, str]) -> Iterator[str]:
    for index, leaf in enumerate(_LEAF.iter_unpack(bundle), start):
        _, _, kind, klass, _, action_id, day, value, tag = leaf
        action = slugs.get(action_id, str(action_id))
        words = f"{_TYPES.get(kind, kind)} {_CLASSES.get(klass, klass)} {value:+d} {action}"
        yield f"{index} {day_of(day)} {words} {tag.hex()}"


def _filled(pattern: str, row: Mapping[str, str], digits: Mapping[int, int]) -> str:
    """Fill a row in. A day is set apart: among Arabic words its parts would change places."""
    shown = {
        "number": row["number"],
        "first": row["first"].translate(digits),
        "last": row["last"].translate(digits),
        "from": f'<bdi dir="ltr">{escape(row["from"])}</bdi>',
        "to": f'<bdi dir="ltr">{escape(row["to"])}</bdi>',
    }
    for name, value in shown.items():
        pattern = pattern.replace("{" + name + "}", value)
    return pattern
