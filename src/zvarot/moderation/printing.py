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
    """A running program: fed and emptied by threads of its own, ended by a clock."""

    process: "subprocess.Popen[bytes]"
    clock: threading.Timer
    threads: list[threading.Thread] = field(default_factory=list)

    def also(self, work: Callable[[], None]) -> None:
        """Do something beside it."""
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        self.threads.append(thread)

    def end(self) -> int:
        """Wait for its end, and give its exit code."""
        code = self.process.wait()
        self.clock.cancel()
        for thread in self.threads:
            thread.join(timeout=5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return code


def check(cards: Sequence[Card], sheet: Sheet, on_progress: Progress) -> Check:
    """Ask which scripts have no font and which messages are too long. Raises CardsFailed.

    on_progress -- is called here, not in another thread: it may write to the database.
    """
    child = _start(_job(cards, sheet, check_only=True), sheet)
    said: list[bytes] = []
    child.also(lambda: said.append(_pipe(child.process.stdout).read()))
    _listen(child, on_progress)
    if child.end() != 0:
        raise CardsFailed("The program that sets the cards failed. Ask whoever runs Zvarot.")
    try:
        return Check.from_json(json.loads(b"".join(said)))
    except (ValueError, KeyError, TypeError):
        raise CardsFailed("The program that sets the cards gave no answer.") from None


def pdf(cards: Sequence[Card], sheet: Sheet) -> Iterator[bytes]:
    """Return the print file in chunks, as the program writes it.

    The first chunk is looked at before this returns. Raises CardsFailed if it is no PDF; nothing
    has left then.
    """
    child = _start(_job(cards, sheet), sheet)
    child.also(lambda: _listen(child, lambda _done, _total: None))
    first = _pipe(child.process.stdout).read(_CHUNK_BYTES)
    if is_pdf(first):
        return _chunks(first, child)
    if first:
        child.process.kill()
    if child.end() == TOO_LONG:
        raise CardsFailed("A message is too long for its card. Look at the cards again.")
    raise CardsFailed("The cards could not be set. Nothing was marked as printed.")


def _chunks(first: bytes, child: _Child) -> Iterator[bytes]:
    chunk = first
    try:
        while chunk:
            yield chunk
            chunk = _pipe(child.process.stdout).read(_CHUNK_BYTES)
    finally:
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


def _start(job: bytes, sheet: Sheet) -> _Child:
    process = subprocess.Popen(
        [sys.executable, *sheet.program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    clock = threading.Timer(SECONDS, process.kill)
    clock.daemon = True
    clock.start()
    child = _Child(process, clock)
    child.also(lambda: _feed(process, job))
    return child


def _feed(process: "subprocess.Popen[bytes]", job: bytes) -> None:
    # It may end before it has read all; its output says the rest.
    with contextlib.suppress(OSError, ValueError):
        _pipe(process.stdin).write(job)
        _pipe(process.stdin).close()


def _listen(child: _Child, on_progress: Progress) -> None:
    """Take the progress from its standard error. What else it says there is not repeated."""
    with contextlib.suppress(OSError, ValueError):
        for line in _pipe(child.process.stderr):
            if found := _PROGRESS.fullmatch(line):
                on_progress(int(found[1]), int(found[2]))


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise CardsFailed("The program that sets the cards was started without pipes.")
    return pipe
