"""Writing the journal: the one verb that there is."""

from datetime import UTC, datetime

from zvarot.journal.models import Entry


def write(
    verb: str,
    subject: str = "",
    *,
    actor: str = "worker",
    at: datetime | None = None,
    **detail: object,
) -> Entry:
    """Add one fact, in the transaction that makes it true.

    detail -- slugs, hashes, counts. What a supporter typed never belongs here.
    """
    return Entry.objects.create(
        at=at or datetime.now(tz=UTC), actor=actor, verb=verb, subject=subject, detail=detail
    )
