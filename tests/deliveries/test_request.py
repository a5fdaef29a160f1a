"""Asking for a delivery: what was promised, and not a field more."""

import dataclasses
from typing import Any

import pytest

from tests import make
from tests.deliveries.world import NOW, World
from zvarot.actions import services as actions
from zvarot.contract.audiences import ORGANISER, POSTMAN, TARGET
from zvarot.contract.promise import COUNT_ONLY, Promise, When
from zvarot.deliveries import services, specs
from zvarot.deliveries.errors import DeliveryRefused
from zvarot.deliveries.models import Delivery
from zvarot.journal.models import Entry

pytestmark = pytest.mark.django_db


def changed(**columns: Any) -> Promise:
    """Return the usual promise with another line for the target."""
    usual = make.promise()
    lines = [
        dataclasses.replace(line, **columns) if line.audience == TARGET else line
        for line in usual.disclosures
    ]
    return Promise(tuple(lines))


def test_a_request_shows_all_that_was_promised_to_the_target() -> None:
    delivery = services.request(World().action, TARGET, by="tamara", now=NOW)

    assert delivery.state == Delivery.State.REQUESTED
    assert delivery.fields == ["given_name", "family_name", "country"]
    entry = Entry.objects.get(verb="delivery.requested")
    assert (entry.actor, entry.detail["audience"]) == ("tamara", TARGET)


def test_asking_for_the_address_is_refused_and_written_down() -> None:
    action = World().action

    with pytest.raises(DeliveryRefused, match="Leave out email"):
        services.request(action, TARGET, by="ihar", now=NOW, fields=["given_name", "email"])

    assert not Delivery.objects.exists()
    entry = Entry.objects.get(verb="delivery.refused", subject=action.slug)
    assert entry.actor == "ihar"
    assert entry.detail["fields"] == ["given_name", "email"]


@pytest.mark.parametrize("audience", [POSTMAN, "public", "moderator", "recipient", "partner:x"])
def test_a_party_to_whom_nothing_is_handed_gets_nothing(audience: str) -> None:
    with pytest.raises(DeliveryRefused, match="names: target, organiser"):
        services.request(World().action, audience, by="ihar", now=NOW)

    assert Entry.objects.filter(verb="delivery.refused").count() == 1


def test_fewer_columns_may_be_asked_for() -> None:
    delivery = services.request(World().action, TARGET, by="tamara", now=NOW, fields=["country"])

    assert delivery.fields == ["country"]


def test_a_promise_of_a_number_delivers_no_list() -> None:
    world = World(promise=changed(fields=COUNT_ONLY))

    delivery = services.request(world.action, TARGET, by="tamara", now=NOW)

    assert delivery.fields == []
    with pytest.raises(DeliveryRefused, match="only their number"):
        services.request(world.action, TARGET, by="ihar", now=NOW, fields=["country"])


def test_what_was_promised_for_after_the_close_waits_for_it() -> None:
    world = World(promise=changed(when=When.AFTER_CLOSE, date=None))

    with pytest.raises(DeliveryRefused, match="Close it first"):
        services.request(world.action, TARGET, by="tamara", now=NOW)

    actions.close(world.action, actor="maryna")
    assert services.request(world.action, TARGET, by="tamara", now=NOW).pk


def test_the_organiser_gets_what_the_organiser_was_promised() -> None:
    spec = specs.spec_for(World().action, ORGANISER)

    assert set(spec.fields) == {"email", "given_name", "family_name"}
    assert specs.layout_of(World().action, spec) == specs.COMMON_LAYOUT
