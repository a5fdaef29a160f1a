"""Letting go what was held for review, or erasing it: a person has looked."""

from datetime import date, timedelta

from django.db import transaction

from zvarot.journal import services as journal
from zvarot.signatures.models import Review, Signature
from zvarot.signatures.services import erase

State = Review.State
KEPT = timedelta(days=30)


def held(review: Review) -> int:
    """Return how many confirmed signatures wait for the decision."""
    return Signature.objects.filter(review=review, state=Signature.State.REVIEW).count()


@transaction.atomic
def release(review: Review, *, by: str) -> int:
    """Let them count, and those that come later; returns how many waited."""
    locked = Review.objects.select_for_update().get(pk=review.pk)
    rows = Signature.objects.filter(review=locked, state=Signature.State.REVIEW)
    count = rows.update(state=Signature.State.CONFIRMED)
    _settle(locked, State.RELEASED)
    journal.write("review.released", locked.action.slug, actor=by, review=locked.pk, number=count)
    return count


@transaction.atomic
def drop(review: Review, *, by: str) -> int:
    """Erase them; they were never counted. Returns how many waited."""
    locked = Review.objects.select_for_update().get(pk=review.pk)
    pks = list(
        Signature.objects.filter(review=locked, state=Signature.State.REVIEW).values_list(
            "pk", flat=True
        )
    )
    erase(pks)
    _settle(locked, State.DROPPED)
    journal.write("review.dropped", locked.action.slug, actor=by, review=locked.pk, number=len(pks))
    return len(pks)


def forget(today: date) -> None:
    """Erase reviews that were decided a month ago: nobody needs to know which rows they held."""
    Review.objects.filter(day__lt=today - KEPT).exclude(state=State.HELD).delete()


def _settle(review: Review, state: Review.State) -> None:
    review.state = state
    review.save(update_fields=["state"])
