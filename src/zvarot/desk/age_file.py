"""A share in a file that a passphrase closes: age, with scrypt.

The file can be opened with the program `age` as well, without Zvarot.
"""

from pathlib import Path
from typing import Final

import pyrage

from zvarot.desk.errors import DeskRefused

MOST_BYTES: Final = 4096


def closed(share: bytes, passphrase: str) -> bytes:
    """Give the file of a share. Takes seconds and a gigabyte of memory: so does each guess."""
    return bytes(pyrage.passphrase.encrypt(share, passphrase))


def opened(path: Path, passphrase: str) -> bytes:
    """Give the share in a file. Raises DeskRefused if this passphrase does not open it."""
    try:
        data = path.read_bytes()[:MOST_BYTES]
    except OSError:
        raise DeskRefused(f"{path} cannot be read.") from None
    try:
        return bytes(pyrage.passphrase.decrypt(data, passphrase))
    except pyrage.DecryptError:
        raise DeskRefused(
            f"{path} does not open: the passphrase is another one, or the file is damaged."
        ) from None
