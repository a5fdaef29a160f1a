"""The head of the stored ledger: the one row that everything that appends has to lock."""

from zvarot.ledger.merkle import EMPTY_ROOT, CompactRange
from zvarot.signatures.models import LogHead


def lock_head() -> LogHead:
    """Keep other flushes waiting until the transaction ends; the head is made at the first call."""
    LogHead.objects.get_or_create(
        pk=1, defaults={"frontier": CompactRange().to_bytes(), "root": EMPTY_ROOT}
    )
    return LogHead.objects.select_for_update().get(pk=1)
