"""Set cards with the program that does it (deliveries/card_pdf.py), in a process of its own.

Everything passes through pipes: no text, no name and no PDF ever lies on a disk.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from zvarot.contract.card import PROGRAM, Artwork, Card, Layout, card_job
from zvarot.contract.print_job import is_pdf
from zvarot.moderation.errors import CardsFailed

SECONDS: Final = 120
_CHUNK_BYTES: Final = 1 << 16


def missing_scripts(
    cards: Sequence[Card], *, layout: Layout, title: str, lang: str, program: Sequence[str] = ()
) -> list[str]:
    """Return the scripts in the cards for which there is no font. Raises CardsFailed.

    program -- what is started instead, for tests.
    """
    job = card_job(
        cards, layout=layout, artwork=None, title=title, lang=lang, check_only=True
    )
    return _missing(_run(job, program))


def pdf(
    cards: Sequence[Card],
    *,
    layout: Layout,
    artwork: Artwork | None,
    title: str,
    lang: str,
    program: Sequence[str] = (),
) -> Iterator[bytes]:
    """Return the print file in chunks, as the program writes it.

    The first chunk is looked at before this returns. Raises CardsFailed if it is no PDF; nothing
    has left then.
    """
    job = card_job(cards, layout=layout, artwork=artwork, title=title, lang=lang)
    child = _started(program)
    feeder = threading.Thread(target=_feed, args=(child, job), daemon=True)
    timer = threading.Timer(SECONDS, child.kill)
    timer.daemon = True
    feeder.start()
    timer.start()
    assert child.stdout is not None  # noqa: S101  it was asked for
    first = child.stdout.read(_CHUNK_BYTES)
    if not is_pdf(first):
        _end(child, feeder, timer)
        raise CardsFailed("The cards could not be set. Nothing was marked as printed.")
    return _chunks(first, child, lambda: _end(child, feeder, timer))


def _chunks(
    first: bytes, child: subprocess.Popen[bytes], end: Callable[[], None]
) -> Iterator[bytes]:
    assert child.stdout is not None  # noqa: S101  it was asked for
    try:
        chunk = first
        while chunk:
            yield chunk
            chunk = child.stdout.read(_CHUNK_BYTES)
    finally:
        end()


def _run(job: bytes, program: Sequence[str]) -> bytes:
    try:
        done = subprocess.run(
            _command(program), input=job, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise CardsFailed("Looking at the cards took too long. Choose fewer at once.") from None
    if done.returncode != 0:
        raise CardsFailed("The program that sets the cards failed. Ask whoever runs Zvarot.")
    return done.stdout


def _missing(output: bytes) -> list[str]:
    """Read the program's word on scripts: {"missing": ["Deva", …]}."""
    try:
        said: Any = json.loads(output or b"{}")
    except ValueError:
        raise CardsFailed("The program that sets the cards gave no answer.") from None
    found = said.get("missing", []) if isinstance(said, dict) else said
    return [str(one) for one in found]


def _started(program: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        _command(program),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it may speak of the text
    )


def _command(program: Sequence[str]) -> list[str]:
    return [sys.executable, *(program or PROGRAM)]


def _feed(child: subprocess.Popen[bytes], job: bytes) -> None:
    assert child.stdin is not None  # noqa: S101  it was asked for
    try:
        child.stdin.write(job)
        child.stdin.close()
    except (BrokenPipeError, ValueError):
        return  # it ended before it had read all; its output says the rest


def _end(
    child: subprocess.Popen[bytes], feeder: threading.Thread, timer: threading.Timer
) -> None:
    timer.cancel()
    child.kill()
    child.wait()
    if child.stdout is not None:
        child.stdout.close()
    feeder.join(timeout=5)
    if child.stdin is not None:
        with __import__("contextlib").suppress(OSError):
            child.stdin.close()
