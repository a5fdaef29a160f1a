"""Countries of the counted: opened once, added to a sum, erased; and what the public is told."""

import csv
import io
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.front import site
from tests.signatures.world import PROMISE_HASH, World
from zvarot.actions.models import Action
from zvarot.contract.audiences import PUBLIC
from zvarot.contract.promise import PUBLIC_COUNT, PUBLIC_COUNTRIES, Promise
from zvarot.contract.receipt import Receipt, withdraw_hash
from zvarot.contract.record import Klass, SignatureRecord, WithdrawalRecord, pack
from zvarot.contract.tokens import day_number
from zvarot.front.edition import load_edition
from zvarot.front.wire import Wire
from zvarot.sealing.closing import seal
from zvarot.signatures.expiry import expire
from zvarot.signatures.figures import told
from zvarot.signatures.flush import flush
from zvarot.signatures.models import CountryFigure, Envelope
from zvarot.signatures.notary import Notary
from zvarot.worker.countries import add_countries


def telling(world: World, level: str = "standard", slug: str = site.SLUG) -> Action:
    """An action that asks no address and tells everyone how many live in which country."""
    promise = Promise((PUBLIC_COUNTRIES,), level=level)
    return world.action(slug, asks_email=False, level=level, promise=promise.to_json())


def sign(world: World, action: Action, country: str, people: int = 1) -> list[Receipt]:
    """So many people of a country sign; the worker has stored them."""
    receipts, bodies = [], []
    for _ in range(people):
        row_id, receipt = os.urandom(16), Receipt.new()
        sealed = seal(
            {"country": country} if country else {},
            key=world.keys.ensure_audience(action.pk, PUBLIC),
            size=512,
            action_id=action.pk,
            row_id=row_id,
            promise_hash=PROMISE_HASH,
        )
        record = SignatureRecord(
            action_id=action.pk,
            row_id=row_id,
            promise_hash=PROMISE_HASH,
            leaf_tag=receipt.leaf_tag,
            withdraw_hash=withdraw_hash(receipt.wd),
            day=day_number(world.now.date()),
            klass=Klass.UNCONFIRMED,
            envelopes=((PUBLIC, sealed),),
        )
        receipts.append(receipt)
        bodies.append(pack(record))
    world.drain(*bodies)
    return receipts


def add(world: World) -> None:
    while add_countries(world.keys, world.now):
        pass


def test_a_country_is_added_once_its_signature_is_counted_and_then_erased(world: World) -> None:
    action = telling(world)
    sign(world, action, "LT", 12)
    add(world)
    assert told([action.pk]) == {action.pk: {}}
    assert Envelope.objects.exclude(sealed=None).count() == 12

    flush(world.now)
    add(world)
    add(world)

    assert told([action.pk]) == {action.pk: {"LT": 12}}
    assert CountryFigure.objects.get(country="LT").total == 12
    assert not Envelope.objects.exclude(sealed=None).exists()
    assert Envelope.objects.exclude(digest=b"").count() == 12


def test_who_withdraws_before_it_is_added_is_not_and_after_it_changes_nothing(world: World) -> None:
    action = telling(world)
    first, second = sign(world, action, "LT", 12), sign(world, action, "PL", 12)
    flush(world.now)
    _withdraw(world, first[0])
    add(world)
    _withdraw(world, second[0])
    flush(world.now)
    add(world)

    assert told([action.pk]) == {action.pk: {"LT": 11, "PL": 12}}


def test_who_names_no_country_and_what_cannot_be_opened_is_in_no_figure(world: World) -> None:
    action = telling(world)
    sign(world, action, "", 3)
    sign(world, action, "LT", 11)
    flush(world.now)
    damaged = Envelope.objects.order_by("pk").last()
    assert damaged is not None
    damaged.sealed = bytes(damaged.sealed or b"")[:-1] + b"x"
    damaged.save()

    add(world)

    assert sum(CountryFigure.objects.values_list("total", flat=True)) in {10, 11}
    assert not Envelope.objects.exclude(sealed=None).exists()


def test_while_the_key_is_gone_answers_wait_for_it(world: World, tmp_path: Path) -> None:
    action = telling(world)
    sign(world, action, "LT", 10)
    flush(world.now)
    folder = tmp_path / "keys" / "audience"
    folder.rename(tmp_path / "elsewhere")
    add(world)
    assert Envelope.objects.exclude(sealed=None).count() == 10

    (tmp_path / "elsewhere").rename(folder)
    add(world)

    assert told([action.pk]) == {action.pk: {"LT": 10}}


def test_at_guarded_the_figures_move_once_a_day_and_from_fifty_on(world: World) -> None:
    action = telling(world, "guarded")
    sign(world, action, "LT", 60)
    sign(world, action, "PL", 20)
    flush(world.now)  # starts the time that they wait at most
    world.later(days=4)
    flush(world.now)
    add(world)
    assert told([action.pk]) == {action.pk: {"LT": 60}}

    CountryFigure.objects.filter(country="LT").update(total=90)
    add(world)
    assert told([action.pk]) == {action.pk: {"LT": 60}}
    world.now += timedelta(days=1)
    add(world)

    assert told([action.pk]) == {action.pk: {"LT": 90}}


def test_an_action_that_does_not_tell_costs_and_opens_nothing(world: World) -> None:
    action = world.action(asks_email=False, promise=Promise((PUBLIC_COUNT,)).to_json())
    sign(world, action, "LT", 12)
    flush(world.now)

    assert add_countries(world.keys, world.now) is False
    assert not CountryFigure.objects.exists()


def test_what_nobody_is_told_any_more_is_erased_unread(world: World) -> None:
    action = telling(world)
    sign(world, action, "LT", 12)
    flush(world.now)
    Action.objects.filter(pk=action.pk).update(promise=Promise((PUBLIC_COUNT,)).to_json())

    assert expire(world.now, keys=world.keys)["countries"] == 12

    assert not Envelope.objects.exclude(sealed=None).exists()
    assert not CountryFigure.objects.exists()


def test_the_key_is_destroyed_a_week_after_the_end_once_all_are_added(world: World) -> None:
    action = telling(world)
    sign(world, action, "LT", 2)
    flush(world.now)
    Action.objects.filter(pk=action.pk).update(
        state=Action.State.CLOSED, ended_on=world.now.date() - timedelta(days=9)
    )
    expire(world.now, keys=world.keys)
    assert world.keys.audience_secrets(action.pk, PUBLIC)

    add(world)
    expire(world.now, keys=world.keys)

    assert world.keys.audience_secrets(action.pk, PUBLIC) == []


@pytest.mark.parametrize("is_telling", [True, False])
def test_page_and_open_data_have_the_countries_that_are_told_and_no_other(
    world: World, tmp_path: Path, *, is_telling: bool
) -> None:
    action = telling(world) if is_telling else world.action(site.SLUG, asks_email=False)
    published = site.publish(tmp_path / "published")
    published.store.delete(["log/checkpoint", "log/tile/0/000.p/3", "counts.json"])
    for country, people in (("LT", 12), ("PL", 6), ("CA", 7), ("", 1)):
        sign(world, action, country, people)
    flush(world.now)
    add(world)
    key = world.keys.ledger_key()
    notary = Notary(store=published.store, keys_dir=tmp_path / "k", key=key, origin="x.example/log")
    notary.publish(world.now)

    edition = load_edition(published.store, Wire("http://x"), max_body=16384, before=None)

    data = json.loads(edition.replies[f"/{site.SLUG}/counts.json"].body)
    table = edition.replies.get(f"/{site.SLUG}/countries.csv")
    assert data["count"] == 26
    if not is_telling:
        assert data["countries"] is None
        assert table is None
        return
    assert data["countries"] == {"LT": 12, "other": 13}
    assert "in steps" in data["countries_note"]
    assert table is not None
    rows = [row[:2] for row in csv.reader(io.StringIO(table.body.decode()))]
    assert rows == [["country", "people"], ["LT", "12"], ["other", "13"]]


def _withdraw(world: World, receipt: Receipt) -> None:
    world.drain(pack(WithdrawalRecord(wd=receipt.wd)))
