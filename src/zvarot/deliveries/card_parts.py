"""Cut a large job of cards into parts, set each in a process of its own, join what they give.

Typst keeps what it has set in memory, a hundred kilobytes a card: twelve thousand cards in one
process need two gigabytes. The processes are forks of this one, which has found the fonts and
never sets anything itself; what they say on standard error could quote a message and is lost.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import StreamObject

from zvarot.contract.card import Card, Check
from zvarot.deliveries.card_part import Done, Part

WORKERS: Final = 2
WEIGHT_PER_PART: Final = 300_000
_CARD_WEIGHT: Final = 100  # a card without text, in characters
_MULTIPLE: Final = 4  # no sheet is shared by two parts
_FORK: Final = get_context("fork")
Work = Callable[[Part], Done]


class PartFailed(Exception):
    """A process that set a part has ended without a result. Says nothing of the messages."""


def cut(cards: Sequence[Card]) -> list[Sequence[Card]]:
    """Return the cards in parts of about the same weight, whole sheets each."""
    parts, first, weight = [], 0, 0
    for at, card in enumerate(cards, start=1):
        weight += _CARD_WEIGHT + len(card.text) + len(card.translation)
        if weight >= WEIGHT_PER_PART and at % _MULTIPLE == 0:
            parts.append(cards[first:at])
            first, weight = at, 0
    if first < len(cards) or not parts:
        parts.append(cards[first:])
    return parts


def done(parts: Iterator[Part], work: Work, *, workers: int) -> Iterator[tuple[int, Done]]:
    """Give what becomes of the parts, each with its number, in the order in which they are ready.

    A part is asked for when a process is free for it. Raises PartFailed.
    """
    running: dict[Connection, tuple[int, BaseProcess]] = {}
    for number, part in enumerate(parts):
        connection, process = _started(work, part)
        running[connection] = number, process
        if len(running) >= workers:
            yield from _ready(running)
    while running:
        yield from _ready(running)


class Whole:
    """One PDF/A of the PDFs of parts, with the metadata of the first.

    Parts come as they are ready and are joined at once, while others are still being set.
    """

    def __init__(self) -> None:
        self.pages = 0
        self._only = b""
        self._writer: PdfWriter | None = None
        self._waiting: dict[int, bytes] = {}
        self._joined = 0

    def add(self, number: int, pdf: bytes) -> None:
        """Take part `number`, counted from 0."""
        self._waiting[number] = pdf
        while self._joined in self._waiting:
            self._join(self._waiting.pop(self._joined))

    def written(self) -> bytes:
        """Return the whole; a part that is alone comes back as it is, with its tags."""
        if self._writer is None:
            return self._only
        about = self._writer.root_object.get("/Metadata")
        if isinstance(about, StreamObject):
            pages = f"<xmpTPg:NPages>{self.pages}<".encode()
            about.set_data(re.sub(rb"<xmpTPg:NPages>\d+<", pages, about.get_data()))
        whole = BytesIO()
        self._writer.write(whole)
        return whole.getvalue()

    def _join(self, pdf: bytes) -> None:
        self.pages += len(PdfReader(BytesIO(pdf)).pages)
        self._joined += 1
        if self._joined == 1:
            self._only = pdf
            return
        if self._writer is None:
            self._writer = PdfWriter(clone_from=BytesIO(self._only))
        self._writer.append(BytesIO(pdf), import_outline=False)


def summed(checks: Sequence[Check]) -> Check:
    """Return the check of the whole job."""
    missing: dict[str, int] = {}
    for check in checks:
        for name, count in check.missing.items():
            missing[name] = missing.get(name, 0) + count
    return Check(
        cards=sum(check.cards for check in checks),
        missing=dict(sorted(missing.items())),
        undrawn=tuple(place for check in checks for place in check.undrawn),
        too_long=tuple(place for check in checks for place in check.too_long),
    )


def _started(work: Work, part: Part) -> tuple[Connection, BaseProcess]:
    ours, theirs = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_work, args=(work, part, theirs), daemon=True)
    process.start()
    theirs.close()
    return ours, process


def _work(work: Work, part: Part, answer: Connection) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    answer.send(work(part))


def _ready(running: dict[Connection, tuple[int, BaseProcess]]) -> Iterator[tuple[int, Done]]:
    ready = wait(list(running))
    for connection in [one for one in running if one in ready]:
        number, process = running.pop(connection)
        try:
            found: Done = connection.recv()
        except EOFError:
            raise PartFailed from None
        process.join()
        connection.close()
        yield number, found
