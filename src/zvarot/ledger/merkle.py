"""The Merkle tree over the leaves, computed in two independent ways.

`CompactRange` grows with the log and keeps only the roots of its perfect subtrees: a
million leaves are 20 hashes. `root_of` starts again from all the leaves, level by level.
Before a checkpoint is signed both must agree, so that one damaged bit in storage, or one
mistake in either way, is noticed before it is promised to the world.
Source: RFC 9162, section 2.1
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from zvarot.ledger.errors import LedgerError

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

_sha256 = hashlib.sha256


def leaf_hash(leaf: bytes) -> bytes:
    """Hash the bytes of one leaf."""
    return _sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees into their parent."""
    return _sha256(b"\x01" + left + right).digest()


class CompactRange:
    """A growing tree, of which only the roots of perfect subtrees are kept.

    Stored as the size (u64, big-endian) and then the roots, largest subtree first.
    """

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add the bytes of one leaf."""
        self.append_hash(leaf_hash(leaf))

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add the bytes of several leaves, in order."""
        for leaf in leaves:
            self.append_hash(_sha256(b"\x00" + leaf).digest())

    def append_hash(self, hashed: bytes) -> None:
        """Add a leaf of which only the hash is known."""
        full, peaks = self.size, self._peaks
        while full & 1:  # each set bit is a perfect subtree that now gets its sibling
            hashed = _sha256(b"\x01" + peaks.pop() + hashed).digest()
            full >>= 1
        peaks.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """Give the root over all leaves added so far."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def copy(self) -> "CompactRange":
        """Give a second range that grows on its own."""
        other = CompactRange()
        other.size, other._peaks = self.size, self._peaks.copy()
        return other

    def to_bytes(self) -> bytes:
        return self.size.to_bytes(8, "big") + b"".join(self._peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> "CompactRange":
        """Read a stored range. Raises LedgerError if size and number of hashes disagree."""
        size = int.from_bytes(data[:8], "big")
        hashes = data[8:]
        if len(data) < 8 or len(hashes) != size.bit_count() * HASH_SIZE:
            raise LedgerError("The stored state of the log is damaged: rebuild it from the leaves.")
        grown = cls()
        grown.size, grown._peaks = size, _cut(hashes)
        return grown


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Compute the root from the bytes of all leaves, sharing no code with `CompactRange`."""
    return root_of_hashes([hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves])


def root_of_hashes(hashes: Sequence[bytes]) -> bytes:
    """Compute the root from leaf hashes: pair neighbours, level after level."""
    level = list(hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        pairs = zip_longest(level[::2], level[1::2])
        level = [
            left if right is None else hashlib.sha256(b"\x01" + left + right).digest()
            for left, right in pairs
        ]
    return level[0]


def _cut(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + HASH_SIZE] for at in range(0, len(hashes), HASH_SIZE)]
