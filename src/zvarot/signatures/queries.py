"""Questions about signatures and their count."""

from collections.abc import Iterator

from django.db.models import QuerySet

from zvarot.actions.models import Action
from zvarot.contract.counts import Parts
from zvarot.contract.record import Klass
from zvarot.ledger.leaf import Type, unpack
from zvarot.signatures.models import Leaf, LogHead, Signature, Tally, Withdrawal

CHUNK = 10_000


def parts(action: Action) -> Parts:
    """Return the count of an action by class: the sum of its leaves."""
    totals = Tally.objects.filter(action=action).values_list("klass", "total")
    return Parts.from_json({Klass(klass).name.lower(): total for klass, total in totals})


def deliverable(action: Action) -> QuerySet[Signature]:
    """Return the signatures whose answers may be delivered: confirmed, and in the ledger."""
    return Signature.objects.filter(
        action=action, state=Signature.State.COUNTED, klass=Signature.Class.CONFIRMED
    )


def pending(action: Action) -> int:
    """Return how many wait for their mailed link to be used. Never part of the count."""
    return Signature.objects.filter(action=action, state=Signature.State.PENDING).count()


def log_size() -> int:
    """Return how many leaves the ledger has."""
    head = LogHead.objects.filter(pk=1).first()
    return head.size if head else 0


def has_withdrawn_since(action: Action, size: int) -> bool:
    """Tell whether somebody withdrew, or was taken off, after the ledger had this size."""
    if Withdrawal.objects.filter(action=action).exists():
        return True
    later = map(unpack, leaves(size, log_size()))
    gone = {Type.WITHDRAWAL, Type.INVALIDATION}
    return any(leaf.type in gone and leaf.action_id == action.pk for leaf in later)


def leaves(start: int, end: int) -> Iterator[bytes]:
    """Return the bytes of the leaves from index `start` up to but without `end`, in order."""
    for first in range(start, end, CHUNK):
        rows = Leaf.objects.filter(index__gte=first, index__lt=min(first + CHUNK, end))
        for packed in rows.order_by("index").values_list("packed", flat=True):
            yield bytes(packed)
