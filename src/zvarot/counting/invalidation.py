"""Invalidations: taking off what turned out not to be people's own acts.

An object with conditions: previewed, approved by a second person, and only taken off a while
after that, so that it can still be cancelled. Its reason is public. What was taken off stays in
the ledger with a line below it that says so.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from zvarot.actions.models import Action
from zvarot.contract.record import Klass
from zvarot.counting import batches, proposals
from zvarot.counting.errors import CountRefused
from zvarot.counting.models import Batch, Invalidation
from zvarot.journal import services as journal
from zvarot.ledger.leaf import Type
from zvarot.signatures import additions, invalid
from zvarot.signatures.head import lock_head
from zvarot.signatures.models import Review

State = Invalidation.State


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What is to be taken off: a class with at least one more condition, or a whole batch."""

    klass: Klass | None = None
    from_day: date | None = None
    to_day: date | None = None
    review: Review | None = None
    tags: tuple[str, ...] = ()
    batch: Batch | None = None


def preview(action: Action, conditions: Conditions, now: datetime) -> int:
    """Return how many would be taken off. Raises CountRefused if the conditions say nothing."""
    _check(action, conditions, now)
    return _found(Invalidation(action=action, **_columns(conditions)))


@transaction.atomic
def propose(
    action: Action, conditions: Conditions, reason: str, *, by: str, role: str, now: datetime
) -> Invalidation:
    """Enter an invalidation; nothing happens before a second person has approved it.

    Raises CountRefused if there is nothing that meets the conditions.
    """
    found = preview(action, conditions, now)
    if not found:
        raise CountRefused("Nothing that is counted meets these conditions.")
    if not reason.strip():
        raise CountRefused("The public is told why. Write the reason.")
    made = Invalidation(action=action, reason=reason, found=found, **_columns(conditions))
    return proposals.entered(made, number=-found, by=by, role=role, now=now)


@transaction.atomic
def approve(invalidation: Invalidation, *, by: str, role: str, now: datetime) -> None:
    """Agree as the second person. It is taken off after the time in which it can be cancelled."""
    locked = proposals.seconded(invalidation, by=by, role=role, now=now)
    locked.due_at = now + timedelta(minutes=settings.ZVAROT_INVALIDATION_MINUTES)
    locked.save()


def take_off(now: datetime) -> int:
    """Do what was approved and is due; returns how many invalidations that were."""
    due = Invalidation.objects.filter(state=State.APPROVED, addition=None, due_at__lte=now)
    done = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        done += _take_off(pk)
    return done


@transaction.atomic
def _take_off(pk: int) -> bool:
    lock_head()  # before the rows, as the flush does it
    one = Invalidation.objects.select_for_update(of=("self",)).get(pk=pk)
    if one.state != State.APPROVED or one.addition is not None:
        return False
    found = _found(one)
    if found > one.found:
        # More than the second person agreed to: they are asked again.
        one.state, one.found, one.due_at = State.WAITING, found, None
        one.second_by = one.second_role = ""
        one.save()
        return False
    if one.batch is None:
        one.taken_tags = invalid.mark(_rows(one))
        found = len(one.taken_tags)
    one.taken = one.found = found
    if found:
        one.addition = additions.queue(
            one.action, Type.INVALIDATION, _klass(one), -found, _facts(one)
        )
    else:
        one.state = State.LAPSED
    one.save()
    journal.write("count.invalidated", one.action.slug, what=f"invalidation {pk}", number=found)
    return True


def _found(one: Invalidation) -> int:
    if one.batch is not None:
        # Its own number is part of what is spoken for already, once it is stored.
        return batches.remaining(one.batch) + (one.found if one.pk else 0)
    return len(_rows(one))


def _rows(one: Invalidation) -> invalid.Found:
    return invalid.matching(
        one.action_id,
        Klass(one.klass or 0),
        days=(one.from_day, one.to_day) if one.from_day and one.to_day else None,
        review=one.review_id,
        tags=tuple(one.tags),
    )


def _check(action: Action, conditions: Conditions, now: datetime) -> None:
    if conditions.batch is not None:
        if conditions.batch.action_id != action.pk or not conditions.batch.is_counted:
            raise CountRefused("Only a batch of this action that is in the ledger can go.")
        return
    narrows = conditions.from_day or conditions.review or conditions.tags
    if conditions.klass not in (Klass.CONFIRMED, Klass.UNCONFIRMED) or not narrows:
        raise CountRefused("Choose a class, and a period, a review or beginnings of tags.")
    _check_period(conditions, now)
    if any(len(tag) < 8 or set(tag) - set("0123456789abcdef") for tag in conditions.tags):
        raise CountRefused("The beginning of a tag has 8 or more of the characters 0-9 and a-f.")


def _check_period(conditions: Conditions, now: datetime) -> None:
    first, last = conditions.from_day, conditions.to_day
    if bool(first) != bool(last):
        raise CountRefused("A period has a first day and a last day.")
    if first and last and not first <= last < now.astimezone(UTC).date():
        raise CountRefused("The period lies before today: today's number still grows.")


def _columns(conditions: Conditions) -> dict[str, object]:
    return {**vars(conditions), "tags": list(conditions.tags)}


def _klass(one: Invalidation) -> Klass:
    return batches.klass_of(one.batch) if one.batch is not None else Klass(one.klass or 0)


def _facts(one: Invalidation) -> dict[str, object]:
    """Say what is published. A domain is not: it could be a small organisation's own."""
    batch = one.batch
    addition = batch.addition if batch is not None else None
    return {
        "action": one.action.slug,
        "invalidation": one.pk,
        "value": -one.taken,
        "reason": one.reason,
        "from": one.from_day.isoformat() if one.from_day else None,
        "to": one.to_day.isoformat() if one.to_day else None,
        "held_for_review": one.review_id is not None,
        "by_tag": bool(one.tags),
        "corrects_leaf": addition.index if addition is not None else None,
        "entered_by": one.entered_role,
        "checked_by": one.second_role,
    }
