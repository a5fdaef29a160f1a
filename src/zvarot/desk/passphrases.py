"""What closes a holder's share, and whether somebody with the file could guess it."""

import string
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from zvarot.desk.errors import DeskRefused

FEWEST: Final = 20  # characters: six short words, or twenty random letters
FEWEST_DIFFERENT: Final = 9
_ROWS: Final = (string.ascii_lowercase, string.digits, "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEXT: Final = frozenset(
    pair for row in _ROWS for one in (row, row[::-1]) for pair in zip(one, one[1:], strict=False)
)
_ADVICE: Final = "Take six words that a dice has drawn from a list."


def check(passphrase: str, others: Sequence[str] = ()) -> None:
    """Refuse what is guessed soon. others -- what the other holders have chosen.

    Raises DeskRefused with a sentence that does not repeat it.
    """
    plain = _plain(passphrase)
    if len(passphrase.strip()) < FEWEST:
        raise DeskRefused(f"A passphrase has at least {FEWEST} characters. {_ADVICE}")
    if len(set(plain)) < FEWEST_DIFFERENT:
        raise DeskRefused(f"This passphrase repeats a few characters. {_ADVICE}")
    steps = [pair in _NEXT or pair[0] == pair[1] for pair in zip(plain, plain[1:], strict=False)]
    if 2 * sum(steps) > len(steps):
        raise DeskRefused(f"This passphrase follows the alphabet or the keyboard. {_ADVICE}")
    if plain in map(_plain, others):
        raise DeskRefused("Another holder has this passphrase. Each one needs their own.")


def from_file(path: Path, count: int) -> list[str]:
    """Read one passphrase from each line of a file that nobody else can read.

    Raises DeskRefused if there are more or fewer than `count`.
    """
    try:
        shared = path.stat().st_mode & 0o077
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise DeskRefused(f"{path} cannot be read.") from None
    if shared:
        raise DeskRefused(f"{path} can be read by others. First: chmod 600 {path}")
    found = [line for line in lines if line.strip()]
    if len(found) != count:
        raise DeskRefused(f"{path} needs {count} lines with one passphrase each, not {len(found)}.")
    return found


def _plain(passphrase: str) -> str:
    return "".join(passphrase.casefold().split())
