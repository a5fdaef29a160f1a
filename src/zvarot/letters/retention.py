"""Destroy the key to letters that have all gone: nothing is left that it could open."""

from datetime import UTC, datetime, timedelta

from zvarot.actions.models import Action
from zvarot.contract.audiences import TARGET
from zvarot.journal import services as journal
from zvarot.letters.models import Dispatch
from zvarot.letters.queueing import KIND
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.intake import PENDING_DAYS
from zvarot.signatures.models import Envelope


def destroy_spent_keys(now: datetime, keys: KeyFiles) -> int:
    """Destroy keys of actions that ended, once nobody can confirm any more and no text is left.

    Returns of how many actions. May be done again.
    """
    before = now.astimezone(UTC).date() - timedelta(days=PENDING_DAYS + 1)
    spent = 0
    for action in Action.objects.filter(kind=KIND, ended_on__lt=before):
        kept = Envelope.objects.filter(signature__action=action, audience=TARGET)
        is_used = kept.exclude(sealed=None).exists()
        if is_used or Dispatch.objects.filter(action=action, signature__isnull=False).exists():
            continue
        if keys.audience_secrets(action.pk, TARGET):
            keys.destroy_audience(action.pk, TARGET)
            journal.write("letters.key_destroyed", action.slug, at=now)
            spent += 1
    return spent
