"""Print the letters that go by post: a batch as one PDF, and the note that it is on paper."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from itertools import islice

from zvarot.actions.models import Action
from zvarot.contract.letter import Letter
from zvarot.contract.print_job import PROGRAM, is_pdf, print_job
from zvarot.letters.errors import PrintFailed
from zvarot.letters.queries import letters_to_print
from zvarot.sealing.keys import KeyFiles

MOST: int = 1000
_SECONDS = 60


def batch(action: Action, keys: KeyFiles) -> list[tuple[int, Letter]]:
    """Open up to MOST letters that wait for paper, in an order that tells nothing."""
    return list(islice(letters_to_print(action, keys), MOST))


def pdf(letters: Sequence[Letter], *, on: date, country: str) -> bytes:
    """Return the letters as one PDF, a letter a sheet; nothing touches the disk.

    country -- where it is printed: decides the paper. Raises PrintFailed.
    """
    try:
        done = subprocess.run(
            [sys.executable, *PROGRAM],
            input=print_job(letters, on=on, country=country),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PrintFailed("Typesetting took too long. Print fewer letters at once.") from None
    if done.returncode != 0 or not is_pdf(done.stdout):
        raise PrintFailed("The letters could not be set. Nothing was marked as printed.")
    return done.stdout
