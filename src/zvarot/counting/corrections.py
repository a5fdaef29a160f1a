"""Corrections: what was counted is counted again, and the difference has a line and a reason."""

from datetime import datetime

from django.db import transaction

from zvarot.contract.record import Klass
from zvarot.counting import batches, proposals
from zvarot.counting.errors import CountRefused
from zvarot.counting.models import Batch, Correction, Invalidation
from zvarot.ledger.leaf import Type
from zvarot.signatures import additions
from zvarot.signatures.invalid import restore

State = Correction.State


@transaction.atomic
def correct(
    batch: Batch, value: int, reason: str, *, by: str, role: str, now: datetime
) -> Correction:
    """Add to a batch that was counted, or take from it, and say why.

    Raises CountRefused if it is not in the ledger yet, or less than nothing would be left.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not batch.is_counted:
        raise CountRefused("This batch is not in the ledger yet. Take it back, and enter it anew.")
    if not value or batches.remaining(batch) + value < 0:
        raise CountRefused(
            f"A correction is not 0, and leaves nothing below 0. "
            f"Of this batch {batches.remaining(batch):,} are left."
        )
    made = Correction(action=batch.action, batch=batch, value=value, reason=reason)
    return _entered(made, by=by, role=role, now=now)


@transaction.atomic
def undo(
    invalidation: Invalidation, reason: str, *, by: str, role: str, now: datetime
) -> Correction:
    """Count again what an invalidation took off; a second person always approves.

    Raises CountRefused if it is not in the ledger, or was undone before.
    """
    locked = Invalidation.objects.select_for_update(of=("self",)).get(pk=invalidation.pk)
    before = Correction.objects.filter(invalidation=locked).exclude(state=State.CANCELLED)
    if not locked.is_counted or before.exists():
        raise CountRefused("Only what an invalidation took off can be counted again, and once.")
    made = Correction(action=locked.action, invalidation=locked, value=locked.taken, reason=reason)
    return proposals.entered(made, number=locked.taken, by=by, role=role, now=now)


@transaction.atomic
def approve(correction: Correction, *, by: str, role: str, now: datetime) -> None:
    """Agree to a correction as the second person."""
    _queue(proposals.seconded(correction, by=by, role=role, now=now))


def _entered(made: Correction, *, by: str, role: str, now: datetime) -> Correction:
    proposals.entered(made, number=made.value, by=by, role=role, now=now)
    if not proposals.needs_second(made.action, made.value):
        _queue(made)
    return made


def _queue(correction: Correction) -> None:
    correction.state = State.APPROVED
    undone = correction.invalidation
    if undone is not None and undone.batch is None:
        # Who withdrew in the meantime stays away.
        correction.value = restore(undone.taken_tags)
    if not correction.value:
        correction.state = State.LAPSED
    else:
        correction.addition = additions.queue(
            correction.action,
            Type.CORRECTION,
            _klass(correction),
            correction.value,
            _facts(correction),
        )
    correction.save()


def _klass(correction: Correction) -> Klass:
    undone = correction.invalidation
    batch = undone.batch if undone is not None else correction.batch
    if batch is not None:
        return batches.klass_of(batch)
    return Klass(undone.klass if undone is not None and undone.klass is not None else 0)


def _facts(correction: Correction) -> dict[str, object]:
    undone, batch = correction.invalidation, correction.batch
    corrected = undone or batch
    addition = corrected.addition if corrected is not None else None
    return {
        "action": correction.action.slug,
        "correction": correction.pk,
        "value": correction.value,
        "reason": correction.reason,
        "corrects_leaf": addition.index if addition is not None else None,
        "entered_by": correction.entered_role,
        "checked_by": correction.second_role,
    }
