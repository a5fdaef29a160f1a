"""Recomputing a whole log from its entry bundles: every hash, every sum, quickly.

This is the third way of computing the root, and the one of people who do not trust us. It takes
a bundle of 256 leaves at a time and keeps 32 bytes for each leaf. A million leaves take less than
twice the time of the hashing alone: leaves that only differ in their tags are counted together
and judged once.
"""

import hashlib
import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from zvarot.contract.counts import PART_NAMES, Parts
from zvarot.ledger.errors import LeafInvalid, LedgerError
from zvarot.ledger.leaf import AFTER_CLOSE, SIZE, Leaf, Type, unpack
from zvarot.ledger.merkle import EMPTY_ROOT, root_of_hashes
from zvarot.ledger.tiles import WIDTH

STEP: Final = SIZE + 2  # a leaf stands after its length

# Of each leaf: everything up to the tag, in one piece.
_HEAD: Final = struct.Struct(">26s72x")
_HEAD_SIZE: Final = 26
# Of such a piece: length, version, type, class, zero, action, day, value.
_WHAT: Final = struct.Struct(">HBBBBQIq")
_What = tuple[int, int, int, int, int, int, int, int]

_sha256 = hashlib.sha256


class Recount:
    """A log as far as it has been read. `levels` are its tiles, as they should be published.

    problems -- sentences about what an honest log never contains.
    """

    def __init__(self) -> None:
        self.size = 0
        self.levels: list[list[bytes]] = [[]]
        self.problems: list[str] = []
        self._sums: Counter[tuple[int, int]] = Counter()
        self._closed: set[int] = set()
        self._day = 0

    def add(self, bundle: bytes) -> None:
        """Read the next bundle; one with fewer than 256 leaves must be the last one.

        Raises LedgerError if these are not leaves.
        """
        count, rest = divmod(len(bundle), STEP)
        if rest or not 0 < count <= WIDTH or self.size % WIDTH:
            raise LedgerError(f"The bundle of leaves from {self.size} on is damaged.")
        self._count(bundle)
        marked = _marked(bundle, count)
        hashes = [
            _sha256(marked[at : at + SIZE + 1]).digest() for at in range(1, count * STEP, STEP)
        ]
        self._grow(b"".join(hashes), count == WIDTH)
        self.size += count

    def root(self) -> bytes:
        """Give the root over everything read."""
        return self.root_at(self.size)

    def root_at(self, size: int) -> bytes:
        """Give the root that the log had when it was smaller."""
        if not 0 <= size <= self.size:
            raise LedgerError(f"Only {self.size} leaves were read, not {size}.")
        right: bytes | None = None
        level = 0
        while size:
            full, width = divmod(size, WIDTH)
            if width:
                row = _cut(self.levels[level][full][: width * 32])
                right = root_of_hashes(row if right is None else [*row, right])
            level, size = level + 1, full
        return EMPTY_ROOT if right is None else right

    def parts(self) -> dict[int, Parts]:
        """Give the count of every action that has a leaf, by class."""
        found: dict[int, dict[str, int]] = {}
        for (action_id, klass), total in self._sums.items():
            if action_id:
                found.setdefault(action_id, {})[_NAMES[klass]] = total
        return {action_id: Parts.from_json(by_class) for action_id, by_class in found.items()}

    def _grow(self, tile: bytes, is_full: bool) -> None:
        level = 0
        self.levels[0].append(tile)
        while is_full:  # a full tile is one hash of the level above
            level, one = level + 1, _root_of_tile(tile)
            if level == len(self.levels):
                self.levels.append([])
            above = self.levels[level]
            if above and len(above[-1]) < WIDTH * 32:
                above[-1] += one
            else:
                above.append(one)
            tile = above[-1]
            is_full = len(tile) == WIDTH * 32

    def _count(self, bundle: bytes) -> None:
        found: dict[_What, int] = {}
        for (head,), times in Counter(_HEAD.iter_unpack(bundle)).items():
            found[_checked(head)] = times
        self._judge(found, bundle)
        for (_, _, _, klass, _, action_id, _, value), times in found.items():
            self._sums[action_id, klass] += value * times
        days = {what[6] for what in found}
        self._follow_days([leaf.day for leaf in _leaves(bundle)] if len(days) > 1 else [*days])

    def _judge(self, found: Mapping[_What, int], bundle: bytes) -> None:
        """Say what is wrong with sums and closings; leaf by leaf only if anything is."""
        taken: Counter[tuple[int, int]] = Counter()
        for (_, _, _, klass, _, action_id, _, value), times in found.items():
            if value < 0:
                taken[action_id, klass] -= value * times
        closes = {what[5] for what in found if what[2] == Type.CLOSE}
        touched = {what[5] for what in found if what[2] not in AFTER_CLOSE}
        is_short = any(self._sums[which] < least for which, least in taken.items())
        if is_short or touched & (self._closed | closes):
            self.problems += _one_by_one(bundle, self.size, self._sums, self._closed)
        self._closed |= closes

    def _follow_days(self, days: Sequence[int]) -> None:
        """Days never go back. `days` are those of a bundle."""
        if days[0] < self._day or list(days) != sorted(days):
            self.problems.append(f"The days of the leaves from {self.size} on go back.")
        self._day = max(self._day, *days)


def _marked(bundle: bytes, count: int) -> bytes:
    """Put the mark that a leaf is hashed with where the last byte of its length was."""
    marked = bytearray(bundle)
    marked[1::STEP] = bytes(count)
    return bytes(marked)


def _one_by_one(
    bundle: bytes, first: int, sums: Counter[tuple[int, int]], closed: set[int]
) -> Iterator[str]:
    sums, closed = sums.copy(), closed.copy()
    for index, leaf in enumerate(_leaves(bundle), first):
        sums[leaf.action_id, leaf.klass] += leaf.value
        if leaf.value < 0 and sums[leaf.action_id, leaf.klass] < 0:
            yield f"Leaf {index} takes more from action {leaf.action_id} than it had."
        if leaf.action_id in closed and leaf.type not in AFTER_CLOSE:
            yield f"Leaf {index} ({leaf.type.name.lower()}) is for an action that had closed."
        if leaf.type is Type.CLOSE:
            closed.add(leaf.action_id)


def _checked(head: bytes) -> _What:
    """Judge a leaf by what stands before its tag; what follows can be anything."""
    what: _What = _WHAT.unpack(head)
    if what[0] != SIZE:
        raise LeafInvalid(f"A leaf has {SIZE} bytes, this one has {what[0]}.")
    unpack(head[2:] + bytes(STEP - _HEAD_SIZE))
    return what


def _leaves(bundle: bytes) -> Iterator[Leaf]:
    for at in range(0, len(bundle), STEP):
        yield unpack(bundle[at + 2 : at + STEP])


def _root_of_tile(tile: bytes) -> bytes:
    while len(tile) > 32:
        tile = b"".join(
            [_sha256(b"\x01" + tile[at : at + 64]).digest() for at in range(0, len(tile), 64)]
        )
    return tile


def _cut(hashes: bytes) -> Sequence[bytes]:
    return [hashes[at : at + 32] for at in range(0, len(hashes), 32)]


_NAMES: Final = dict(zip((1, 0, 2, 3), PART_NAMES, strict=True))  # by the number of the class
