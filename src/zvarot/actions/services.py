"""The verbs of an action: saved by the studio, opened, closed, won, archived."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zvarot.actions.errors import ActionMisused
from zvarot.actions.models import Action, Promised
from zvarot.journal import services as journal

State = Action.State
_LEVELS = list(Action.Level.values)  # from the least to the most protective
_NEXT = {
    State.DRAFT: {State.OPEN, State.ARCHIVED},
    State.OPEN: {State.CLOSED, State.WON, State.ARCHIVED},
    State.CLOSED: {State.OPEN, State.WON, State.ARCHIVED},
    State.WON: {State.ARCHIVED},
    State.ARCHIVED: set(),
}


@dataclass(frozen=True, kw_only=True)
class ActionData:
    """What the studio knows about an action; the columns of `Action` but its state."""

    slug: str
    kind: str
    title: str
    form: dict[str, Any]
    promise: dict[str, Any]
    level: str = Action.Level.STANDARD
    default_lang: str = "en"
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    deliver_by: date | None = None
    options: dict[str, Any] = field(default_factory=dict)
    addressee: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def save(data: ActionData, *, page_key: UUID, actor: str) -> Action:
    """Create the action of this page, or bring it up to date. Saved twice, it is the same.

    Raises ActionMisused if another page has the slug, if the level would fall below what
    people were told when they signed, or if an action that was open changes its kind.
    """
    if Action.objects.filter(slug=data.slug).exclude(page_key=page_key).exists():
        raise ActionMisused(
            f"Another action already has the address {data.slug!r}. Choose another one."
        )
    action = Action.objects.select_for_update().filter(page_key=page_key).first()
    is_new = action is None
    action = action or Action(page_key=page_key)
    if action.state != State.DRAFT:
        _check_change(action, data)
    for column in fields(data):
        setattr(action, column.name, getattr(data, column.name))
    action.save()
    if is_new:
        journal.write("action.created", action.slug, actor=actor, kind=action.kind)
    return action


@transaction.atomic
def record_promise(
    action: Action,
    *,
    lang: str,
    promise_hash: bytes,
    promise: dict[str, Any],
    sentence: str,
    on: date,
) -> None:
    """Remember what a page is about to promise. To be called before the page is published.

    Without it the worker refuses signatures that carry the hash. Recorded twice, it is one.
    """
    _, is_new = Promised.objects.get_or_create(
        action=action,
        hash=promise_hash,
        defaults={
            "lang": lang,
            "promise": promise,
            "sentence": sentence,
            "first_shown_on": on,
        },
    )
    if is_new:
        journal.write("promise.recorded", action.slug, lang=lang, hash=promise_hash.hex())


def open_action(action: Action, *, actor: str) -> None:
    """Let the public take part, from `opens_at` on."""
    _move(action, State.OPEN, actor)


def close(action: Action, *, actor: str) -> None:
    """Take no more acts. It can be opened again."""
    _move(action, State.CLOSED, actor)


def declare_won(action: Action, *, actor: str) -> None:
    """Say that what was asked for has happened. No more acts are taken."""
    _move(action, State.WON, actor)


def archive(action: Action, *, actor: str) -> None:
    """Take the action off the list for good; its leaves stay."""
    _move(action, State.ARCHIVED, actor)


@transaction.atomic
def _move(action: Action, state: Action.State, actor: str) -> None:
    locked = Action.objects.select_for_update().get(pk=action.pk)
    if locked.state == state:
        return
    if state not in _NEXT[State(locked.state)]:
        raise ActionMisused(
            f"The action {locked.slug!r} is {locked.state}; from there it cannot become {state}."
        )
    journal.write(f"action.{state.value}", locked.slug, actor=actor, was=locked.state)
    locked.state = action.state = state
    locked.ended_on = action.ended_on = None  # the worker notes the end, by date or by hand
    locked.save(update_fields=["state", "ended_on"])


def _check_change(action: Action, data: ActionData) -> None:
    if data.kind != action.kind:
        raise ActionMisused(f"The kind of {action.slug!r} is settled since it opened.")
    if _LEVELS.index(data.level) < _LEVELS.index(action.level):
        raise ActionMisused(
            f"People signed {action.slug!r} under the level {action.level}. "
            f"It may be raised, not lowered to {data.level}."
        )
