"""Questions about letters on their way: figures without people, and what is to be printed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet

from zvarot.actions.models import Action
from zvarot.contract.letter import Letter
from zvarot.letters.errors import LetterClosed
from zvarot.letters.models import Dispatch, OfficePace
from zvarot.letters.opening import Opener
from zvarot.letters.pace import Pace, next_open, open_hours
from zvarot.letters.services import TROUBLED, WAITING
from zvarot.sealing.keys import KeyFiles

State, Channel = Dispatch.State, Dispatch.Channel
_ROWS_AT_ONCE = 500
_GONE = (State.SENT, State.PRINTED)
# state, is it a test, how many, since when
_Line = tuple[Any, ...]


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
    return _figures(_counted(rows, "state", "is_test"))


def by_office(action: Action) -> list[tuple[str, Figures]]:
    """Return the figures of each office that an action's letters go to."""
    offices: dict[str, list[_Line]] = {}
    rows = letters().filter(action=action)
    for office, *line in _counted(rows, "office", "state", "is_test"):
        offices.setdefault(office, []).append(tuple(line))
    return [(office, _figures(lines)) for office, lines in sorted(offices.items())]


def held() -> dict[str, str]:
    """Return why offices are paused, by slug."""
    paused = OfficePace.objects.exclude(paused_reason="")
    return dict(paused.values_list("office", "paused_reason"))


def estimated_end(count: int, pace: Pace, now: datetime) -> datetime:
    """Return about when so many letters will have gone at this pace."""
    in_hours = open_hours(pace) // pace.interval
    a_day = max(1, min(in_hours, pace.daily_cap or in_hours))
    days, rest = divmod(count, a_day)
    return next_open(now + timedelta(days=days), pace) + rest * pace.interval


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


def _counted(rows: QuerySet[Dispatch], *by: str) -> list[tuple[Any, ...]]:
    grouped = rows.order_by().values_list(*by)
    return list(grouped.annotate(count=Count("pk"), oldest=Min("changed_on")))


def _figures(lines: Iterable[_Line]) -> Figures:
    states: Counter[str] = Counter()
    tests, oldest = 0, None
    for state, is_test, count, since in lines:
        if is_test:
            tests += count
        else:
            states[state] += count
        if state in WAITING:
            oldest = min(oldest or since, since)
    return Figures(by_state=dict(states), tests=tests, oldest=oldest)
