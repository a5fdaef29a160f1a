"""Questions about the outbox."""

from datetime import datetime

from django.db.models import Min, QuerySet

from zvarot.outbox.models import Message


def waiting(kind: str | None = None) -> QuerySet[Message]:
    """Return the messages that are still to be worked on."""
    messages = Message.objects.filter(dead_reason="")
    return messages.filter(kind=kind) if kind else messages


def dead() -> QuerySet[Message]:
    """Return the messages that were given up, newest first."""
    return Message.objects.exclude(dead_reason="").order_by("-pk")


def oldest_due(now: datetime) -> datetime | None:
    """Return since when the oldest due message waits: a queue that lags behind shows here."""
    oldest: datetime | None = (
        waiting().filter(not_before__lte=now).aggregate(oldest=Min("not_before"))["oldest"]
    )
    return oldest
