"""What has been sent, as a page tells it."""

from typing import Any, Final

from zvarot.actions.models import Action
from zvarot.contract.message import BatchLine, Route
from zvarot.contract.wording import Wording
from zvarot.lib.marks import mark as _
from zvarot.lib.marks import mark_n as ngettext

_OUTCOMES: Final = {
    "sent": _("on its way"),
    "received": _("has arrived"),
    "returned": _("sent back"),
    "answered": _("was answered"),
}
_TO: Final = {
    Route.PRISON: _("to the prison"),
    Route.FAMILY: _("to the family"),
    Route.LAWYER: _("to the lawyer"),
    Route.KEPT: _("kept for the day of release"),
}
_MESSAGES: Final = ngettext("{n} message", "{n} messages")
_IN_BATCHES: Final = ngettext(
    "{messages} in {n} batch; the last was sent on {date}.",
    "{messages} in {n} batches; the last was sent on {date}.",
)


def batches_of(action: Action) -> tuple[BatchLine, ...]:  # noqa: ARG001 -- see below
    """Give the batches of an action that were sent.

    The one place where the app `moderation` is asked: `moderation.queries.batches_of(action)`.
    """
    return ()


def sent_so_far(batches: tuple[BatchLine, ...], words: Wording) -> dict[str, Any] | None:
    """Say how many messages went out in how many batches, and what became of each."""
    if not batches:
        return None
    total = sum(batch.messages for batch in batches)
    messages = words.ngettext(*_MESSAGES, total).format(n=words.number(total))
    sentence = words.ngettext(*_IN_BATCHES, len(batches)).format(
        messages=messages,
        n=words.number(len(batches)),
        date=words.date(max(batch.sent_on for batch in batches)),
    )
    return {"sentence": sentence, "rows": [_row(batch, words) for batch in batches]}


def _row(batch: BatchLine, words: Wording) -> dict[str, str]:
    return {
        "number": words.number(batch.number),
        "day": words.date(batch.sent_on),
        "messages": words.ngettext(*_MESSAGES, batch.messages).format(
            n=words.number(batch.messages)
        ),
        "to": words.gettext(_TO[batch.route]),
        "outcome": words.gettext(_OUTCOMES.get(batch.outcome, _OUTCOMES["sent"])),
    }
