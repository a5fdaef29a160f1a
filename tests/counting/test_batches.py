"""Paper, groups and partners: everything adds up, is itemised, and above a limit seen by two."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.signatures.world import World
from zvarot.actions.models import Action
from zvarot.contract.counts import Parts
from zvarot.counting import batches, corrections, proposals
from zvarot.counting.batches import Facts
from zvarot.counting.errors import CountRefused
from zvarot.counting.models import Batch
from zvarot.signatures.flush import flush
from zvarot.signatures.queries import parts

MARYNA, TAMARA = "maryna", "tamara"
SCAN = hashlib.sha256(b"a scan").hexdigest()


def facts(world: World, **changes: Any) -> Facts:
    """Three sheets of a school fair, yesterday."""
    yesterday = world.now.date() - timedelta(days=1)
    given = {
        "kind": "sheets",
        "count": 42,
        "from_day": yesterday,
        "to_day": yesterday,
        "place": "Halifax",
        "words": "a school in Halifax",
        "tallies": (15, 15, 12),
        "hashes": (SCAN,),
    }
    return Facts(**{**given, **changes})


def enters(world: World, action: Action, **changes: Any) -> Batch:
    return batches.enter(
        action, facts(world, **changes), by=MARYNA, role="campaigner", now=world.now
    )


def approves(world: World, batch: Batch, by: str = TAMARA) -> None:
    batches.approve(batch, by=by, role="delivery officer", now=world.now)


def test_a_small_batch_counts_at_the_next_flush_with_its_facts_as_evidence(world: World) -> None:
    action = world.action()

    batch = enters(world, action)
    flush(world.now)

    assert parts(action) == Parts(paper=42)
    assert batch.addition is not None
    said = json.loads(batch.addition.evidence)
    assert (said["tallies"], said["sha256"], said["entered_by"]) == (
        [15, 15, 12],
        [SCAN],
        "campaigner",
    )
    assert MARYNA not in batch.addition.evidence


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"tallies": (15, 15, 11)}, "add up to 41"),
        ({"tallies": ()}, "tally of each one"),
        ({"hashes": ()}, "scan of each one"),
        ({"count": 0, "tallies": ()}, "between 1"),
        ({"kind": "letters", "words": ""}, "who wrote"),
        ({"to_day": date(2999, 1, 1)}, "today or earlier"),
    ],
)
def test_a_batch_that_does_not_add_up_is_refused(
    world: World, changes: dict[str, Any], says: str
) -> None:
    action = world.action()

    with pytest.raises(CountRefused, match=says):
        enters(world, action, **changes)

    assert not Batch.objects.exists()


def test_a_group_tells_how_many_letters_it_wrote(world: World) -> None:
    action = world.action()

    enters(world, action, kind="letters", tallies=(), hashes=())
    flush(world.now)

    assert parts(action).paper == 42


def test_above_the_limit_a_second_person_approves_who_is_another(world: World) -> None:
    action = world.action()
    batch = enters(world, action, count=101, tallies=(101,))
    assert flush(world.now) == 0

    with pytest.raises(CountRefused, match="somebody else"):
        approves(world, batch, by=MARYNA)
    approves(world, batch)
    flush(world.now)

    assert parts(action).paper == 101
    with pytest.raises(CountRefused, match="any more"):
        approves(world, batch, by="ihar")


def test_the_database_itself_refuses_one_person_as_two(world: World) -> None:
    batch = enters(world, world.action())

    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(second_by=MARYNA)


def test_from_guarded_up_every_batch_needs_two(world: World) -> None:
    action = world.action(level=Action.Level.GUARDED)

    batch = enters(world, action, count=1, tallies=(1,))

    assert flush(world.now) == 0
    assert batch.state == Batch.State.WAITING


def test_a_batch_can_be_taken_back_until_it_is_in_the_ledger(world: World) -> None:
    action = world.action()
    first, second = enters(world, action), enters(world, action, count=12, tallies=(12,))

    proposals.cancel(first, by=MARYNA)
    flush(world.now)

    assert parts(action).paper == 12
    with pytest.raises(CountRefused, match="Enter a correction"):
        proposals.cancel(second, by=MARYNA)


def test_a_draft_and_an_archived_action_take_no_batch(world: World) -> None:
    action = world.action()
    action.state = Action.State.ARCHIVED
    action.save()

    with pytest.raises(CountRefused, match="archived"):
        enters(world, action)


TABLE = (
    b"partner,day,count\r\nAurora,2026-03-01,30\r\nAurora,2026-03-02,5\r\nBorealis,2026-03-01,7\r\n"
)


def imports(world: World, action: Action, body: bytes = TABLE) -> list[Batch]:
    return batches.import_partners(action, body, by=MARYNA, role="campaigner", now=world.now)


def test_partners_are_a_class_of_their_own(world: World) -> None:
    action = world.action()

    made = imports(world, action)
    flush(world.now)

    assert parts(action) == Parts(partner=42)
    assert [(one.partner, one.count) for one in made] == [("Aurora", 35), ("Borealis", 7)]
    assert made[0].hashes == [hashlib.sha256(TABLE).hexdigest()]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"name,n\r\nA,1\r\n", "columns"),
        (b"partner,day,count\r\nA,2026-03-01,x\r\n", "Line 2"),
        (b"partner,day,count\r\nA,2026-03-01,1\r\nA,2026-03-01,2\r\n", "Line 3"),
        (b"partner,day,count\r\nA,2026-03-01,-1\r\n", "Line 2"),
        (b"partner,day,count\r\nA,2999-03-01,1\r\n", "not come yet"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_enters_nothing(world: World, body: bytes, says: str) -> None:
    with pytest.raises(CountRefused, match=says):
        imports(world, world.action(), body)

    assert not Batch.objects.exists()


def test_the_same_day_of_a_partner_is_never_counted_twice(world: World) -> None:
    action = world.action()
    imports(world, action)

    with pytest.raises(CountRefused, match="counted before"):
        imports(world, action)


def test_a_correction_says_what_it_corrects_and_why(world: World) -> None:
    action = world.action()
    batch = enters(world, action)
    flush(world.now)
    batch.refresh_from_db()

    made = corrections.correct(
        batch, -2, "two names twice", by=MARYNA, role="campaigner", now=world.now
    )
    flush(world.now)

    assert parts(action).paper == 40
    assert made.addition is not None
    said = json.loads(made.addition.evidence)
    assert (said["corrects_leaf"], said["reason"]) == (0, "two names twice")


def test_a_correction_leaves_nothing_below_zero_and_follows_the_ledger(world: World) -> None:
    batch = enters(world, world.action())
    with pytest.raises(CountRefused, match="not in the ledger yet"):
        corrections.correct(batch, -1, "x", by=MARYNA, role="", now=world.now)
    flush(world.now)

    corrections.correct(batch, -40, "x", by=MARYNA, role="", now=world.now)

    with pytest.raises(CountRefused, match="2 are left"):
        corrections.correct(batch, -3, "x", by=MARYNA, role="", now=world.now)
