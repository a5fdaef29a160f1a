"""Whom can be reached how, whose term is over, what is to be checked again."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from zvarot.offices.models import Channel, Holder, Office, OfficeTitle
from zvarot.offices.queries import (
    expired_holders,
    in_divisions,
    is_vacant,
    reachable,
    stale_channels,
    stale_checks,
    vacant,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
ENDED = date(2026, 11, 3)


def office(slug: str = "minister", *channels: Channel, **terms: date | None) -> Office:
    made = Office(slug=slug, country="BY", jurisdiction="ocd-division/country:by", body="ministry")
    made.titles = [OfficeTitle(language="en", title="Minister")]
    made.channels = list(channels)
    if terms:
        made.holders = [Holder(**{"as_of": DAY, **terms})]
    made.save()
    return made


def channel(kind: str, health: str = "unknown", *, is_personal: bool = False) -> Channel:
    return Channel(kind=kind, value=f"{kind} {health}", health=health, is_personal=is_personal)


def test_the_soonest_channel_that_may_work_is_used() -> None:
    made = office("a", channel("post"), channel("email", "bounces"), channel("web-form"))

    found = reachable(made, DAY)

    assert found
    assert found.kind == "web-form"


def test_of_two_of_a_kind_the_one_that_was_checked_goes_first() -> None:
    found = reachable(office("a", channel("email"), channel("email", "works")), DAY)

    assert found
    assert found.health == "works"


@pytest.mark.parametrize("health", ["bounces", "blocked", "off"])
def test_what_does_not_work_reaches_nobody(health: str) -> None:
    assert reachable(office("a", channel("email", health)), DAY) is None


def test_a_former_holder_is_not_written_to_in_person() -> None:
    made = office("a", channel("email", is_personal=True), channel("post"), held_until=ENDED)

    on_the_last_day, after = reachable(made, ENDED), reachable(made, DAY)

    assert on_the_last_day
    assert on_the_last_day.kind == "email"
    assert after
    assert after.kind == "post"


def test_an_office_that_never_named_a_holder_is_not_vacant() -> None:
    assert not is_vacant(office(), DAY)
    assert not vacant(DAY).exists()


def test_a_term_that_ended_leaves_the_office_vacant() -> None:
    made = office(held_until=ENDED)

    assert is_vacant(made, DAY)
    assert vacant(DAY).get() == made
    assert expired_holders(DAY).get().office == made
    assert not vacant(ENDED).exists()
    assert not expired_holders(ENDED).exists()


def test_a_term_that_ended_is_no_matter_once_somebody_follows() -> None:
    made = office(held_until=ENDED)
    Holder.objects.create(office=made, held_from=date(2026, 11, 4), as_of=DAY)

    assert not vacant(DAY).exists()
    assert not expired_holders(DAY).exists()


def test_an_office_that_was_replaced_is_not_due() -> None:
    made = office("old", held_until=ENDED)
    made.successor = office("new")
    made.save()

    assert not vacant(DAY).exists()
    assert not expired_holders(DAY).exists()
    assert {each.slug for each in in_divisions("ministry", ["ocd-division/country:by"])} == {"new"}


def test_old_checks_are_found() -> None:
    office("old", as_of=date(2026, 1, 1))
    office("new", as_of=DAY)
    made = office("reached", channel("email"))
    Channel.objects.update(checked_on=date(2026, 1, 1))

    assert stale_checks(DAY).get().office.slug == "old"
    assert stale_channels(DAY).get().office == made
    assert not stale_checks(DAY, after_days=400).exists()


@pytest.mark.parametrize(("begins", "ends"), [(9, None), (17, 9), (9, 25)])
def test_hours_are_a_span_of_one_day(begins: int, ends: int | None) -> None:
    made = channel("email")
    made.office = office()
    made.hours_from, made.hours_until = begins, ends

    with pytest.raises(IntegrityError):
        made.save()


def test_only_a_time_zone_that_exists_is_taken() -> None:
    made = channel("email")
    made.office, made.time_zone = office(), "Europe/Mensk"

    with pytest.raises(ValidationError, match="time_zone"):
        made.full_clean()
