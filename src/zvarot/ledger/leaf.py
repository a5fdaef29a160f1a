"""One line of the ledger: 96 bytes that move one action's count, or record a fact about it.

```
off len                                off len
 0   1  version = 1                    12   4  flush day, days since 1970-01-01 UTC
 1   1  type                           16   8  value: what it adds to the count, signed
 2   1  class                          24  32  tag
 3   1  zero                           56  32  body
 4   8  action number (0 = the site)   88   8  actor or key id, or zeros
```
All numbers are big-endian. Nothing in a leaf is derived from a person: tag and body are
hashes of random secrets, of ciphertext, or of a document that the organisation publishes.
Source: docs/explain/counting.md
"""

import struct
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from zvarot.contract.record import Klass
from zvarot.ledger.errors import LeafInvalid

SIZE = 96
VERSION = 1
ZEROS = bytes(32)
NOBODY = bytes(8)

_LAYOUT = struct.Struct(">BBBBQIq32s32s8s")
_EPOCH = date(1970, 1, 1).toordinal()


class Type(IntEnum):
    SIGNATURE = 1  # +1: tag = leaf tag of the receipt, body = hash of the envelopes
    WITHDRAWAL = 2  # -1: only the holder of the receipt can tell whose
    PAPER = 3  # +n: tag = evidence manifest, body = encrypted evidence
    INVALIDATION = 4  # -n: body = public reason
    CORRECTION = 5  # +n or -n: body = public note
    MANIFEST = 6  # 0: promise, keys and bundle as published
    CANARY = 7  # 0: reserved
    CLOSE = 8  # 0: after it only withdrawals, invalidations, corrections, statements
    STATEMENT = 9  # 0: a delivery, a purge, an audit


_TYPES: Final = {int(one): one for one in Type}  # a third of the time of calling the enum
_CLASSES: Final = {int(one): one for one in Klass}

AFTER_CLOSE: Final = frozenset(
    {Type.WITHDRAWAL, Type.INVALIDATION, Type.CORRECTION, Type.STATEMENT}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """One entry of the log.

    day -- when it was appended, in days since 1970-01-01 UTC; `day_number` gives it.
    value -- what it adds to the action's count.
    """

    type: Type
    klass: Klass
    action_id: int
    day: int
    value: int
    tag: bytes = ZEROS
    body: bytes = ZEROS
    actor: bytes = NOBODY

    def pack(self) -> bytes:
        """Give the 96 bytes. Raises LeafInvalid if the leaf breaks the rules of its type."""
        _check_room(self)
        _check_rules(self)
        return _LAYOUT.pack(
            VERSION,
            self.type,
            self.klass,
            0,
            self.action_id,
            self.day,
            self.value,
            self.tag,
            self.body,
            self.actor,
        )


def unpack(data: bytes) -> Leaf:
    """Read 96 bytes back. Raises LeafInvalid for anything that `pack` would not have written."""
    if len(data) != SIZE:
        raise LeafInvalid(f"A leaf has {SIZE} bytes, this one has {len(data)}.")
    version, type_, klass, zero, action_id, day, value, tag, body, actor = _LAYOUT.unpack(data)
    if version != VERSION or zero != 0:
        raise LeafInvalid(
            f"This leaf has version {version} and reserved byte {zero}; "
            f"this program reads version {VERSION} with 0."
        )
    if type_ not in _TYPES or klass not in _CLASSES:
        raise LeafInvalid(f"No leaf has type {type_} and class {klass}.")
    leaf = Leaf(
        type=_TYPES[type_],
        klass=_CLASSES[klass],
        action_id=action_id,
        day=day,
        value=value,
        tag=tag,
        body=body,
        actor=actor,
    )
    _check_rules(leaf)
    return leaf


def day_number(day: date) -> int:
    """Give days since 1970-01-01, as leaves carry them."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """Give the date of a leaf's day number."""
    return date.fromordinal(number + _EPOCH)


def _check_room(leaf: Leaf) -> None:
    if (len(leaf.tag), len(leaf.body), len(leaf.actor)) != (32, 32, 8):
        raise LeafInvalid("Tag and body of a leaf have 32 bytes each, the actor has 8.")
    if not (0 <= leaf.action_id < 1 << 64 and 0 <= leaf.day < 1 << 32):
        raise LeafInvalid(f"Action {leaf.action_id} or day {leaf.day} does not fit in a leaf.")
    if not -(1 << 63) <= leaf.value < 1 << 63:
        raise LeafInvalid(f"Value {leaf.value} does not fit in a leaf.")


def _check_rules(leaf: Leaf) -> None:
    if not _value_fits(leaf.type, leaf.value):
        raise LeafInvalid(
            f"A leaf of type {leaf.type.name.lower()} cannot have the value {leaf.value:+d}."
        )
    if leaf.value and not leaf.action_id:
        raise LeafInvalid("A leaf of the whole site counts nothing; name the action it is for.")
    if (leaf.type is Type.PAPER) and leaf.klass not in (Klass.PAPER, Klass.PARTNER):
        raise LeafInvalid("A paper batch counts as paper, or as a partner's figure.")
    if leaf.type is Type.SIGNATURE and leaf.klass is Klass.PAPER:
        raise LeafInvalid("A signature given online cannot count as paper.")


def _value_fits(kind: Type, value: int) -> bool:
    if kind is Type.SIGNATURE:
        return value == 1
    if kind is Type.WITHDRAWAL:
        return value == -1
    if kind is Type.PAPER:
        return value > 0
    if kind is Type.INVALIDATION:
        return value < 0
    if kind is Type.CORRECTION:
        return value != 0
    return value == 0
