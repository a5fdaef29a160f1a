"""An office is written to at its pace, in its hours, and not too often a day."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.letters.world import World
from zvarot.letters import handing, queries, services
from zvarot.letters.models import Dispatch, OfficePace
from zvarot.letters.pace import Pace, is_open, local_day, next_open, next_turn
from zvarot.letters.queueing import new_token, start_of_day

MINSK = ZoneInfo("Europe/Minsk")
ZONES = ("UTC", "Europe/Minsk", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
CLOCKS = st.none() | st.times(timezones=st.none())
PACES = st.builds(
    Pace,
    per_hour=st.integers(1, 5000),
    daily_cap=st.integers(0, 40),
    hours_from=CLOCKS,
    hours_until=CLOCKS,
    time_zone=st.sampled_from(ZONES),
)
START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 86_400).map(lambda more: START + timedelta(seconds=more))


@given(PACES, MOMENTS)
def test_the_next_opening_is_open_and_not_in_the_past(pace: Pace, now: datetime) -> None:
    opening = next_open(now, pace)

    assert opening >= now
    # Hours of seconds may fall into the hour that a change of clocks leaves out.
    assert is_open(opening, pace) or opening == now + timedelta(days=1)


@given(PACES, MOMENTS)
@settings(max_examples=60)
def test_no_hour_and_no_day_has_more_letters_than_it_may(pace: Pace, now: datetime) -> None:
    went: list[datetime] = []
    turn, day, sent = now, None, 0
    for _ in range(60):
        turn = next_turn(turn, pace, day=day, sent=sent)
        today = local_day(turn, pace)
        sent = sent + 1 if today == day else 1
        day = today
        went.append(turn)
        turn += pace.interval

    gaps = [later - sooner for sooner, later in zip(went, went[1:], strict=False)]
    assert all(gap >= pace.interval for gap in gaps)
    if pace.daily_cap:
        a_day = Counter(local_day(one, pace) for one in went)
        assert max(a_day.values()) <= pace.daily_cap


def test_office_hours_are_the_offices_own() -> None:
    pace = Pace(hours_from=time(9), hours_until=time(17), time_zone="Europe/Minsk")

    evening = next_open(datetime(2026, 11, 24, 18, 0, tzinfo=MINSK), pace)
    night = next_open(datetime(2026, 11, 24, 4, 0, tzinfo=MINSK), pace)

    assert evening == datetime(2026, 11, 25, 9, 0, tzinfo=MINSK)
    assert night == datetime(2026, 11, 24, 9, 0, tzinfo=MINSK)


def test_hours_may_span_midnight() -> None:
    pace = Pace(hours_from=time(22), hours_until=time(6))

    assert is_open(datetime(2026, 11, 24, 23, 0, tzinfo=UTC), pace)
    assert is_open(datetime(2026, 11, 24, 5, 59, tzinfo=UTC), pace)
    assert next_open(datetime(2026, 11, 24, 6, 0, tzinfo=UTC), pace).hour == 22


def queue(world: World, offices: int, letters: int) -> None:
    action = world.action()
    Dispatch.objects.bulk_create(
        Dispatch(
            action=action,
            office=f"office-{number % offices}",
            channel="email",
            token=new_token(),
            not_before=start_of_day(world.now),
            changed_on=world.now.date(),
        )
        for number in range(letters)
    )
    for number in range(offices):
        handing.wake(f"office-{number}", world.now)


def test_ten_thousand_letters_keep_the_pace_of_each_office(world: World) -> None:
    paces = {
        "office-0": Pace(per_hour=40),
        "office-1": Pace(per_hour=120, daily_cap=100),
        "office-2": Pace(per_hour=30, hours_from=time(9), hours_until=time(17)),
        "office-3": Pace(per_hour=10, time_zone="America/New_York", hours_from=time(8)),
    }
    queue(world, 4, 10_000)
    went: dict[str, list[datetime]] = {office: [] for office in paces}

    end = world.now + timedelta(hours=14)
    while world.now < end:
        for office in handing.due_offices(world.now, 20):
            claimed = handing.claim(office, paces[office], world.now)
            if claimed:
                handing.start_handing(claimed, world.now)
                handing.mark_sent(claimed, world.now)
                went[office].append(world.now)
        world.later(seconds=30)

    assert {office: len(moments) for office, moments in went.items()} == {
        "office-0": 14 * 40,
        "office-1": 100 + 100,  # the day's hundred, and after midnight the next
        "office-2": 5 * 30,  # from 12 to 17 o'clock
        "office-3": 13 * 10,  # from 8 o'clock in New York, which is 13 UTC
    }
    assert all(9 <= moment.hour < 17 for moment in went["office-2"])
    for office, moments in went.items():
        gaps = [later - sooner for sooner, later in zip(moments, moments[1:], strict=False)]
        assert min(gaps) >= paces[office].interval
    tokens = Dispatch.objects.filter(state="sent").values_list("token", flat=True)
    assert len(set(tokens)) == sum(map(len, went.values()))


def test_the_next_letter_is_found_without_looking_at_all_of_them(world: World) -> None:
    queue(world, 2, 2_000)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE letters_dispatch")
    waiting = Dispatch.objects.filter(
        office="office-1", channel="email", state="queued", not_before__lte=world.now
    )

    plan = waiting.order_by("not_before", "token")[:1].explain()

    assert "letter_next" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_an_office_for_which_nothing_waits_is_left_alone(world: World) -> None:
    queue(world, 1, 1)
    claimed = handing.claim("office-0", Pace(), world.now)
    assert claimed
    handing.start_handing(claimed, world.now)
    handing.mark_sent(claimed, world.now)
    world.later(minutes=2)

    assert handing.claim("office-0", Pace(), world.now) is None
    assert OfficePace.objects.get().next_at is None
    assert handing.due_offices(world.now, 20) == []


def test_a_paused_office_gets_nothing_until_staff_let_it_go_on(world: World) -> None:
    queue(world, 1, 2)
    services.pause("office-0", "Holidays.", actor="maryna", now=world.now)

    held = handing.claim("office-0", Pace(), world.now)
    services.resume("office-0", actor="maryna", now=world.now)

    assert held is None
    assert handing.claim("office-0", Pace(), world.now)


@pytest.mark.parametrize(("count", "hours"), [(0, 0), (40, 1), (4000, 100)])
def test_the_end_is_estimated_at_the_offices_pace(count: int, hours: int) -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

    assert queries.estimated_end(count, Pace(), now) == now + timedelta(hours=hours)
