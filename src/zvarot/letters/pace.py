"""When an office may be written to: so many letters an hour, in its hours, so many a day.

Plain data and arithmetic; the columns it is read from are the office's.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_PER_HOUR = 40
_LOOK_AHEAD_DAYS = 8


@dataclass(frozen=True, kw_only=True)
class Pace:
    """hours_from, hours_until -- in the zone; None: the whole day. They may span midnight.

    daily_cap -- 0: none.
    """

    per_hour: int = DEFAULT_PER_HOUR
    daily_cap: int = 0
    hours_from: time | None = None
    hours_until: time | None = None
    time_zone: str = "UTC"

    @property
    def interval(self) -> timedelta:
        return timedelta(hours=1) / max(1, self.per_hour)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How an office is reached now. address -- empty: no e-mail address of it works."""

    address: str = ""
    by_post: bool = False
    pace: Pace = Pace()


def local_day(moment: datetime, pace: Pace) -> date:
    """Return the office's own date."""
    return moment.astimezone(ZoneInfo(pace.time_zone)).date()


def is_open(moment: datetime, pace: Pace) -> bool:
    """Tell whether the moment lies in the office's hours."""
    start, end = pace.hours_from or time.min, pace.hours_until or time.min
    clock = moment.astimezone(ZoneInfo(pace.time_zone)).time()
    if start == end or end == time.min:
        return start == end or clock >= start
    if start < end:
        return start <= clock < end
    return clock >= start or clock < end


def open_hours(pace: Pace) -> timedelta:
    """Return how long the office may be written to in a day."""
    start, end = pace.hours_from or time.min, pace.hours_until or time.min
    day = date(2000, 1, 1)
    span = datetime.combine(day, end, UTC) - datetime.combine(day, start, UTC)
    return span if span > timedelta(0) else span + timedelta(days=1)


def next_open(moment: datetime, pace: Pace) -> datetime:
    """Return the first moment from `moment` on that lies in the office's hours."""
    if is_open(moment, pace):
        return moment
    day = local_day(moment, pace)
    for _ in range(_LOOK_AHEAD_DAYS):
        opening = _opening(day, pace)
        # When clocks change, an hour may be missing that day.
        if opening >= moment and is_open(opening, pace):
            return opening
        day += timedelta(days=1)
    return moment + timedelta(days=1)


def next_turn(after: datetime, pace: Pace, *, day: date | None, sent: int) -> datetime:
    """Return when the next letter may go, from `after` on.

    sent -- how many went on `day`, the office's own.
    """
    turn = next_open(after, pace)
    while pace.daily_cap and sent >= pace.daily_cap and local_day(turn, pace) == day:
        tomorrow = _start(local_day(turn, pace) + timedelta(days=1), time.min, pace)
        turn = next_open(max(tomorrow, turn + timedelta(seconds=1)), pace)
    return turn


def _opening(day: date, pace: Pace) -> datetime:
    return _start(day, pace.hours_from or time.min, pace)


def _start(day: date, clock: time, pace: Pace) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(pace.time_zone)).astimezone(UTC)
