"""Looking for leaves that stand twice: whoever signs or withdraws has a tag of their own.

A receipt has one leaf, and one more if it is given in. A signature that was counted a second time
by mistake, or copied to look like another one, has a tag that the log has already. Of paper,
corrections and other leaves this cannot be said: their tags are hashes of documents.
"""

import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from zvarot.ledger.leaf import SIZE, Type

STEP: Final = SIZE + 2
_TAG: Final = struct.Struct(">26x32s40x")
_TYPE_AT: Final = 3
_HAS_OWN_TAG: Final = frozenset({Type.SIGNATURE, Type.WITHDRAWAL})


class Twins:
    """The tags of a log as far as it has been read: 80 bytes of memory for each leaf."""

    def __init__(self) -> None:
        self._rows: list[Sequence[bytes]] = []

    def add(self, bundle: bytes) -> None:
        """Take the tags of a bundle that `Recount` has found to be whole."""
        types = bundle[_TYPE_AT::STEP]
        tags = chain.from_iterable(_TAG.iter_unpack(bundle))
        if set(types) <= _HAS_OWN_TAG:
            self._rows.append(tuple(tags))
        else:
            pairs = zip(types, tags, strict=True)
            self._rows.append(tuple(tag for kind, tag in pairs if kind in _HAS_OWN_TAG))

    def problems(self) -> Iterator[str]:
        """Say of each tag that stands more than once, in which leaves it does."""
        if len(set(self._all())) == sum(map(len, self._rows)):
            return
        for tag, times in Counter(self._all()).items():
            if times > 1:
                yield (
                    f"{times} leaves have the tag {tag.hex()}; "
                    "each signature and each withdrawal has one of its own."
                )

    def _all(self) -> Iterator[bytes]:
        return chain.from_iterable(self._rows)
