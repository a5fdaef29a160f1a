"""Questions about messages and batches: figures without people, and what the page tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet

from zvarot.actions.models import Action
from zvarot.contract.message import BatchLine, Route
from zvarot.moderation import rules
from zvarot.moderation.models import Batch, Decision, Message
from zvarot.signatures.models import Signature

State = Message.State
_SHOWN = (
    Batch.State.SENT,
    Batch.State.RETURNED,
    Batch.State.RECEIVED,
    Batch.State.ANSWERED,
)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How an action's messages stand. half -- of the waiting ones, those that need a second.

    free -- approved and in no batch. oldest -- since when the longest waiting one waits.
    """

    waiting: int = 0
    half: int = 0
    held: int = 0
    approved: int = 0
    free: int = 0
    refused: int = 0
    oldest: date | None = None

    @property
    def total(self) -> int:
        return self.waiting + self.held + self.approved + self.refused


def with_messages() -> QuerySet[Action]:
    """Return the actions whose messages are moderated, newest first."""
    return Action.objects.filter(kind=rules.KIND).order_by("-pk")


def messages(action: Action) -> QuerySet[Message]:
    """Return an action's messages, but for those whose act was taken off the count."""
    return Message.objects.filter(action=action, signature__state=Signature.State.COUNTED)


def free(action: Action) -> QuerySet[Message]:
    """Return the approved messages that are in no batch."""
    return messages(action).filter(state=State.APPROVED, item=None)


def figures(action: Action) -> Figures:
    """Count an action's messages by state."""
    rows = messages(action)
    counted = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    waiting = rows.filter(state=State.WAITING)
    return Figures(
        waiting=counted.get(State.WAITING, 0),
        half=waiting.exclude(first_by=None).count(),
        held=counted.get(State.HELD, 0),
        approved=counted.get(State.APPROVED, 0),
        free=free(action).count(),
        refused=counted.get(State.REFUSED, 0),
        oldest=waiting.aggregate(oldest=Min("came_on"))["oldest"],
    )


def languages(rows: QuerySet[Message]) -> list[tuple[str, int]]:
    """Return the languages of messages and how many there are of each, the most first."""
    counted = rows.order_by().values_list("lang").annotate(count=Count("pk"))
    return sorted(((lang, count) for lang, count in counted), key=lambda one: (-one[1], one[0]))


def batches(action: Action) -> QuerySet[Batch]:
    """Return an action's batches, newest first."""
    return Batch.objects.filter(action=action).order_by("-number")


def batches_of(action: Action) -> tuple[BatchLine, ...]:
    """Return the batches that were sent, oldest first, as the action's page tells of them."""
    found = Batch.objects.filter(action=action, state__in=_SHOWN, sent_on__isnull=False)
    return tuple(
        BatchLine(
            number=one.number,
            messages=one.messages,
            route=Route(one.route),
            sent_on=one.sent_on,
            outcome=str(one.state),
        )
        for one in found.order_by("sent_on", "number")
        if one.sent_on is not None
    )


def history(action: Action) -> QuerySet[Decision]:
    """Return what was decided about an action's messages, newest first."""
    return Decision.objects.filter(message__action=action).order_by("-pk")


def decided_by(action: Action) -> Iterable[tuple[date, int, str, int]]:
    """Return (day, member of staff, verb, how many), newest day first."""
    rows = Decision.objects.filter(message__action=action).order_by()
    counted = rows.values_list("on", "by", "verb").annotate(count=Count("pk"))
    return sorted(counted, key=lambda one: (-one[0].toordinal(), one[1], one[2]))
