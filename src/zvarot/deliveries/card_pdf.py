"""Messages as cards, made in a process of its own: `python -m zvarot.deliveries.card_pdf`.

It reads one job as JSON from standard input (contract/card.py) and writes the PDF to standard
output, or the check as JSON. No message touches the disk, and with the process the words leave
memory. Progress stands on standard error, as `done/total`; nothing of the contents ever does.
"""

import gc
import json
import resource
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from zvarot.contract.card import CANNOT_SET, TOO_LONG, Artwork, Card, Check, Layout
from zvarot.deliveries import card_parts
from zvarot.deliveries.card_part import Job, Part, set_part
from zvarot.deliveries.card_whole import Whole
from zvarot.deliveries.typefaces import SERIF, Typefaces

MEMORY_BYTES: Final = 4 * 1024**3  # address space of each process, of which fonts are mapped


class _TooLong(Exception):
    """Nothing is printed: a message does not fit."""


def main() -> int:
    """Do the job on standard input. Says nothing of what stood in it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold messages
    gc.disable()  # it lives for seconds, and joining a large PDF takes a quarter less time
    try:
        output = _output(json.loads(sys.stdin.buffer.read()))
    except _TooLong:
        return TOO_LONG
    except (card_parts.PartFailed, OSError, TypeError, ValueError, KeyError):
        return CANNOT_SET
    sys.stdout.buffer.write(output)
    return 0


def _output(asked: Mapping[str, Any]) -> bytes:
    cards = [Card.from_json(card) for card in asked["cards"]]
    parts = card_parts.cut(cards)
    job = Job(
        layout=Layout(asked["layout"]),
        artwork=Artwork.from_json(asked["artwork"]) if asked["artwork"] else None,
        title=asked["title"],
        lang=asked["lang"],
        check_only=asked["check_only"],
        alone=len(parts) == 1,
    )
    whole, check = _done(job, parts, total=len(cards))
    return json.dumps(check.to_json()).encode() if job.check_only else whole.written()


def _done(job: Job, parts: Sequence[Sequence[Card]], *, total: int) -> tuple[Whole, Check]:
    faces = Typefaces(style=SERIF)
    faces.load()
    whole, checks, done = Whole(), dict[int, Check](), 0
    # A part of a booklet, whose pages are numbered, must know how many lie before it.
    workers = 1 if job.layout == Layout.BOOKLET else card_parts.WORKERS
    work = partial(set_part, job, faces=faces)
    _tell(done, total)
    for number, one in card_parts.done(_asked(parts, whole), work, workers=workers):
        if one.check.too_long and not job.check_only:
            raise _TooLong
        if one.pdf:
            whole.add(number, one.pdf, shared=one.shared)
        checks[number] = one.check
        done += one.check.cards
        _tell(done, total)
    return whole, card_parts.summed([checks[number] for number in sorted(checks)])


def _asked(parts: Sequence[Sequence[Card]], whole: Whole) -> Iterator[Part]:
    first = 0
    for cards in parts:
        yield Part(cards, first=first, pages=whole.pages)
        first += len(cards)


def _tell(done: int, total: int) -> None:
    sys.stderr.write(f"{done}/{total}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
