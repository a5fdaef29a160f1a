"""Have a letter set as PDF for a supporter who prints at home.

A short-lived process does it: this one keeps neither fonts nor the letter, and nothing touches
the disk. Few at a time, so that printing never takes the machine from those who sign.
"""

import asyncio
import hashlib
import hmac
import sys
from collections.abc import Sequence
from datetime import date
from typing import Final

from zvarot.contract.errors import ZvarotError
from zvarot.contract.letter import Letter
from zvarot.contract.print_job import PROGRAM, is_pdf, print_job

AT_ONCE: Final = 2
MAX_WAITING: Final = 20
SECONDS: Final = 10.0


class PrinterBusy(ZvarotError):
    """Too many letters wait for the printer; the supporter is asked to come back."""


class PrinterFailed(ZvarotError):
    """A letter could not be set in time, or not at all."""


class Printer:
    """Sets letters, a few at a time."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def pdf(self, letters: Sequence[Letter], *, on: date, country: str, lang: str) -> bytes:
        """Return the PDF, with a first page on how to post it in the language `lang`.

        Raises PrinterBusy and PrinterFailed.
        """
        if self._waiting >= MAX_WAITING:
            raise PrinterBusy("Too many letters wait to be printed.")
        self._waiting += 1
        try:
            async with self._turns:
                return await _set(print_job(letters, on=on, country=country, guide_in=lang))
        finally:
            self._waiting -= 1


def sealed(packed: str, key: bytes) -> str:
    """Return what shows later that we made this letter: we print no others."""
    return hashlib.blake2b(packed.encode(), key=key, digest_size=16, person=b"print").hexdigest()


def is_ours(packed: str, seal: str, key: bytes) -> bool:
    return hmac.compare_digest(sealed(packed, key).encode(), seal.encode())


async def _set(job: bytes) -> bytes:
    # By name: the typesetting belongs to another part, and none of it is loaded here.
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *PROGRAM,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        pdf, _ = await asyncio.wait_for(process.communicate(job), SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise PrinterFailed("A letter took too long to be set.") from None
    if process.returncode != 0 or not is_pdf(pdf):
        raise PrinterFailed("A letter could not be set.")
    return pdf
