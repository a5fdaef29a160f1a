"""What looks odd is counted without a person, shown to staff, and held when there is much of it."""

from datetime import UTC, datetime

import pytest

from tests.signatures.world import World
from zvarot.actions.models import Action
from zvarot.contract.record import RecordKind
from zvarot.journal.models import Entry
from zvarot.outbox.models import Message
from zvarot.signatures import addresses, mailing, reviews, trends
from zvarot.signatures.expiry import expire
from zvarot.signatures.flush import flush
from zvarot.signatures.models import DomainTally, HourTally, Review, Signature
from zvarot.signatures.queries import parts

THROWN_AWAY = "mailinator.com"


@pytest.fixture(autouse=True)
def _noon(world: World) -> None:
    world.now = datetime.now(tz=UTC).replace(minute=10)


def mailed(world: World, action: Action, domain: str, number: int, first: int = 0) -> None:
    """So many people of one domain sign, are mailed and confirm."""
    for place in range(first, first + number):
        email = f"ales{place}@{domain}"
        taken = world.takes(action, email)
        key, norm = world.keys.dedup_key(action.pk), addresses.normal(email)
        mailing.reserve(
            taken.row_id,
            token=addresses.dedup_token(key, action.pk, norm),
            suppression=addresses.suppression_token(world.keys.suppression_key(), norm),
            now=world.now,
            origin=mailing.Origin(domain=addresses.domain_of(email), key=key),
        )
        world.presses(RecordKind.CONFIRMATION, taken)


def test_a_few_of_one_domain_leave_no_name_behind(world: World) -> None:
    mailed(world, world.action(), "small-office.example", 19)

    assert [one.domain for one in DomainTally.objects.all()] == [""]
    assert not Review.objects.exists()
    assert not Message.objects.filter(kind=trends.ALERT).exists()


def test_one_person_with_a_throw_away_mailbox_counts_like_anybody(world: World) -> None:
    action = world.action()

    mailed(world, action, THROWN_AWAY, 1)
    flush(world.now)

    assert trends.is_disposable(THROWN_AWAY)
    assert trends.is_disposable(f"eu.{THROWN_AWAY}")
    assert parts(action).confirmed == 1


def test_many_of_them_are_held_until_somebody_has_looked(world: World) -> None:
    action = world.action()
    mailed(world, action, THROWN_AWAY, 25)
    flush(world.now)
    assert parts(action).confirmed == 19
    [review] = Review.objects.all()
    assert (reviews.held(review), review.domain) == (6, THROWN_AWAY)

    reviews.release(review, by="tamara")
    flush(world.now)

    assert parts(action).confirmed == 25


def test_what_was_sent_away_is_erased_and_who_comes_later_is_looked_at_anew(world: World) -> None:
    action = world.action()
    mailed(world, action, THROWN_AWAY, 21)
    [review] = Review.objects.all()

    assert reviews.drop(review, by="tamara") == 2
    assert not Signature.objects.filter(state=Signature.State.REVIEW).exists()
    mailed(world, action, THROWN_AWAY, 1, first=21)
    flush(world.now)

    assert parts(action).confirmed == 19
    review.refresh_from_db()
    assert (review.state, reviews.held(review)) == (Review.State.HELD, 1)


def test_staff_are_told_once_a_day(world: World) -> None:
    action = world.action()

    mailed(world, action, "one-company.example", 40)

    [message] = Message.objects.filter(kind=trends.ALERT)
    assert message.ref == f"{action.pk}:domain"
    assert Entry.objects.filter(verb="count.looks_odd").count() == 1
    assert [one.what for one in trends.trends(action)] == ["domain"]


def test_large_providers_are_no_trend(world: World) -> None:
    action = world.action()

    mailed(world, action, "gmail.com", 30)

    assert trends.trends(action) == []


def test_a_burst_is_many_times_the_usual(world: World) -> None:
    action = world.action()
    HourTally.objects.create(
        action=action,
        hour=world.now.replace(minute=0, second=0, microsecond=0),
        mailed=trends.BURST_FROM,
    )

    mailed(world, action, "gmail.com", 1)

    assert [one.what for one in trends.trends(action)] == ["burst"]


def test_from_guarded_up_nothing_is_tallied(world: World) -> None:
    mailed(world, world.action(level=Action.Level.GUARDED), THROWN_AWAY, 25)

    assert not HourTally.objects.exists()
    assert not DomainTally.objects.exists()


def test_tallies_are_erased_after_two_days(world: World) -> None:
    mailed(world, world.action(), THROWN_AWAY, 25)

    world.later(days=3)
    expire(world.now, keys=world.keys)

    assert not DomainTally.objects.exists()
    assert not HourTally.objects.exists()


def test_a_review_is_forgotten_a_month_after_the_decision(world: World) -> None:
    mailed(world, world.action(), THROWN_AWAY, 21)
    [review] = Review.objects.all()
    reviews.release(review, by="tamara")

    world.later(days=32)
    expire(world.now, keys=world.keys)

    assert not Review.objects.exists()
    assert Signature.objects.filter(review=None).count() == 21
