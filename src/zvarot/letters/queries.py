"""Questions about letters on their way: figures without people, and what is to be printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, QuerySet

from zvarot.actions.models import Action
from zvarot.contract.letter import Letter
from zvarot.letters.errors import LetterClosed
from zvarot.letters.models import Dispatch, OfficePace
from zvarot.letters.opening import Opener
from zvarot.letters.pace import Pace, local_day, next_turn
from zvarot.letters.services import TROUBLED, WAITING
from zvarot.sealing.keys import KeyFiles

State, Channel = Dispatch.State, Dispatch.Channel
_ROWS_AT_ONCE = 500
_GONE = (State.SENT, State.PRINTED)
_MOST_STEPS = 20_000


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How letters stand. A digest's mail is no letter; what went to the test address is apart."""

    by_state: dict[str, int]
    tests: int
    oldest: date | None

    @property
    def total(self) -> int:
        return sum(self.by_state.values()) + self.tests

    @property
    def waiting(self) -> int:
        moving = (*WAITING, State.LEASED, State.HANDING)
        return sum(self.by_state.get(state, 0) for state in moving)

    @property
    def gone(self) -> int:
        return sum(self.by_state.get(state, 0) for state in _GONE)

    @property
    def troubled(self) -> int:
        return sum(self.by_state.get(state, 0) for state in TROUBLED)

    @property
    def percent(self) -> int:
        return 100 * (self.total - self.waiting) // self.total if self.total else 0


def letters() -> QuerySet[Dispatch]:
    """Return all letters; the mails of digests are not among them."""
    return Dispatch.objects.filter(digest_on=None)


def figures(rows: QuerySet[Dispatch]) -> Figures:
    """Count letters by state."""
    real = rows.exclude(is_test=True).order_by().values_list("state")
    waiting = rows.filter(state__in=WAITING).aggregate(oldest=Min("changed_on"))
    return Figures(
        by_state=dict(real.annotate(count=Count("pk"))),
        tests=rows.filter(is_test=True).count(),
        oldest=waiting["oldest"],
    )


def by_office(action: Action) -> list[tuple[str, Figures]]:
    """Return the figures of each office that an action's letters go to."""
    rows = letters().filter(action=action)
    offices = rows.order_by("office").values_list("office", flat=True).distinct()
    return [(office, figures(rows.filter(office=office))) for office in offices]


def held() -> dict[str, str]:
    """Return why offices are paused, by slug."""
    paused = OfficePace.objects.exclude(paused_reason="")
    return dict(paused.values_list("office", "paused_reason"))


def estimated_end(count: int, pace: Pace, now: datetime) -> datetime | None:
    """Return when so many letters will have gone at this pace; None if that is far away."""
    if count > _MOST_STEPS:
        return None
    turn, sent = now, 0
    day: date | None = None
    for _ in range(count):
        turn = next_turn(turn, pace, day=day, sent=sent)
        today = local_day(turn, pace)
        day, sent = today, sent + 1 if day == today else 1
        turn += pace.interval
    return turn


def letters_to_print(action: Action, keys: KeyFiles) -> Iterator[tuple[int, Letter]]:
    """Open the letters that are to be printed, in random order; yields (id, letter).

    Call `services.mark_printed` with the ids once they are on paper: that erases the texts.
    """
    opener, last = Opener(keys), ""
    while True:
        batch = _to_print(action, last)
        if not batch:
            return
        for one in batch:
            try:
                if one.signature is not None:
                    yield one.pk, opener.letter(one.signature, one.place)
            except LetterClosed:
                continue
        last = batch[-1].token


def to_print(action: Action) -> QuerySet[Dispatch]:
    """Return the letters that wait to be printed."""
    return letters().filter(action=action, channel=Channel.PAPER, state=State.QUEUED)


def _to_print(action: Action, after: str) -> Sequence[Dispatch]:
    rows = to_print(action).filter(token__gt=after).order_by("token")
    return list(rows.select_related("signature", "signature__action")[:_ROWS_AT_ONCE])
