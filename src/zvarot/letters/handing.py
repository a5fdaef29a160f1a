"""Handing one letter to a mail server: claimed, about to be handed over, and what came of it.

`start_handing` is committed before the server gets the end of the letter. So after a crash a
letter was certainly not sent (LEASED), or nobody can tell (HANDING): then a person decides.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import SystemRandom

from django.db import transaction
from django.db.models import QuerySet

from zvarot.letters.models import Dispatch, OfficePace
from zvarot.letters.pace import Pace, local_day, next_turn
from zvarot.letters.services import settle

LEASE = timedelta(minutes=10)  # longer than the longest talk with a mail server
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=4)
MOST_ATTEMPTS = 16  # with the waits between them, some two days
MOST_FAILURES = 5  # refused in a day, with none taken: then the office is held back
STOPPED = "The program stopped while the mail server had this letter. It may have arrived."
_RANDOM = SystemRandom()
State, Channel = Dispatch.State, Dispatch.Channel


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A letter that this worker may work on until its lease runs out."""

    id: int
    office: str
    attempts: int
    lease: str


def due_offices(now: datetime, most: int) -> list[str]:
    """Return offices whose next letter may go now, the longest waiting first."""
    due = OfficePace.objects.filter(next_at__lte=now, paused_reason="").order_by("next_at")
    return list(due.values_list("office", flat=True)[:most])


@transaction.atomic
def claim(office: str, pace: Pace, now: datetime) -> Claimed | None:
    """Take the office's next letter, if its pace allows one now.

    Two workers never get the same one: they wait for the office's row.
    """
    turn = _locked(office)
    if turn is None or turn.paused_reason or turn.next_at is None or turn.next_at > now:
        return None
    allowed = next_turn(max(now, turn.free_at or now), pace, day=turn.day, sent=turn.sent_today)
    chosen = _next(office, now)
    if allowed > now or chosen is None:
        turn.next_at = allowed if chosen else _earliest(office)
        turn.save(update_fields=["next_at"])
        return None
    _count(turn, pace, now)
    chosen.state, chosen.lease = State.LEASED, secrets.token_hex(16)
    chosen.leased_until, chosen.attempts = now + LEASE, chosen.attempts + 1
    chosen.save(update_fields=["state", "lease", "leased_until", "attempts"])
    return Claimed(id=chosen.pk, office=office, attempts=chosen.attempts, lease=chosen.lease)


def start_handing(claimed: Claimed, now: datetime) -> bool:
    """Note that the end of the letter is about to be sent; False: it may not be sent any more.

    Commits at once. Whoever withdrew or cancelled before this moment is in time.
    """
    return bool(
        Dispatch.objects.filter(pk=claimed.id, lease=claimed.lease, state=State.LEASED).update(
            state=State.HANDING, leased_until=now + LEASE
        )
    )


@transaction.atomic
def mark_sent(claimed: Claimed, now: datetime, *, is_test: bool = False) -> None:
    """Note that the mail server took the letter, also if we had given up waiting for its word."""
    taken = _held(claimed).filter(state__in=(State.HANDING, State.UNSURE))
    if taken.update(is_test=is_test, reason=""):
        settle([claimed.id], State.SENT, now=now)


@transaction.atomic
def defer(claimed: Claimed, reason: str, now: datetime) -> None:
    """Let the letter wait after the server asked for that; longer each time, then give it up."""
    if claimed.attempts >= MOST_ATTEMPTS:
        fail(claimed, f"Put off {claimed.attempts} times, the last time with: {reason}", now)
        return
    longest = min(FIRST_WAIT * 2 ** (claimed.attempts - 1), LONGEST_WAIT)
    wait = longest * _RANDOM.uniform(0.5, 1.0)
    _put_back(claimed, State.DEFERRED, now + wait, claimed.attempts, reason, now)


@transaction.atomic
def put_back(claimed: Claimed, now: datetime, *, wait: timedelta = timedelta(0)) -> None:
    """Queue a letter again that certainly was not sent, for no fault of its own."""
    _put_back(claimed, State.QUEUED, now + wait, claimed.attempts - 1, "", now)


def fail(claimed: Claimed, reason: str, now: datetime) -> None:
    """Give a letter up that certainly was not sent. The text stays sealed for another attempt."""
    _end(claimed, State.FAILED, reason, now)


def bounce(claimed: Claimed, reason: str, now: datetime) -> None:
    """Note that the office's address does not take the letter, and hold back all others."""
    _end(claimed, State.BOUNCED, reason, now)


def leave_unsure(claimed: Claimed, reason: str, now: datetime) -> None:
    """Note that the server may have the letter or not. A person decides what is done."""
    _end(claimed, State.UNSURE, reason, now)


def only_fails(office: str, now: datetime) -> bool:
    """Tell whether several letters to the office were refused today and none was taken."""
    today = Dispatch.objects.filter(office=office, channel=Channel.EMAIL, changed_on=_day(now))
    failed = today.filter(state=State.FAILED).count()
    return failed >= MOST_FAILURES and not today.filter(state=State.SENT).exists()


@transaction.atomic
def recover(now: datetime) -> tuple[int, int]:
    """Take up what a stopped worker left: returns how many go again, and how many are unsure."""
    over = Dispatch.objects.filter(leased_until__lt=now)
    leased = over.filter(state=State.LEASED)
    offices = sorted(set(leased.values_list("office", flat=True)))
    again = leased.update(state=State.QUEUED, lease="", leased_until=None)
    # The lease stays: a worker that was only slow may still tell how it went.
    unsure = over.filter(state=State.HANDING).update(
        state=State.UNSURE, leased_until=None, reason=STOPPED, changed_on=_day(now)
    )
    for office in offices:
        wake(office, now)
    return again, unsure


@transaction.atomic
def wake(office: str, now: datetime) -> None:
    """Have the office looked at again: something waits for it."""
    OfficePace.objects.get_or_create(office=office)
    turn = _locked(office)
    if turn is None:
        return
    soonest = max(now, turn.free_at or now)
    if turn.next_at is None or turn.next_at > soonest:
        turn.next_at = soonest
        turn.save(update_fields=["next_at"])


def _locked(office: str) -> OfficePace | None:
    return OfficePace.objects.select_for_update().filter(office=office).first()


def _next(office: str, now: datetime) -> Dispatch | None:
    # One look into the index for each state: asked for both, it would have to sort them.
    for state in (State.DEFERRED, State.QUEUED):
        waiting = _waiting(office, state).filter(not_before__lte=now)
        first = waiting.order_by("not_before", "token").first()
        if first is not None:
            return first
    return None


def _earliest(office: str) -> datetime | None:
    found = [
        _waiting(office, state).order_by("not_before", "token").first()
        for state in (State.DEFERRED, State.QUEUED)
    ]
    return min((one.not_before for one in found if one), default=None)


def _waiting(office: str, state: Dispatch.State) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(office=office, channel=Channel.EMAIL, state=state)


def _count(turn: OfficePace, pace: Pace, now: datetime) -> None:
    today = local_day(now, pace)
    turn.sent_today = turn.sent_today + 1 if turn.day == today else 1
    turn.day, turn.free_at = today, now + pace.interval
    turn.next_at = next_turn(turn.free_at, pace, day=turn.day, sent=turn.sent_today)
    turn.save()


def _held(claimed: Claimed) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(pk=claimed.id, lease=claimed.lease)


def _put_back(
    claimed: Claimed,
    state: Dispatch.State,
    not_before: datetime,
    attempts: int,
    reason: str,
    now: datetime,
) -> None:
    held = _held(claimed).filter(state__in=(State.LEASED, State.HANDING))
    is_back = held.update(
        state=state,
        not_before=not_before,
        attempts=attempts,
        reason=reason,
        lease="",
        leased_until=None,
        changed_on=_day(now),
    )
    turn = _locked(claimed.office)
    if not is_back or turn is None:
        return
    # Nothing has left, so the day's number is given back; the time between two tries is not.
    turn.sent_today = max(0, turn.sent_today - 1)
    turn.save(update_fields=["sent_today"])


def _end(claimed: Claimed, state: Dispatch.State, reason: str, now: datetime) -> None:
    _held(claimed).filter(state__in=(State.LEASED, State.HANDING)).update(
        state=state,
        reason=reason[:120],
        leased_until=None,
        changed_on=_day(now),
    )


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
