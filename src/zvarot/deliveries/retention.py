"""Erase what an audience was promised once the promised time is over, and destroy its key."""

from datetime import UTC, datetime

from zvarot.actions.models import Action
from zvarot.deliveries import queries
from zvarot.journal import services as journal
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Envelope


def erase_kept(now: datetime, *, keys: KeyFiles) -> int:
    """Erase what may not be kept any longer; returns how many envelopes. May be done again."""
    erased = 0
    for action_id, audience in queries.erasable(now.astimezone(UTC).date()):
        kept = Envelope.objects.filter(signature__action=action_id, audience=audience)
        count = kept.exclude(sealed=None).update(sealed=None)
        keys.destroy_audience(action_id, audience)
        if count:
            slug = Action.objects.get(pk=action_id).slug
            journal.write("answers.erased", slug, at=now, audience=audience, envelopes=count)
        erased += count
    return erased
