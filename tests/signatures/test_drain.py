"""Records from the inbox become rows, each once."""

import os

import pytest

from tests.signatures.world import PROMISE_HASH, World
from zvarot.contract.record import Klass, SignatureRecord, pack, unpack
from zvarot.journal.models import Entry
from zvarot.outbox.models import Message
from zvarot.signatures import services
from zvarot.signatures.digests import body_hash, digest
from zvarot.signatures.models import Drained, Envelope, Signature


def test_a_signature_with_an_address_waits_and_its_mail_is_queued(world: World) -> None:
    action = world.action()

    taken = world.takes(action)

    row = Signature.objects.get()
    assert bytes(row.row_id) == taken.row_id
    assert (row.state, row.klass) == ("pending", Klass.CONFIRMED)
    assert row.expires_on is not None
    assert (row.expires_on - world.now.date()).days == 7
    assert Message.objects.get().ref == taken.row_id.hex()


def test_a_signature_without_an_address_waits_for_the_flush_only(world: World) -> None:
    action = world.action(asks_email=False)

    world.takes(action, None)

    row = Signature.objects.get()
    assert (row.state, row.klass, row.expires_on) == ("confirmed", Klass.UNCONFIRMED, None)
    assert not Message.objects.exists()


def test_the_same_inbox_rows_taken_twice_are_taken_once(world: World) -> None:
    action = world.action()
    rows = [(os.urandom(16), world.signs(action).body) for _ in range(5)]

    first = services.drain(rows, keys=world.keys, now=world.now)
    again = services.drain(rows, keys=world.keys, now=world.now)

    assert (first["taken"], again["taken"]) == (5, 0)
    assert Signature.objects.count() == 5
    assert Envelope.objects.count() == 10
    assert Message.objects.count() == 5


def test_a_row_taken_again_under_another_inbox_id_changes_nothing(world: World) -> None:
    taken = world.takes(world.action())
    world.drain(taken.body)

    world.drain(taken.body, taken.body)

    assert Signature.objects.count() == 1
    assert Envelope.objects.count() == 2


def test_drained_ids_can_be_forgotten(world: World) -> None:
    rows = [(os.urandom(16), world.signs(world.action()).body)]
    services.drain(rows, keys=world.keys, now=world.now)

    services.forget_drained(row_id for row_id, _ in rows)

    assert not Drained.objects.exists()


def test_the_hash_of_the_body_covers_all_envelopes_but_the_postmans(world: World) -> None:
    taken = world.takes(world.action())

    record = unpack(taken.body)
    assert isinstance(record, SignatureRecord)
    sealed = dict(record.envelopes)
    expected = body_hash([("target", digest(sealed["target"]))])
    assert bytes(Signature.objects.get().body_hash) == expected


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"action_id": 999_999}, "unknown-action"),
        ({"action_id": 2**64 - 1}, "unknown-action"),
        ({"promise_hash": b"x" * 32}, "unknown-promise"),
        ({"row_id": b"r" * 16}, "foreign-envelope"),
    ],
)
def test_a_record_that_no_honest_front_makes_is_counted_and_dropped(
    world: World, change: dict[str, object], reason: str
) -> None:
    action = world.action()
    good = unpack(world.signs(action).body)
    assert isinstance(good, SignatureRecord)

    world.drain(pack(SignatureRecord(**{**vars(good), **change})), pack(good))

    assert Signature.objects.count() == 1
    entry = Entry.objects.get(verb="signatures.refused")
    assert entry.detail == {reason: 1}


def test_bytes_that_are_no_record_do_not_stop_the_others(world: World) -> None:
    action = world.action()

    world.drain(b"", b"\xff" * 100, world.signs(action).body, b"\x01\x01short")

    assert Signature.objects.count() == 1
    assert Entry.objects.get(verb="signatures.refused").detail == {"malformed": 3}


def test_an_envelope_for_a_postman_is_refused_where_no_address_is_asked(world: World) -> None:
    action = world.action(asks_email=False)

    world.takes(action, "ales@example.org")

    assert not Signature.objects.exists()


def test_one_action_does_not_take_the_promise_of_another(world: World) -> None:
    action, other = world.action("mikita-letter"), world.action("mikita-messages")
    other.promised.update(hash=b"o" * 32)

    world.takes(action)
    world.takes(other)

    assert [row.action_id for row in Signature.objects.all()] == [action.pk]
    assert bytes(action.promised.get().hash) == PROMISE_HASH


def test_rows_lie_in_the_order_of_their_random_ids(world: World) -> None:
    action = world.action()

    world.drain(*(world.signs(action).body for _ in range(20)))

    in_table = [
        bytes(row) for row in Signature.objects.order_by("pk").values_list("row_id", flat=True)
    ]
    assert in_table == sorted(in_table)
