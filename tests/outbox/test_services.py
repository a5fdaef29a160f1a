"""Work is queued once, done at least once, and given up in the open."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zvarot.outbox import queries, services
from zvarot.outbox.models import Message, Pace

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _order(name: str = "a", *, not_before: datetime = NOW) -> services.Order:
    return services.Order(kind="confirm", ref=name, key=f"confirm:{name}", not_before=not_before)


def _claim(now: datetime = NOW, limit: int = 10) -> list[services.Claimed]:
    return services.claim(("confirm",), limit, now=now)


@pytest.mark.django_db
def test_queued_twice_under_one_key_it_is_one_message() -> None:
    services.queue([_order(), _order()])
    services.queue([_order()])

    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_nobody_else_gets_a_message_while_its_lease_runs() -> None:
    services.queue([_order()])

    first, second = _claim(), _claim()

    assert (len(first), len(second)) == (1, 0)


@pytest.mark.django_db
def test_when_the_lease_has_run_out_the_next_worker_takes_over() -> None:
    services.queue([_order()])
    [late] = _claim()

    [taken] = _claim(NOW + services.LEASE + timedelta(seconds=1))

    assert taken.attempts == 2
    assert not services.done(late)  # it lost the message and must not strike it out
    assert services.done(taken)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_message_waits_for_its_time_and_its_kind() -> None:
    services.queue([_order(not_before=NOW + timedelta(hours=1))])

    assert not _claim()
    assert not services.claim(("webhook",), 10, now=NOW + timedelta(hours=2))
    assert _claim(NOW + timedelta(hours=2))


@pytest.mark.django_db
def test_the_oldest_goes_first_and_the_limit_holds() -> None:
    services.queue(_order(str(n), not_before=NOW - timedelta(minutes=n)) for n in range(5))

    assert {message.ref for message in _claim(limit=2)} == {"4", "3"}


@pytest.mark.django_db
def test_each_failure_waits_longer_than_the_one_before() -> None:
    services.queue([_order()])
    now, waits = NOW, []
    for _ in range(12):
        [message] = _claim(now)
        services.retry(message, now=now)
        not_before = Message.objects.get().not_before
        waits.append((not_before - now).total_seconds())
        now = not_before

    for number, wait in enumerate(waits):
        longest = min(15 * 2**number, 3600)
        assert longest / 2 <= wait <= longest


@pytest.mark.django_db
def test_being_held_is_no_attempt() -> None:
    services.queue([_order()])
    [message] = _claim()

    services.hold(message, NOW + timedelta(hours=1))

    assert not _claim()
    [again] = _claim(NOW + timedelta(hours=1))
    assert again.attempts == 1


@pytest.mark.django_db
def test_a_dead_letter_stays_in_sight_and_out_of_the_way() -> None:
    services.queue([_order()])
    [message] = _claim()

    services.bury(message, "SMTP 550")

    assert not _claim(NOW + timedelta(days=1))
    assert [one.dead_reason for one in queries.dead()] == ["SMTP 550"]
    services.forget_dead(NOW + timedelta(days=14))
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_cancelled_message_is_never_claimed() -> None:
    services.queue([_order("a"), _order("b")])

    services.cancel(["confirm:a"])

    assert [message.ref for message in _claim()] == ["b"]


@pytest.mark.django_db
def test_the_budget_of_an_hour_is_shared_and_comes_back() -> None:
    granted = [services.take_pace("mail", 40, per_hour=100, now=NOW) for _ in range(4)]
    later = services.take_pace("mail", 40, per_hour=100, now=NOW + timedelta(hours=1))

    assert granted == [40, 40, 20, 0]
    assert later == 40
    assert Pace.objects.count() == 1


@pytest.mark.django_db
def test_a_clock_that_went_back_does_not_stop_the_mail() -> None:
    services.take_pace("mail", 100, per_hour=100, now=NOW + timedelta(days=30))

    assert services.take_pace("mail", 40, per_hour=100, now=NOW) == 40


@pytest.mark.django_db
def test_a_queue_that_lags_is_seen() -> None:
    services.queue([_order(not_before=NOW - timedelta(hours=3))])

    assert queries.oldest_due(NOW) == NOW - timedelta(hours=3)
    assert queries.waiting("confirm").count() == 1


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["queue", "claim", "done", "retry", "hold", "bury", "crash", "wait"]),
        st.integers(0, 4),
    ),
    max_size=30,
)


class AnyOrderOfActs(TestCase):
    """Whatever workers do and however they die, no message is lost or done by two at once."""

    @settings(max_examples=40)
    @given(ACTS)
    def test_every_message_is_waiting_claimed_done_or_dead(
        self, acts: list[tuple[str, int]]
    ) -> None:
        now, queued, done, dead = NOW, set[str](), set[str](), set[str]()
        held: list[services.Claimed] = []
        for act, number in acts:
            name = str(number)
            if act == "queue" and name not in done | dead:
                services.queue([_order(name)])
                queued.add(name)
            elif act == "claim":
                fresh = services.claim(("confirm",), number + 1, now=now)
                assert not {one.ref for one in fresh} & (done | dead)
                held += fresh
            elif act == "crash":
                held = []
            elif act == "wait":
                now += timedelta(minutes=number)
            elif held:
                message = held.pop(number % len(held))
                self._finish(act, message, now, done, dead)
        there = set(Message.objects.values_list("ref", flat=True))
        assert there == queued - done
        assert {one.ref for one in queries.dead()} == dead

    def _finish(
        self, act: str, message: services.Claimed, now: datetime, done: set[str], dead: set[str]
    ) -> None:
        owns = Message.objects.filter(pk=message.id, lease=message.lease).exists()
        if act == "done":
            assert services.done(message) == owns
            if owns:
                done.add(message.ref)
        elif act == "retry":
            services.retry(message, now=now)
        elif act == "hold":
            services.hold(message, now)
        elif act == "bury":
            services.bury(message, "tried enough")
            if owns:
                dead.add(message.ref)
