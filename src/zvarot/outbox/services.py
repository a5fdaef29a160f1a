"""Queueing work and doing it: at least once, by leases, with back-off and dead letters.

A message is queued in the transaction that causes it. A worker claims it for a while; done,
its row goes. A worker that dies leaves the lease to run out, and the next one takes over.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom

from django.db import connection, transaction

from zvarot.outbox.bulk import insert_new, moment, table
from zvarot.outbox.models import Message, Pace

LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
_RANDOM = SystemRandom()
_COLUMNS = ("kind", "ref", "key", "not_before", "attempts", "lease", "dead_reason")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to queue. Queued twice under one key, it is one message."""

    kind: str
    ref: str
    key: str
    not_before: datetime


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A message that this worker may work on until its lease runs out."""

    id: int
    kind: str
    ref: str
    attempts: int
    lease: str


def queue(orders: Iterable[Order]) -> None:
    """Queue the orders, in the transaction that makes them true."""
    insert_new(
        Message,
        _COLUMNS,
        [(one.kind, one.ref, one.key, moment(one.not_before), 0, "", "") for one in orders],
    )


def claim(kinds: Sequence[str], limit: int, *, now: datetime) -> list[Claimed]:
    """Take up to `limit` due messages of these kinds, oldest first.

    Two workers never get the same message while a lease runs: PostgreSQL skips rows that the
    other one is taking, SQLite lets one statement write at a time.
    """
    skip = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update else ""
    lease = secrets.token_hex(16)
    marks = ", ".join(["%s"] * len(kinds))
    sql = (
        f"UPDATE {table(Message)} SET lease_until = %s, lease = %s, attempts = attempts + 1"  # noqa: S608  our own names
        f" WHERE id IN (SELECT id FROM {table(Message)} WHERE dead_reason = ''"
        f" AND not_before <= %s AND (lease_until IS NULL OR lease_until < %s)"
        f" AND kind IN ({marks}) ORDER BY not_before LIMIT %s {skip})"
        " RETURNING id, kind, ref, attempts"
    )
    values = [moment(now + LEASE), lease, moment(now), moment(now), *kinds, limit]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    return [
        Claimed(id=id_, kind=kind, ref=ref, attempts=attempts, lease=lease)
        for id_, kind, ref, attempts in rows
    ]


def is_held(message: Claimed) -> bool:
    """Tell whether this worker still holds the message: its lease may have run out."""
    return Message.objects.filter(pk=message.id, lease=message.lease).exists()


def done(message: Claimed) -> bool:
    """Forget a message that was worked on. Returns whether this worker still held it."""
    removed, _ = Message.objects.filter(pk=message.id, lease=message.lease).delete()
    return bool(removed)


def hold(message: Claimed, until: datetime) -> None:
    """Put a message back: it was not its turn. That is no attempt."""
    _put_back(message, until, attempts=message.attempts - 1)


def retry(message: Claimed, *, now: datetime) -> None:
    """Put a message back after a failure; it waits longer each time, with some jitter."""
    longest = min(FIRST_WAIT * 2 ** min(message.attempts - 1, 12), LONGEST_WAIT)
    _put_back(message, now + longest * _RANDOM.uniform(0.5, 1.0), attempts=message.attempts)


def bury(message: Claimed, reason: str) -> None:
    """Give a message up. The row stays for the operator; `reason` holds no personal data."""
    Message.objects.filter(pk=message.id, lease=message.lease).update(
        dead_reason=reason[:100], lease="", lease_until=None
    )


def cancel(keys: Iterable[str]) -> None:
    """Drop messages whose cause is gone."""
    Message.objects.filter(key__in=list(keys)).delete()


def forget_dead(before: datetime) -> int:
    """Remove dead letters that were due before this moment; returns how many."""
    removed, _ = Message.objects.filter(not_before__lt=before).exclude(dead_reason="").delete()
    return removed


@transaction.atomic
def take_pace(name: str, wanted: int, *, per_hour: int, now: datetime) -> int:
    """Return how many of `wanted` messages may go out now, and count them as sent.

    One budget for all workers; the excess waits in the queue.
    """
    Pace.objects.get_or_create(name=name, defaults={"since": now})
    pace = Pace.objects.select_for_update().get(name=name)
    if not timedelta(0) <= now - pace.since < timedelta(hours=1):  # a clock may go back, too
        pace.since, pace.used = now, 0
    granted = max(0, min(wanted, per_hour - pace.used))
    pace.used += granted
    pace.save()
    return granted


def _put_back(message: Claimed, not_before: datetime, *, attempts: int) -> None:
    Message.objects.filter(pk=message.id, lease=message.lease).update(
        not_before=not_before, attempts=attempts, lease="", lease_until=None
    )
