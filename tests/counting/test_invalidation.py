"""Taking off what was no person's own act: previewed, agreed by two, undone if it was wrong."""

from datetime import timedelta

import pytest

from tests.counting.test_batches import MARYNA, TAMARA, enters
from tests.signatures.world import Taken, World
from zvarot.actions.models import Action
from zvarot.contract.counts import Parts
from zvarot.contract.record import Klass
from zvarot.counting import corrections, invalidation, proposals
from zvarot.counting.errors import CountRefused
from zvarot.counting.invalidation import Conditions
from zvarot.counting.models import Invalidation
from zvarot.ledger import count
from zvarot.ledger.leaf import unpack
from zvarot.signatures import queries
from zvarot.signatures.flush import flush


def signed(world: World, action: Action, number: int) -> list[Taken]:
    """So many unconfirmed signatures, counted; then it is the next day."""
    taken = [world.takes(action, None) for _ in range(number)]
    flush(world.now)
    world.later(days=1)
    return taken


def yesterday(world: World) -> Conditions:
    day = world.now.date() - timedelta(days=1)
    return Conditions(klass=Klass.UNCONFIRMED, from_day=day, to_day=day)


def proposes(world: World, action: Action, conditions: Conditions) -> Invalidation:
    return invalidation.propose(
        action, conditions, "one program sent them", by=MARYNA, role="moderator", now=world.now
    )


def approves(world: World, one: Invalidation) -> None:
    invalidation.approve(one, by=TAMARA, role="editor", now=world.now)


def goes(world: World) -> None:
    """The time in which it can be cancelled passes, and the worker comes by."""
    world.later(hours=1)
    invalidation.take_off(world.now)
    flush(world.now)


@pytest.fixture
def action(world: World) -> Action:
    return world.action(asks_email=False)


def test_two_people_take_off_a_day_and_the_reason_is_public(world: World, action: Action) -> None:
    signed(world, action, 3)
    signed(world, action, 5)

    assert invalidation.preview(action, yesterday(world), world.now) == 5
    one = proposes(world, action, yesterday(world))
    goes(world)
    assert queries.parts(action).total == 8
    approves(world, one)
    goes(world)

    assert queries.parts(action) == Parts(unconfirmed=3)
    one.refresh_from_db()
    assert one.addition is not None
    assert "one program sent them" in one.addition.evidence


def test_it_can_be_cancelled_until_it_is_in_the_ledger(world: World, action: Action) -> None:
    signed(world, action, 2)
    one = proposes(world, action, yesterday(world))
    approves(world, one)

    assert invalidation.take_off(world.now) == 0
    proposals.cancel(one, by=MARYNA)
    goes(world)

    assert queries.parts(action).total == 2


def test_nobody_is_subtracted_twice(world: World, action: Action) -> None:
    taken = signed(world, action, 4)
    world.withdraws(taken[0])
    one = proposes(world, action, yesterday(world))
    approves(world, one)
    goes(world)

    world.withdraws(taken[1])
    flush(world.now)

    assert one.found == 3
    assert queries.parts(action).total == 0
    leaves = list(map(unpack, queries.leaves(0, queries.log_size())))
    assert list(count.problems(leaves)) == []
    assert not queries.deliverable(action).exists()


def test_a_wrong_invalidation_is_undone_but_for_who_withdrew(world: World, action: Action) -> None:
    taken = signed(world, action, 4)
    one = proposes(world, action, yesterday(world))
    approves(world, one)
    goes(world)
    world.withdraws(taken[0])
    one.refresh_from_db()

    made = corrections.undo(one, "it was a school", by=MARYNA, role="moderator", now=world.now)
    corrections.approve(made, by=TAMARA, role="editor", now=world.now)
    flush(world.now)

    assert queries.parts(action).total == 3
    world.withdraws(taken[1])
    flush(world.now)
    assert queries.parts(action).total == 2
    with pytest.raises(CountRefused, match="and once"):
        corrections.undo(one, "again", by=MARYNA, role="moderator", now=world.now)


def test_more_than_was_agreed_to_is_asked_again(world: World, action: Action) -> None:
    taken = signed(world, action, 3)
    tag = taken[0].receipt.leaf_tag.hex()[:8]
    one = proposes(world, action, Conditions(klass=Klass.UNCONFIRMED, tags=(tag,)))
    approves(world, one)
    Invalidation.objects.filter(pk=one.pk).update(
        tags=[each.receipt.leaf_tag.hex()[:8] for each in taken]
    )

    goes(world)

    one.refresh_from_db()
    assert (one.state, one.found) == (Invalidation.State.WAITING, 3)
    assert queries.parts(action).total == 3


def test_a_whole_batch_can_go(world: World, action: Action) -> None:
    batch = enters(world, action)
    flush(world.now)
    batch.refresh_from_db()
    one = proposes(world, action, Conditions(batch=batch))
    with pytest.raises(CountRefused, match="0 are left"):
        corrections.correct(batch, -1, "x", by=MARYNA, role="", now=world.now)

    approves(world, one)
    goes(world)

    assert queries.parts(action).total == 0


@pytest.mark.parametrize(
    ("conditions", "says"),
    [
        (Conditions(), "Choose a class"),
        (Conditions(klass=Klass.UNCONFIRMED), "Choose a class"),
        (Conditions(klass=Klass.UNCONFIRMED, tags=("abc",)), "8 or more"),
    ],
)
def test_conditions_that_say_nothing_are_refused(
    world: World, action: Action, conditions: Conditions, says: str
) -> None:
    with pytest.raises(CountRefused, match=says):
        proposes(world, action, conditions)


def test_today_still_grows(world: World, action: Action) -> None:
    today = world.now.date()
    conditions = Conditions(klass=Klass.UNCONFIRMED, from_day=today, to_day=today)

    with pytest.raises(CountRefused, match="before today"):
        proposes(world, action, conditions)
