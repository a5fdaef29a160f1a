"""The way of everything that staff add or take off: entered, approved, taken back.

Above a limit, and always from guarded up, a second person approves. Until its leaf is in the
ledger all of it can be taken back; after that only a correction can follow.
"""

from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import transaction

from zvarot.actions.models import Action
from zvarot.counting.errors import CountRefused
from zvarot.counting.models import Proposal
from zvarot.journal import services as journal
from zvarot.signatures import additions
from zvarot.signatures.head import lock_head

State = Proposal.State
Kind = TypeVar("Kind", bound=Proposal)


def needs_second(action: Action, number: int) -> bool:
    """Tell whether one person may not do this alone."""
    is_standard = action.level == Action.Level.STANDARD
    return not is_standard or abs(number) > settings.ZVAROT_SECOND_PERSON_ABOVE


def entered(proposal: Kind, *, number: int, by: str, role: str, now: datetime) -> Kind:
    """Store what somebody entered, inside the transaction of the caller."""
    if proposal.action.state in (Action.State.DRAFT, Action.State.ARCHIVED):
        raise CountRefused(
            f"The action {proposal.action.slug!r} is {proposal.action.state}; "
            f"nothing is added to its count or taken off."
        )
    proposal.entered_by, proposal.entered_role, proposal.entered_at = by, role, now
    proposal.save()
    _note(proposal, "count.entered", by, number)
    return proposal


def seconded(proposal: Kind, *, by: str, role: str, now: datetime) -> Kind:
    """Record the second person, and return the row, locked. Inside the caller's transaction.

    Raises CountRefused if it is the same person, or nothing waits for a second one.
    """
    locked = _locked(proposal)
    if locked.state != State.WAITING:
        raise CountRefused("This does not wait for a second person any more. Look at it again.")
    if by == locked.entered_by:
        raise CountRefused("You entered this yourself. Ask somebody else to look at it.")
    locked.second_by, locked.second_role, locked.second_at = by, role, now
    locked.state = State.APPROVED
    locked.save()
    _note(locked, "count.approved", by, 0)
    return locked


@transaction.atomic
def cancel(proposal: Proposal, *, by: str) -> None:
    """Take it back. Raises CountRefused if its leaf is in the ledger already."""
    lock_head()  # before the row, as whoever takes off an invalidation does it
    locked = _locked(proposal)
    if locked.state in (State.CANCELLED, State.LAPSED):
        return
    if locked.addition is not None and not additions.cancel(locked.addition):
        raise CountRefused("This is in the ledger, where it stays. Enter a correction instead.")
    locked.state, locked.addition = State.CANCELLED, None
    locked.save()
    _note(locked, "count.cancelled", by, 0)


def _locked(proposal: Kind) -> Kind:
    model = type(proposal)
    return model._default_manager.select_for_update(of=("self",)).get(pk=proposal.pk)


def _note(proposal: Proposal, verb: str, by: str, number: int) -> None:
    what = f"{type(proposal).__name__.lower()} {proposal.pk}"
    journal.write(verb, proposal.action.slug, actor=by, what=what, number=number)
