"""Who holds the receipt can take a signature back, whatever state it is in."""

import threading
import time
from pathlib import Path

import pytest
from django.db import connections, transaction

from tests.signatures import world as worlds
from tests.signatures.world import World
from zvarot.contract.receipt import withdrawal_tag
from zvarot.ledger.leaf import Type, unpack
from zvarot.signatures import queries
from zvarot.signatures.flush import flush
from zvarot.signatures.models import Dedup, EarlyWithdrawal, Envelope, Leaf, Signature


def test_a_counted_signature_leaves_a_leaf_of_minus_one(world: World) -> None:
    action = world.action()
    taken = world.confirmed(action)
    flush(world.now)

    world.withdraws(taken)
    flush(world.now)

    assert not Signature.objects.exists()
    assert not Envelope.objects.exists()
    leaf = unpack(bytes(Leaf.objects.get(index=1).packed))
    assert (leaf.type, leaf.value) == (Type.WITHDRAWAL, -1)
    assert leaf.tag == withdrawal_tag(taken.receipt.wd)
    assert queries.parts(action).total == 0


def test_what_was_not_counted_leaves_no_leaf(world: World) -> None:
    action = world.action()
    pending, confirmed = world.takes(action, "ihar@example.org"), world.confirmed(action)

    world.withdraws(pending)
    world.withdraws(confirmed)
    flush(world.now)

    assert not Signature.objects.exists()
    assert not Leaf.objects.exists()


def test_withdrawn_twice_it_counts_once(world: World) -> None:
    action = world.action()
    taken = world.confirmed(action)
    flush(world.now)

    world.withdraws(taken)
    world.withdraws(taken)
    flush(world.now)

    assert Leaf.objects.count() == 2


def test_who_withdrew_may_sign_again(world: World) -> None:
    action = world.action()
    world.withdraws(world.confirmed(action))
    assert not Dedup.objects.exists()

    world.later(hours=25)
    world.confirmed(action)

    assert Signature.objects.get().state == "confirmed"


def test_a_withdrawal_frees_only_its_own_address(world: World) -> None:
    action = world.action()
    taken = world.confirmed(action)
    world.confirmed(action, "maryna@example.org")

    world.withdraws(taken)

    assert Dedup.objects.count() == 1


def test_a_withdrawal_that_overtakes_its_signature_still_works(world: World) -> None:
    taken = world.signs(world.action())

    world.withdraws(taken)
    world.drain(taken.body)

    assert not Signature.objects.exists()
    assert not EarlyWithdrawal.objects.exists()


def test_signature_and_withdrawal_in_one_batch_leave_nothing(world: World) -> None:
    taken = world.signs(world.action())

    world.drain(b"\x01\x03" + taken.receipt.wd, taken.body)

    assert not Signature.objects.exists()


def test_a_code_that_matches_nothing_changes_nothing(world: World) -> None:
    world.confirmed(world.action())

    world.drain(b"\x01\x03" + b"w" * 32)

    assert Signature.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_that_meets_a_flush_finds_the_row_in_its_new_place(tmp_path: Path) -> None:
    world = worlds.make(tmp_path)
    taken = world.confirmed(world.action(level="guarded"))
    flush(world.now)
    world.later(hours=73)

    def withdraw() -> None:
        world.withdraws(taken)
        connections.close_all()

    with transaction.atomic():
        assert flush(world.now) == 1
        meeting = threading.Thread(target=withdraw)
        meeting.start()
        time.sleep(0.3)  # it waits for the flush
    meeting.join()

    assert not Signature.objects.exists()
