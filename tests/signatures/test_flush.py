"""When signatures become leaves, and that the count is the sum of the leaves."""

from datetime import timedelta

import pytest

from tests.signatures.world import World
from zvarot.actions.models import Action
from zvarot.contract.record import Klass
from zvarot.ledger.leaf import Type, unpack
from zvarot.ledger.merkle import root_of
from zvarot.signatures import queries
from zvarot.signatures.flush import flush
from zvarot.signatures.models import Envelope, Leaf, LogHead, Signature, Tally


def test_a_confirmed_signature_becomes_one_leaf(world: World) -> None:
    action = world.action()
    taken = world.confirmed(action)

    assert flush(world.now) == 1
    assert flush(world.now) == 0

    row, leaf = Signature.objects.get(), unpack(bytes(Leaf.objects.get().packed))
    assert row.state == "counted"
    assert (leaf.type, leaf.klass, leaf.value) == (Type.SIGNATURE, Klass.CONFIRMED, 1)
    assert leaf.action_id == action.pk
    assert leaf.tag == taken.receipt.leaf_tag
    assert leaf.body == bytes(row.body_hash)


def test_pending_signatures_are_never_counted(world: World) -> None:
    world.takes(world.action())

    assert flush(world.now) == 0


def test_the_count_is_shown_by_class(world: World) -> None:
    action = world.action()
    world.confirmed(action)
    world.takes(action, None)

    flush(world.now)

    parts = queries.parts(action)
    assert (parts.confirmed, parts.unconfirmed, parts.total) == (1, 1, 2)


def test_the_head_has_the_root_over_all_leaves(world: World) -> None:
    action = world.action(asks_email=False)
    for _ in range(3):
        world.drain(*(world.signs(action, None).body for _ in range(5)))
        flush(world.now)

    leaves = [bytes(leaf.packed) for leaf in Leaf.objects.order_by("index")]
    assert bytes(LogHead.objects.get().root) == root_of(leaves)
    assert [leaf.index for leaf in Leaf.objects.order_by("index")] == list(range(15))
    assert Tally.objects.get().total == 15


def test_leaves_of_one_flush_stand_in_the_order_of_their_tags(world: World) -> None:
    action = world.action(asks_email=False)
    world.drain(*(world.signs(action, None).body for _ in range(20)))

    flush(world.now)

    tags = [unpack(bytes(leaf.packed)).tag for leaf in Leaf.objects.order_by("index")]
    assert tags == sorted(tags)


@pytest.mark.parametrize(
    ("level", "enough", "longest"), [("guarded", 20, 72), ("nameless", 50, 168)]
)
def test_protected_levels_wait_for_company(
    world: World, level: str, enough: int, longest: int
) -> None:
    action = world.action(asks_email=False, level=level)
    world.drain(*(world.signs(action, None).body for _ in range(enough - 1)))
    assert flush(world.now) == 0
    world.later(hours=longest - 1)
    assert flush(world.now) == 0

    world.takes(action, None)
    assert flush(world.now) == 0  # a random minute is drawn now
    world.later(minutes=31)

    assert flush(world.now) == enough


def test_nobody_waits_for_ever(world: World) -> None:
    action = world.action(asks_email=False, level=Action.Level.GUARDED)
    world.takes(action, None)
    assert flush(world.now) == 0

    world.later(hours=72)

    assert flush(world.now) == 1


def test_a_guarded_flush_rewrites_its_rows_in_random_order(world: World) -> None:
    action = world.action(asks_email=False, level=Action.Level.GUARDED)
    for _ in range(20):
        world.takes(action, None)
    before = {bytes(row.row_id): row.pk for row in Signature.objects.all()}
    flush(world.now)
    world.later(minutes=31)

    flush(world.now)

    rows = list(Signature.objects.order_by("pk"))
    assert [bytes(row.row_id) for row in rows] == sorted(before)
    assert not {row.pk for row in rows} & set(before.values())
    assert Envelope.objects.filter(signature__in=rows).count() == 20
    assert {row.state for row in rows} == {"counted"}


def test_a_clock_that_goes_back_does_not_date_leaves_back(world: World) -> None:
    action = world.action(asks_email=False)
    world.takes(action, None)
    flush(world.now)

    world.takes(action, None)
    flush(world.now - timedelta(days=400))

    days = [unpack(bytes(leaf.packed)).day for leaf in Leaf.objects.order_by("index")]
    assert days[0] == days[1]
