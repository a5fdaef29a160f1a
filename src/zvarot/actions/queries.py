"""Questions about actions."""

from datetime import datetime

from django.db.models import QuerySet

from zvarot.actions.models import Action, Promised

State = Action.State


def current_state(action: Action, now: datetime) -> Action.State:
    """Return the state that the public sees: the dates open and close an open action."""
    if action.state != State.OPEN:
        return State(action.state)
    if action.opens_at and now < action.opens_at:
        return State.DRAFT
    if action.closes_at and now >= action.closes_at:
        return State.CLOSED
    return State.OPEN


def takes_part(action: Action, now: datetime) -> bool:
    """Tell whether the public can act now."""
    return current_state(action, now) == State.OPEN


def open_now(now: datetime) -> list[Action]:
    """Return the actions that the public can take part in, newest first."""
    return [one for one in published() if current_state(one, now) == State.OPEN]


def published() -> QuerySet[Action]:
    """Return the actions that have ever been open, newest first."""
    return Action.objects.exclude(state=State.DRAFT).order_by("-pk")


def confirms(action: Action) -> bool:
    """Tell whether the form asks for an e-mail address, to which a link is sent."""
    return any(field["name"] == "email" for field in action.form.get("fields", ()))


def reminds(action: Action) -> bool:
    """Tell whether somebody who forgot the link is written to once more."""
    return action.level == Action.Level.STANDARD and bool(action.options.get("reminder"))


def promised(action: Action, promise_hash: bytes) -> Promised | None:
    """Return what was shown under this hash: the widest that such a row may be opened for."""
    return Promised.objects.filter(action=action, hash=promise_hash).first()
