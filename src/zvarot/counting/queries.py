"""Questions about what staff have added to a count, and what waits for them."""

from zvarot.actions.models import Action
from zvarot.counting.models import Batch, Correction, Invalidation, Proposal
from zvarot.signatures.models import Review


def waiting(action: Action) -> int:
    """Return how many proposals wait for a second person."""
    return sum(
        model._default_manager.filter(action=action, state=Proposal.State.WAITING).count()
        for model in (Batch, Correction, Invalidation)
    )


def held(action: Action) -> int:
    """Return how many reviews wait for a decision."""
    return Review.objects.filter(action=action, state=Review.State.HELD).count()
