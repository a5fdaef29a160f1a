"""What is added in one go has one leaf with the hash of what is published about it."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.signatures.world import World
from zvarot.actions.models import Action
from zvarot.contract.counts import Parts
from zvarot.contract.history import History, counts_csv, counts_json
from zvarot.contract.record import Klass
from zvarot.ledger.errors import LeafInvalid
from zvarot.ledger.leaf import Type, unpack
from zvarot.lib.store import DirectoryStore
from zvarot.signatures import additions, queries
from zvarot.signatures.flush import flush
from zvarot.signatures.models import Addition
from zvarot.signatures.notary import Notary

FACTS = {"place": "Halifax", "count": 42}


def _paper(action: Action, count: int = 42) -> Addition:
    return additions.queue(action, Type.PAPER, Klass.PAPER, count, FACTS)


def _publish(world: World, folder: Path) -> tuple[DirectoryStore, Notary]:
    store = DirectoryStore(folder / "published")
    key = world.keys.ledger_key()
    notary = Notary(store=store, keys_dir=folder / "keys", key=key, origin="example.org/log")
    notary.publish(world.now)
    return store, notary


def _history(store: DirectoryStore, slug: str = "maryia-petition") -> History:
    return History.load(store.read(json.loads(store.read("counts.json"))["histories"][slug]))


def test_a_batch_gets_its_leaf_at_the_next_flush(world: World) -> None:
    action = world.action()
    batch = _paper(action)

    assert flush(world.now) == 1
    assert flush(world.now) == 0

    batch.refresh_from_db()
    [packed] = queries.leaves(0, 1)
    leaf = unpack(packed)
    assert batch.index == 0
    assert (leaf.type, leaf.klass, leaf.value) == (Type.PAPER, Klass.PAPER, 42)
    assert leaf.tag == hashlib.sha256(b'{"count":42,"place":"Halifax"}').digest()
    assert queries.parts(action) == Parts(paper=42)


def test_a_batch_does_not_make_guarded_signatures_due(world: World) -> None:
    action = world.action(level=Action.Level.GUARDED)
    world.confirmed(action)
    _paper(action)

    assert flush(world.now) == 1
    assert queries.parts(action) == Parts(paper=42)


def test_what_waits_can_be_taken_back_and_what_is_in_the_ledger_cannot(world: World) -> None:
    first, second = _paper(world.action()), _paper(world.action("senators-appeal"))

    assert additions.cancel(first)
    flush(world.now)
    second.refresh_from_db()

    assert not additions.cancel(second)
    assert queries.log_size() == 1


@pytest.mark.parametrize(
    ("kind", "value"), [(Type.PAPER, 0), (Type.INVALIDATION, 3), (Type.CORRECTION, 0)]
)
def test_a_leaf_that_cannot_be_is_refused_at_once(world: World, kind: Type, value: int) -> None:
    action = world.action()

    with pytest.raises(LeafInvalid):
        additions.queue(action, kind, Klass.PAPER, value, FACTS)

    assert not Addition.objects.exists()


def test_the_history_adds_up_to_the_count_of_the_same_checkpoint(
    world: World, tmp_path: Path
) -> None:
    action = world.action(asks_email=False)
    first, _ = world.takes(action, None), world.takes(action, None)
    flush(world.now)
    world.later(days=1)
    _paper(action)
    world.withdraws(first)
    flush(world.now)
    additions.queue(action, Type.CORRECTION, Klass.PAPER, -2, {"reason": "counted twice"})
    flush(world.now)

    store, _ = _publish(world, tmp_path)

    history = _history(store)
    counts = json.loads(store.read("counts.json"))
    assert history.total == Parts.from_json(counts["actions"]["maryia-petition"])
    assert history.total == Parts(unconfirmed=1, paper=40)
    assert [one.withdrawn for one in history.days] == [0, 1]
    assert [(one.kind, one.value) for one in history.added] == [("paper", 42), ("correction", -2)]
    assert history.added[0].facts == FACTS
    open_data = json.loads(counts_json(history, size=counts["size"], root=counts["root"]))
    assert (open_data["count"], open_data["licence"]) == (41, "CC0-1.0")
    last = counts_csv(history, size=counts["size"]).decode().splitlines()[-1].split(",")
    assert (last[0], last[-3]) == (history.days[-1].day.isoformat(), "41")


def test_a_history_is_replaced_and_the_one_before_stays_for_slow_readers(
    world: World, tmp_path: Path
) -> None:
    action = world.action()
    seen = []
    store, notary = _publish(world, tmp_path)
    for count in (1, 2, 3):
        _paper(action, count)
        flush(world.now)
        notary.publish(world.now)
        seen.append(_history(store).path)

    assert store.list("history/") == sorted(seen[-2:])


def test_changed_facts_are_not_passed_off_as_the_evidence(world: World, tmp_path: Path) -> None:
    _paper(world.action())
    flush(world.now)
    Addition.objects.update(evidence='{"count":42,"place":"Paris"}')

    store, _ = _publish(world, tmp_path)

    [added] = _history(store).added
    assert added.facts == {}
    assert added.value == 42
