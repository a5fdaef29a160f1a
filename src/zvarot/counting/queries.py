"""Questions about a count: what staff have added, what waits for them, what others are told."""

from typing import Any

from zvarot.actions.models import Action
from zvarot.counting.models import Batch, Correction, Invalidation, Proposal
from zvarot.signatures import queries as signatures
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


def osdi_totals(action: Action) -> dict[str, Any]:
    """Return the numbers of an OSDI petition or, for other kinds, of an advocacy campaign.

    OSDI has one total for all classes; they stand beside it under our own prefix. All of it is
    the sum of leaves, as everywhere else.
    Source: OSDI API documentation, resources petition and advocacy_campaign
    """
    parts = signatures.parts(action)
    total = "total_signatures" if action.kind == "petition" else "total_outreaches"
    return {total: parts.total, "zvarot:parts": parts.to_json()}
