"""What became of a delivery: on the page, in the journal, in the ledger."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests import make
from tests.deliveries.test_views import ALES, ready, world
from tests.deliveries.world import NOW
from zvarot.actions import services as actions
from zvarot.actions.models import Action
from zvarot.contract.audiences import TARGET
from zvarot.contract.promise import Promise
from zvarot.deliveries import queries, services
from zvarot.deliveries.errors import DeliveryBusy
from zvarot.deliveries.models import Delivery
from zvarot.deliveries.retention import erase_kept
from zvarot.journal.models import Entry
from zvarot.ledger.leaf import Type, unpack
from zvarot.signatures.models import Envelope, Leaf
from zvarot.signatures.queries import parts

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def handed_over() -> Delivery:
    delivery = ready(world())
    list(services.download(delivery, by="tamara", now=NOW))
    services.record_outcome(delivery, "handed_over", on=DAY, note="", by="tamara", now=NOW)
    delivery.refresh_from_db()
    return delivery


def test_handing_over_stands_in_the_ledger_and_adds_nothing() -> None:
    delivery = handed_over()

    leaf = unpack(bytes(Leaf.objects.order_by("-index").first().packed))  # type: ignore[union-attr]
    said = services.statement(delivery)
    assert (leaf.type, leaf.value) == (Type.STATEMENT, 0)
    assert leaf.body == hashlib.sha256(b"ap/statement/v1" + said).digest()
    assert parts(delivery.action).total == 1


def test_an_outcome_recorded_twice_is_one() -> None:
    delivery = handed_over()

    services.record_outcome(delivery, "handed_over", on=DAY, note="again", by="tamara", now=NOW)

    assert Entry.objects.filter(verb="delivery.handed_over").count() == 1
    assert Leaf.objects.count() == 2


def test_an_answer_follows_the_handing_over() -> None:
    delivery = handed_over()

    services.record_outcome(delivery, "answered", on=DAY, note="", by="tamara", now=NOW)

    assert queries.delivered(delivery.action) == {"date": DAY, "n": 1, "outcome": "answered"}
    entry = Entry.objects.get(verb="delivery.answered")
    assert entry.subject == delivery.action.slug


def test_no_outcome_lies_ahead() -> None:
    delivery = ready(world())
    list(services.download(delivery, by="tamara", now=NOW))

    with pytest.raises(DeliveryBusy, match="lies ahead"):
        services.record_outcome(
            delivery, "handed_over", on=date(2027, 1, 1), note="", by="tamara", now=NOW
        )


def test_nothing_is_said_before_anything_was_handed_over() -> None:
    delivery = ready(world())

    assert queries.delivered(delivery.action) is None
    assert queries.erasable(DAY + timedelta(days=400)) == []


def test_envelopes_are_due_for_erasure_when_the_promised_time_is_over() -> None:
    delivery = handed_over()
    long_after = DAY + timedelta(days=31)

    assert queries.erasable(long_after) == []  # people still sign
    Action.objects.update(ended_on=DAY)

    assert queries.erasable(DAY + timedelta(days=30)) == []
    assert queries.erasable(long_after) == [(delivery.action_id, TARGET)]


def test_the_shortest_time_that_was_promised_binds() -> None:
    delivery = handed_over()
    Action.objects.update(ended_on=DAY)
    shorter = [replace(line, days=3) for line in make.promise().disclosures]
    actions.record_promise(
        delivery.action,
        lang="be",
        promise_hash=b"2" * 32,
        promise=Promise(tuple(shorter)).to_json(),
        sentence="",
        on=DAY,
    )

    assert queries.erasable(DAY + timedelta(days=4)) == [(delivery.action_id, TARGET)]


def test_nothing_is_kept_longer_than_a_year_even_if_nothing_was_handed_over() -> None:
    action = world().action
    Action.objects.update(ended_on=DAY)

    assert queries.erasable(DAY + timedelta(days=365)) == []
    assert (action.pk, TARGET) in queries.erasable(DAY + timedelta(days=366))


def test_what_is_due_is_erased_with_its_key() -> None:
    keys = (own := world()).keys
    Action.objects.update(ended_on=DAY)
    after = datetime.combine(DAY, time(), UTC) + timedelta(days=400)

    assert [erase_kept(after, keys=keys) for _ in range(2)] == [1, 0]

    assert not Envelope.objects.exclude(sealed=None).exists()
    assert keys.audience_secrets(own.action.pk, TARGET) == []
    assert Entry.objects.get(verb="answers.erased").detail == {"audience": TARGET, "envelopes": 1}


def test_while_people_still_sign_only_what_a_delivery_used_is_erased() -> None:
    own = world()
    delivery = ready(own)
    list(services.download(delivery, by="tamara", now=NOW))
    services.record_outcome(delivery, "handed_over", on=DAY, note="", by="tamara", now=NOW)
    later = own.sign(ALES)
    own.count()
    after = datetime.combine(DAY, time(), UTC) + timedelta(days=31)

    assert erase_kept(after - timedelta(days=1), keys=own.keys) == 0
    assert [erase_kept(after, keys=own.keys) for _ in range(2)] == [1, 0]

    [left] = Envelope.objects.exclude(sealed=None)
    assert left.signature == later
    assert own.keys.audience_secrets(own.action.pk, TARGET) != []
