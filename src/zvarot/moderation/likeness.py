"""Marks by which texts that say nearly the same find each other, without keeping the texts.

The text is cut into overlapping groups of four letters; keyed hashes of them are reduced to the
least of each of 48 orders (MinHash), and six of these make one mark. Two texts that share nine
in ten groups share a mark in 99 of 100 cases; two that share a third in 1 of 100.

The key is random, one for each action, and destroyed with it. Whoever has the marks alone learns
which messages resemble each other, as the flag says anyway, and nothing of what they say.
Source: Broder, "On the resemblance and containment of documents" (1997)
"""

import hashlib
import random
import unicodedata
from collections.abc import Sequence
from typing import Final

GROUP: Final = 4
MARKS: Final = 8
_ROWS: Final = 6
LEAST_LETTERS: Final = 16  # below that, kind words are alike by themselves
_PRIME: Final = (1 << 61) - 1
_ORDERS: Final = [
    # The orders are the same everywhere; what must not be guessed is the key of the hash.
    (made.randrange(1, _PRIME), made.randrange(_PRIME))
    for made in [random.Random(20_261_124)]  # noqa: S311
    for _ in range(MARKS * _ROWS)
]


def marks(text: str, key: bytes, *, without: Sequence[str] = ()) -> list[bytes]:
    """Return the marks of a text; none if it is too short to be told apart.

    without -- lines that the page suggests: who sends one unchanged copies nobody.
    """
    letters = bare(text)
    for line in without:
        letters = letters.replace(bare(line), "")
    if len(letters) < LEAST_LETTERS:
        return []
    groups = {letters[place : place + GROUP] for place in range(len(letters) - GROUP + 1)}
    hashed = [_hash(group, key) for group in groups]
    least = [min((a * one + b) % _PRIME for one in hashed) for a, b in _ORDERS]
    return [
        _mark(least[start : start + _ROWS], start, key) for start in range(0, len(least), _ROWS)
    ]


def bare(text: str) -> str:
    """Return the letters and digits alone, without case and marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


def _hash(group: str, key: bytes) -> int:
    digest = hashlib.blake2b(group.encode(), key=key, digest_size=8).digest()
    return int.from_bytes(digest, "big") % _PRIME


def _mark(least: Sequence[int], place: int, key: bytes) -> bytes:
    said = b"".join(one.to_bytes(8, "big") for one in (place, *least))
    return hashlib.blake2b(said, key=key, digest_size=8).digest()
