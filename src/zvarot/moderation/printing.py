"""Set cards with the program that does it (deliveries/card_pdf.py), in a process of its own.

Everything passes through pipes: no text, no name and no PDF ever lies on a disk.
"""

import contextlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Final

from zvarot.contract.card import PROGRAM, TOO_LONG, Artwork, Card, Check, Layout, card_job
from zvarot.contract.print_job import is_pdf
from zvarot.moderation.errors import CardsFailed

SECONDS: Final = 120
_CHUNK_BYTES: Final = 1 << 16
_PROGRESS: Final = re.compile(rb"\s*(\d{1,7})/(\d{1,7})\s*")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """How cards are printed. program -- what is started, as arguments for Python."""

    layout: Layout
    title: str
    lang: str
    artwork: Artwork | None = None
    program: Sequence[str] = PROGRAM


@dataclass
class _Child:
    """A running program: fed from one thread, its progress read by another, ended by a clock."""

    process: "subprocess.Popen[bytes]"
    threads: list[threading.Thread] = field(default_factory=list)

    def end(self) -> int:
        """Wait for its end; what is not wanted any more is killed before."""
        code = self.process.wait()
        for thread in self.threads:
            thread.join(timeout=5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return code


def check(cards: Sequence[Card], sheet: Sheet, on_progress: Progress) -> Check:
    """Ask which scripts have no font and which messages are too long. Raises CardsFailed."""
    child, clock = _start(_job(cards, sheet, check_only=True), sheet, on_progress)
    said = _stdout(child).read()
    clock.cancel()
    if child.end() != 0:
        raise CardsFailed("The program that sets the cards failed. Ask whoever runs Zvarot.")
    try:
        return Check.from_json(json.loads(said))
    except (ValueError, KeyError, TypeError):
        raise CardsFailed("The program that sets the cards gave no answer.") from None


def pdf(cards: Sequence[Card], sheet: Sheet) -> Iterator[bytes]:
    """Return the print file in chunks, as the program writes it.

    The first chunk is looked at before this returns. Raises CardsFailed if it is no PDF; nothing
    has left then.
    """
    child, clock = _start(_job(cards, sheet), sheet, lambda _done, _total: None)
    first = _stdout(child).read(_CHUNK_BYTES)
    if not is_pdf(first):
        clock.cancel()
        if first:
            child.process.kill()
        is_long = child.end() == TOO_LONG
        raise CardsFailed(
            "A message is too long for its card. Let the worker look at the cards again."
            if is_long
            else "The cards could not be set. Nothing was marked as printed."
        )
    return _chunks(first, child, clock)


def _chunks(first: bytes, child: _Child, clock: threading.Timer) -> Iterator[bytes]:
    chunk = first
    try:
        while chunk:
            yield chunk
            chunk = _stdout(child).read(_CHUNK_BYTES)
    finally:
        clock.cancel()
        child.process.kill()  # nothing happens if it has ended; a browser may have gone away
        child.end()


def _job(cards: Sequence[Card], sheet: Sheet, *, check_only: bool = False) -> bytes:
    return card_job(
        cards,
        layout=sheet.layout,
        artwork=sheet.artwork,
        title=sheet.title,
        lang=sheet.lang,
        check_only=check_only,
    )


def _start(job: bytes, sheet: Sheet, on_progress: Progress) -> tuple[_Child, threading.Timer]:
    process = subprocess.Popen(
        [sys.executable, *sheet.program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    child = _Child(process)
    clock = threading.Timer(SECONDS, process.kill)
    clock.daemon = True
    clock.start()
    for work in (lambda: _feed(process, job), lambda: _listen(process, on_progress)):
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        child.threads.append(thread)
    return child, clock


def _feed(process: "subprocess.Popen[bytes]", job: bytes) -> None:
    if process.stdin is None:
        return
    # It may end before it has read all; its output says the rest.
    with contextlib.suppress(OSError, ValueError):
        process.stdin.write(job)
        process.stdin.close()


def _listen(process: "subprocess.Popen[bytes]", on_progress: Progress) -> None:
    """Take the progress from its standard error. What else it says there is not repeated."""
    if process.stderr is None:
        return
    with contextlib.suppress(OSError, ValueError):
        for line in process.stderr:
            if found := _PROGRESS.fullmatch(line):
                on_progress(int(found[1]), int(found[2]))


def _stdout(child: _Child) -> IO[bytes]:
    if child.process.stdout is None:
        raise CardsFailed("The program that sets the cards has no output.")
    return child.process.stdout
