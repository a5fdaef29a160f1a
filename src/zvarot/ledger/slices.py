"""Proofs out of published tiles: a few kilobytes, however long the log is.

A proof made from tiles that lie leads to another root, so that whoever checks the proof need not
trust the tiles.
"""

from collections.abc import Iterator
from functools import lru_cache

from zvarot.ledger.errors import LedgerError, ProofInvalid
from zvarot.ledger.merkle import HASH_SIZE, node_hash, root_of_hashes
from zvarot.ledger.tiles import WIDTH, Read, tile_path


class Slices:
    """Subtrees of the log of `size`, read from its tiles; each tile is read once."""

    def __init__(self, size: int, read: Read) -> None:
        self.size = size
        self._tile = lru_cache(maxsize=256)(lambda level, number: self._read(read, level, number))

    def inclusion(self, index: int) -> list[bytes]:
        """Prove that the leaf at `index` is in the log, nearest sibling first."""
        if not 0 <= index < self.size:
            raise ProofInvalid(f"There is no leaf {index} in a log of {self.size}.")
        return [self.root(*each) for each in _siblings(index, 0, self.size)]

    def consistency(self, old_size: int) -> list[bytes]:
        """Prove that the log begins with its own first `old_size` leaves."""
        if not 0 <= old_size <= self.size:
            raise ProofInvalid(f"A log of {self.size} never had the size {old_size}.")
        if old_size in (0, self.size):
            return []
        return [self.root(*each) for each in _rests(old_size, 0, self.size, is_known=True)]

    def root(self, first: int, end: int) -> bytes:
        """Give the root over the leaves from `first` up to but without `end`."""
        width = end - first
        if width & (width - 1) == 0 and first % width == 0:
            return self._perfect(first, width)
        split = first + _split(width)
        return node_hash(self.root(first, split), self.root(split, end))

    def _perfect(self, first: int, width: int) -> bytes:
        level = (width.bit_length() - 1) // 8
        span = WIDTH**level
        number, at = divmod(first // span, WIDTH)
        tile = self._tile(level, number)
        found = tile[at * HASH_SIZE : (at + width // span) * HASH_SIZE]
        hashes = [found[place : place + HASH_SIZE] for place in range(0, len(found), HASH_SIZE)]
        return root_of_hashes(hashes)

    def _read(self, read: Read, level: int, number: int) -> bytes:
        width = min(WIDTH, self.size // WIDTH**level - number * WIDTH)
        path = tile_path(level, number, width)
        tile = read(path)
        if len(tile) != width * HASH_SIZE:
            raise LedgerError(f"{path} is damaged.")
        return tile


def _siblings(index: int, first: int, end: int) -> Iterator[tuple[int, int]]:
    if end - first == 1:
        return
    split = first + _split(end - first)
    if index < split:
        yield from _siblings(index, first, split)
        yield split, end
    else:
        yield from _siblings(index, split, end)
        yield first, split


def _rests(old: int, first: int, end: int, *, is_known: bool) -> Iterator[tuple[int, int]]:
    if old == end:
        if not is_known:
            yield first, end
        return
    split = first + _split(end - first)
    if old <= split:
        yield from _rests(old, first, split, is_known=is_known)
        yield split, end
    else:
        yield from _rests(old, split, end, is_known=False)
        yield first, split


def _split(width: int) -> int:
    return 1 << (width - 1).bit_length() - 1
