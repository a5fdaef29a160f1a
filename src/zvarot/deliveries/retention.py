"""Erase what an audience was promised once the promised time is over, and destroy its key."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import transaction

from zvarot.actions.models import Action
from zvarot.deliveries import queries
from zvarot.deliveries.models import Delivery
from zvarot.journal import services as journal
from zvarot.ledger.leaf import Type, unpack
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Envelope
from zvarot.signatures.queries import leaves

_CHUNK = 500


def erase_kept(now: datetime, *, keys: KeyFiles) -> int:
    """Erase what may not be kept any longer; returns how many envelopes. May be done again."""
    today = now.astimezone(UTC).date()
    erased = sum(_erase_used(delivery, now) for delivery in queries.used_up(today))
    for action_id, audience in queries.erasable(today):
        kept = Envelope.objects.filter(signature__action=action_id, audience=audience)
        count = kept.exclude(sealed=None).update(sealed=None)
        keys.destroy_audience(action_id, audience)
        if count:
            slug = Action.objects.get(pk=action_id).slug
            journal.write("answers.erased", slug, at=now, audience=audience, envelopes=count)
        erased += count
    return erased


@transaction.atomic
def _erase_used(delivery: Delivery, now: datetime) -> int:
    """Erase the envelopes of those who stood in the ledger when this delivery was made."""
    kept = Envelope.objects.filter(
        signature__action=delivery.action_id, audience=delivery.audience
    ).exclude(sealed=None)
    count = sum(
        kept.filter(signature__leaf_tag__in=tags).update(sealed=None) for tags in _tags(delivery)
    )
    Delivery.objects.filter(pk=delivery.pk).update(erased_on=now.astimezone(UTC).date())
    if count:
        journal.write(
            "answers.erased",
            delivery.action.slug,
            at=now,
            audience=delivery.audience,
            envelopes=count,
            delivery=delivery.pk,
        )
    return count


def _tags(delivery: Delivery) -> Iterator[list[bytes]]:
    """Give the tags of the action's signatures in the ledger as it was then, in chunks."""
    tags: list[bytes] = []
    for packed in leaves(0, delivery.log_size):
        leaf = unpack(packed)
        if leaf.action_id == delivery.action_id and leaf.type == Type.SIGNATURE:
            tags.append(leaf.tag)
        if len(tags) == _CHUNK:
            yield tags
            tags = []
    yield tags
