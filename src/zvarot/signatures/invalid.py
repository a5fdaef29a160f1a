"""Finding counted signatures by what their leaves say, and marking them as not valid.

A row knows no day. Its leaf does: so the days of a period are looked up in the ledger.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from zvarot.contract.record import Klass
from zvarot.ledger.leaf import Type, day_number, unpack
from zvarot.signatures.models import Leaf, Signature
from zvarot.signatures.queries import leaves, log_size

Found = dict[int, bytes]  # row → tag of its leaf
State = Signature.State
_CHUNK = 500


def matching(
    action_id: int,
    klass: Klass,
    *,
    days: tuple[date, date] | None,
    review: int | None,
    tags: Sequence[str],
) -> Found:
    """Return the counted signatures that meet all the conditions given.

    days -- first and last day of their leaves. tags -- beginnings of leaf tags, in hex.
    """
    rows = Signature.objects.filter(action=action_id, klass=klass, state=State.COUNTED)
    if review is not None:
        rows = rows.filter(review=review)
    of_days = set(_tags(action_id, *days)) if days is not None else None
    begins = tuple(tags)
    return {
        pk: bytes(tag)
        for pk, tag in rows.values_list("pk", "leaf_tag")
        if (of_days is None or bytes(tag) in of_days)
        and (not begins or bytes(tag).hex().startswith(begins))
    }


def mark(found: Found) -> list[str]:
    """Mark signatures as not valid, and return the tags of their leaves in hex.

    To be called with the head locked: then nobody withdraws them in between.
    """
    pks = list(found)
    for first in range(0, len(pks), _CHUNK):
        chunk = pks[first : first + _CHUNK]
        Signature.objects.filter(pk__in=chunk).update(state=State.INVALID)
    return sorted(tag.hex() for tag in found.values())


def restore(tags: Sequence[str]) -> int:
    """Let signatures count again whose leaves have these tags; returns how many are left."""
    restored = 0
    for first in range(0, len(tags), _CHUNK):
        chunk = [bytes.fromhex(tag) for tag in tags[first : first + _CHUNK]]
        rows = Signature.objects.filter(leaf_tag__in=chunk, state=State.INVALID)
        restored += rows.update(state=State.COUNTED)
    return restored


def _tags(action_id: int, first: date, last: date) -> Iterable[bytes]:
    start, end = _first_of(day_number(first)), _first_of(day_number(last) + 1)
    for leaf in map(unpack, leaves(start, end)):
        if leaf.action_id == action_id and leaf.type is Type.SIGNATURE:
            yield leaf.tag


def _first_of(day: int) -> int:
    """Return the index of the first leaf of a day or a later one; days never go back."""
    low, high = 0, log_size()
    while low < high:
        middle = (low + high) // 2
        if unpack(bytes(Leaf.objects.get(index=middle).packed)).day < day:
            low = middle + 1
        else:
            high = middle
    return low
