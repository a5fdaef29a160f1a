"""How an office is reached is what the directory says now; paper waits to be printed."""

from datetime import UTC, datetime, time

import pytest

from tests.letters.world import SENTENCE, World, has_text, states
from zvarot.letters import queries, services
from zvarot.letters.models import Dispatch
from zvarot.letters.pace import Pace, Reach
from zvarot.letters.reach import Directory, pace_of
from zvarot.offices.models import Channel, Office
from zvarot.worker.dispatcher import Dispatcher

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def office(*channels: tuple[str, str, str]) -> Office:
    made: Office = Office.objects.create(slug="prosecutor", country="BY")
    for kind, value, health in channels:
        Channel.objects.create(office=made, kind=kind, value=value, health=health)
    return made


@pytest.mark.django_db
def test_the_address_that_works_is_taken_before_one_that_nobody_checked() -> None:
    office(
        ("email", "old@office.example", "bounces"),
        ("email", "new@office.example", "unknown"),
        ("email", "good@office.example", "works"),
    )

    found = Directory().find("prosecutor")

    assert found
    assert found.address == "good@office.example"
    assert Directory().find("nobody") is None


@pytest.mark.django_db
@pytest.mark.parametrize(("is_refusal", "health"), [(False, "bounces"), (True, "blocked")])
def test_an_address_that_bounces_is_not_taken_again(is_refusal: bool, health: str) -> None:
    office(("email", "a@office.example", "works"), ("post", "Minsk", "works"))

    Directory().report("prosecutor", is_refusal=is_refusal, now=NOW)

    assert Directory().find("prosecutor") == Reach(by_post=True)
    channel = Channel.objects.get(kind="email")
    assert (channel.health, channel.checked_on) == (health, NOW.date())


def test_a_pace_is_read_from_the_columns_that_are_there() -> None:
    channel = Channel(kind="email", value="a@office.example")
    bare = pace_of(channel)
    said = {"per_hour": 12, "daily_cap": 50, "hours_from": 9, "hours_until": time(17, 30)}
    for name, value in {**said, "time_zone": "Europe/Minsk"}.items():
        setattr(channel, name, value)

    assert bare == Pace(per_hour=40)
    assert pace_of(channel) == Pace(
        per_hour=12,
        daily_cap=50,
        hours_from=time(9),
        hours_until=time(17, 30),
        time_zone="Europe/Minsk",
    )


def test_an_office_that_is_only_reached_by_post_waits_for_the_printer(
    world: World, dispatcher: Dispatcher
) -> None:
    world.book.offices["ministry"] = Reach(by_post=True)
    action = world.action()
    signatures = [world.writes(action, "ministry") for _ in range(3)]
    dispatcher.queue()

    printed = list(queries.letters_to_print(action, world.keys))
    count = services.mark_printed([pk for pk, _ in printed[:2]], actor="maryna", now=NOW)

    assert all(SENTENCE in letter.text for _, letter in printed)
    assert (len(printed), count) == (3, 2)
    assert states() == {"printed": 2, "queued": 1}
    assert sum(map(has_text, signatures)) == 1
    assert services.mark_printed([pk for pk, _ in printed], actor="maryna", now=NOW) == 1


def test_letters_that_supporters_send_themselves_are_not_queued(
    world: World, dispatcher: Dispatcher
) -> None:
    action = world.action(options={"channels": {"embassy": "web_form"}})
    world.writes(action, "embassy", "prosecutor")
    alone = world.writes(action, "embassy")

    dispatcher.queue()

    assert list(Dispatch.objects.values_list("office", flat=True)) == ["prosecutor"]
    assert not has_text(alone)
