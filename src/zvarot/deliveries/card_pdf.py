"""Messages as cards, made in a process of its own: `python -m zvarot.deliveries.card_pdf`.

It reads one job as JSON from standard input (contract/card.py) and writes the PDF to standard
output, or the check as JSON. No message touches the disk, and with the process the words leave
memory. Progress stands on standard error, as `done/total`; nothing of the contents ever does.
"""

import json
import resource
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from zvarot.contract.card import CANNOT_SET, TOO_LONG, Artwork, Card, Layout
from zvarot.deliveries import card_parts
from zvarot.deliveries.card_part import Done, Job, Part, set_part
from zvarot.deliveries.typefaces import SERIF, Typefaces

MEMORY_BYTES: Final = 4 * 1024**3  # address space of each process, of which fonts are mapped


class _TooLong(Exception):
    """Nothing is printed: a message does not fit."""


def main() -> int:
    """Do the job on standard input. Says nothing of what stood in it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold messages
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
    found = _set(job, parts, total=len(cards))
    if job.check_only:
        return json.dumps(card_parts.summed([one.check for one in found]).to_json()).encode()
    return card_parts.joined([one.pdf for one in found])


def _set(job: Job, parts: Sequence[Sequence[Card]], *, total: int) -> list[Done]:
    found: dict[int, Done] = {}
    faces = Typefaces(style=SERIF)
    faces.load()
    # The pages of a booklet are numbered: a part must know how many lie before it.
    is_numbered = job.layout == Layout.BOOKLET and not job.check_only
    workers = 1 if is_numbered else card_parts.WORKERS
    done = 0
    _tell(done, total)
    asked = _asked(parts, found, is_numbered=is_numbered)
    for number, one in card_parts.done(asked, partial(set_part, job, faces=faces), workers=workers):
        if one.check.too_long and not job.check_only:
            raise _TooLong
        found[number] = one
        done += one.check.cards
        _tell(done, total)
    return [found[number] for number in sorted(found)]


def _asked(
    parts: Sequence[Sequence[Card]], found: Mapping[int, Done], *, is_numbered: bool
) -> Iterator[Part]:
    """Give the parts; a numbered one only when all before it have been found."""
    first = pages = 0
    for number, cards in enumerate(parts):
        if number and is_numbered:
            pages += card_parts.pages(found[number - 1].pdf)
        yield Part(cards, first=first, pages=pages)
        first += len(cards)


def _tell(done: int, total: int) -> None:
    sys.stderr.write(f"{done}/{total}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
