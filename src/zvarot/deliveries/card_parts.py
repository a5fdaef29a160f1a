"""Cut a large job of cards into parts, set each in a process of its own.

Typst keeps what it has set in memory, a hundred kilobytes a card: twelve thousand cards in one
process need two gigabytes. The processes are forks of this one, which has found the fonts and
never sets anything itself; what they say on standard error could quote a message and is lost.
"""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final

from zvarot.contract.card import Card, Check
from zvarot.deliveries.card_part import Done, Part

WORKERS: Final = 2
MOST_WEIGHT: Final = 300_000  # of a part
_CARD_WEIGHT: Final = 100  # a card without text, in characters
_MULTIPLE: Final = 4  # no sheet is shared by two parts
_FORK: Final = get_context("fork")
Work = Callable[[Part], Done]


class PartFailed(Exception):
    """A process that set a part has ended without a result. Says nothing of the messages."""


def cut(cards: Sequence[Card]) -> list[Sequence[Card]]:
    """Return the cards in parts of about the same weight, whole sheets each."""
    ends = list(accumulate(_CARD_WEIGHT + len(one.text) + len(one.translation) for one in cards))
    count = -(-ends[-1] // MOST_WEIGHT) if ends else 1
    parts, first = [], 0
    for number in range(1, count + 1):
        end = bisect_left(ends, ends[-1] * number / count) + 1 if number < count else len(cards)
        end = min(-(-end // _MULTIPLE) * _MULTIPLE, len(cards))
        if end > first or not cards:
            parts.append(cards[first:end])
        first = end
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
