"""Erase messages whose time is over, and the keys that nothing needs any more."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from zvarot.actions.models import Action
from zvarot.contract.audiences import MODERATOR, RECIPIENT
from zvarot.contract.promise import Promise
from zvarot.journal import services as journal
from zvarot.moderation import queries
from zvarot.moderation.erasing import erase_for_moderators, erase_for_recipient
from zvarot.moderation.models import Batch, Likeness, Message
from zvarot.moderation.services import UNDO_DAYS
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.intake import PENDING_DAYS
from zvarot.signatures.models import Envelope

State = Message.State


def erase_kept(now: datetime, *, keys: KeyFiles) -> Counter[str]:
    """Erase what may not be kept any longer; returns how much of what. May be done again."""
    today = now.astimezone(UTC).date()
    result: Counter[str] = Counter()
    for action in queries.with_messages():
        counted: Counter[str] = Counter(decided=_decided(action, today), sent=_sent(action, today))
        if action.ended_on and action.ended_on + timedelta(days=PENDING_DAYS + 1) < today:
            counted["keys"] = _spent_keys(action, keys)
        result += counted
        if counted.total():
            told: dict[str, Any] = {name: count for name, count in counted.items() if count}
            journal.write("messages.erased", action.slug, at=now, **told)
    return result


@transaction.atomic
def _decided(action: Action, today: date) -> int:
    """Erase moderators' copies once the time to take the decision back is over."""
    before = today - timedelta(days=UNDO_DAYS)
    done = Message.objects.filter(
        action=action,
        state__in=(State.APPROVED, State.REFUSED),
        decided_on__lte=before,
        erased_on=None,
    )
    return erase_for_moderators(list(done.values_list("pk", flat=True)), today)


def _sent(action: Action, today: date) -> int:
    """Erase what was sent, when the promised days are over."""
    before = today - timedelta(days=_days(action))
    erased = 0
    for batch in Batch.objects.filter(action=action, sent_on__lt=before, erased_on=None):
        with transaction.atomic():
            pks = list(batch.items.values_list("message_id", flat=True))
            erase_for_recipient(pks)
            Batch.objects.filter(pk=batch.pk).update(erased_on=today)
        erased += len(pks)
    return erased


def _days(action: Action) -> int:
    """Return the shortest time that any page of the action promised, in days."""
    promises = map(Promise.from_json, action.promised.values_list("promise", flat=True))
    lines = [line for promise in promises for line in promise.of(RECIPIENT)]
    return min((line.days for line in lines if line.fields), default=0)


def _spent_keys(action: Action, keys: KeyFiles) -> int:
    """Destroy the keys of an action that has ended, each when nothing is left for it to open."""
    waiting = Message.objects.filter(action=action, state__in=(State.WAITING, State.HELD))
    if waiting.exists():
        return 0
    if Likeness.objects.filter(action=action).exists():
        Likeness.objects.filter(action=action).delete()
    keys.destroy_likeness(action.pk)
    spent = 0
    for audience in (MODERATOR, RECIPIENT):
        kept = Envelope.objects.filter(signature__action=action, audience=audience)
        is_used = kept.exclude(sealed=None).exists()
        if not is_used and keys.audience_secrets(action.pk, audience):
            keys.destroy_audience(action.pk, audience)
            spent += 1
    return spent
