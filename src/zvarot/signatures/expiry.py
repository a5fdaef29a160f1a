"""Erasing what has had its time: pending rows, addresses, tokens, old keys.

One purge does all of it and may run at any time, as often as it likes.
Source: docs/explain/threat-model.md, the table of lives
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import BinaryField
from django.db.models.functions import Substr

from zvarot.actions.models import Action
from zvarot.actions.queries import current_state
from zvarot.contract.audiences import POSTMAN, PUBLIC
from zvarot.journal import queries as journal_entries
from zvarot.journal import services as journal
from zvarot.outbox import services as outbox
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures import figures, reviews, trends
from zvarot.signatures.intake import PENDING_DAYS
from zvarot.signatures.models import (
    Dedup,
    EarlyWithdrawal,
    Envelope,
    MailWindow,
    Signature,
    Suppression,
)
from zvarot.signatures.services import erase

DEAD_LETTER_LIFE = timedelta(days=14)
_CHUNK = 1000
_ENDED = (Action.State.CLOSED, Action.State.WON, Action.State.ARCHIVED)


def expire(now: datetime, *, keys: KeyFiles) -> Counter[str]:
    """Erase everything whose time is over; returns how much of what.

    Writes one journal entry a day, so that a purge that no longer runs is noticed.
    """
    today = now.astimezone(UTC).date()
    result: Counter[str] = Counter()
    result["pending"] = _pending(today)
    result["keys"] = _postman_keys(keys, now)
    result["addresses"] = _addresses_without_key(keys)
    result["tokens"] = _tokens(keys, now, today)
    result["countries"] = _untold_countries()
    Suppression.objects.filter(until__lt=today).delete()
    MailWindow.objects.filter(until__lt=now).delete()
    EarlyWithdrawal.objects.filter(until__lt=today).delete()
    trends.forget(now)
    reviews.forget(today)
    outbox.forget_dead(now - DEAD_LETTER_LIFE)
    last = journal_entries.latest("purge.done")
    if last is None or last.at.astimezone(UTC).date() != today or any(result.values()):
        counted: dict[str, Any] = {name: count for name, count in result.items() if count}
        journal.write("purge.done", at=now, **counted)
    return result


def _pending(today: date) -> int:
    """Erase pending rows whose link has expired."""
    removed = 0
    while True:
        with transaction.atomic():
            rows = Signature.objects.select_for_update().filter(
                expires_on__lt=today, state=Signature.State.PENDING
            )
            pks = list(rows.order_by("row_id").values_list("pk", flat=True)[:_CHUNK])
            erase(pks)
        removed += len(pks)
        if len(pks) < _CHUNK:
            return removed


def _postman_keys(keys: KeyFiles, now: datetime) -> int:
    due = keys.postman_due_for_destruction(now)
    for key_id in due:
        keys.destroy_postman(key_id)
    return len(due)


@transaction.atomic
def _addresses_without_key(keys: KeyFiles) -> int:
    """Erase envelopes of addresses that no key opens any more.

    A message that waits for one finds nothing and is dropped.
    """
    alive = [secret.public.key_id for secret in keys.postman_secrets()]
    letters = Envelope.objects.filter(audience=POSTMAN).exclude(sealed=None)
    # Bytes 65 to 72 of an envelope name its key.
    letters = letters.annotate(key_id=Substr("sealed", 65, 8, output_field=BinaryField()))
    return letters.exclude(key_id__in=alive).update(sealed=None)


def _untold_countries() -> int:
    """Erase countries that nobody is told any more, as their action has another promise now."""
    telling = [action.pk for action in figures.actions()]
    left = Envelope.objects.filter(audience=PUBLIC, sealed__isnull=False)
    return left.exclude(signature__action__in=telling).update(sealed=None)


def _countries(action: Action, keys: KeyFiles) -> None:
    """Destroy the key to the countries of an action that has ended, once all are added up."""
    left = Envelope.objects.filter(audience=PUBLIC, sealed__isnull=False, signature__action=action)
    if not left.exists():
        keys.destroy_audience(action.pk, PUBLIC)


def _tokens(keys: KeyFiles, now: datetime, today: date) -> int:
    """Note which actions have ended; a week later destroy their tokens and the key to them.

    The week is for links that are still in people's mailboxes.
    """
    removed = 0
    for action in Action.objects.filter(state__in=[Action.State.OPEN, *_ENDED]):
        if current_state(action, now) not in _ENDED:
            continue
        if action.ended_on is None:
            Action.objects.filter(pk=action.pk, ended_on=None).update(ended_on=today)
        elif action.ended_on + timedelta(days=PENDING_DAYS) < today:
            count, _ = Dedup.objects.filter(action=action).delete()
            keys.destroy_dedup(action.pk)
            _countries(action, keys)
            removed += count
    return removed
