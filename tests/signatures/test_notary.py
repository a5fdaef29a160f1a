"""What is signed was checked a second time, and is never gone back on."""

import json
from pathlib import Path

import pytest

from tests.signatures.world import World
from zvarot.ledger import tiles
from zvarot.ledger.checkpoint import Checkpoint, verify_checkpoint
from zvarot.lib.store import DirectoryStore
from zvarot.signatures.errors import LedgerBroken
from zvarot.signatures.flush import flush
from zvarot.signatures.models import Leaf, LogHead
from zvarot.signatures.notary import Notary

ORIGIN = "example.org/log"


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path / "published")


@pytest.fixture
def notary(world: World, store: DirectoryStore, tmp_path: Path) -> Notary:
    return _notary(world, store, tmp_path)


def _notary(world: World, store: DirectoryStore, folder: Path) -> Notary:
    return Notary(store=store, keys_dir=folder / "keys", key=world.keys.ledger_key(), origin=ORIGIN)


def _signs(world: World, count: int = 1, slug: str = "maryia-petition") -> None:
    action = world.action(slug, asks_email=False)
    world.drain(*(world.signs(action, None).body for _ in range(count)))
    flush(world.now)


def _checkpoint(world: World, store: DirectoryStore) -> Checkpoint:
    public = world.keys.ledger_key().public_key().public_bytes_raw()
    return verify_checkpoint(store.read("log/checkpoint"), ORIGIN, public)


def test_an_empty_log_is_signed_too(world: World, store: DirectoryStore, notary: Notary) -> None:
    notary.publish(world.now)

    assert _checkpoint(world, store).size == 0


def test_the_published_tiles_lead_to_the_signed_root(
    world: World, store: DirectoryStore, notary: Notary
) -> None:
    for place, count in enumerate((3, 255, 300)):
        _signs(world, count, f"action-{place}")
        notary.publish(world.now)

    checkpoint = _checkpoint(world, store)
    read = lambda path: store.read(f"log/{path}")  # noqa: E731  only for these two lines
    assert checkpoint.size == 558
    assert tiles.root(558, read) == checkpoint.root
    assert len(list(tiles.read_leaves(0, 558, read))) == 558
    there = store.list("log/tile/")
    assert {f"log/{path}" for path in tiles.all_paths(558)} <= set(there)
    full = tuple(f"log/{folder}" for folder in tiles.outdated(0, 558))
    assert not [path for path in there if path.startswith(full)]


def test_counts_come_from_the_leaves(world: World, store: DirectoryStore, notary: Notary) -> None:
    _signs(world, 4)
    world.action("senators-appeal")

    notary.publish(world.now)

    counts = json.loads(store.read("counts.json"))
    assert counts["size"] == 4
    assert counts["actions"]["maryia-petition"]["unconfirmed"] == 4
    assert sum(counts["actions"]["senators-appeal"].values()) == 0


def test_published_again_nothing_changes(
    world: World, store: DirectoryStore, notary: Notary, tmp_path: Path
) -> None:
    _signs(world, 3)
    notary.publish(world.now)
    before = {path: store.read(path) for path in store.list()}

    notary.publish(world.now)
    _notary(world, store, tmp_path).publish(world.now)

    assert {path: store.read(path) for path in store.list()} == before


def test_a_changed_leaf_is_never_signed(world: World, notary: Notary) -> None:
    _signs(world, 3)
    notary.publish(world.now)
    leaf = Leaf.objects.get(index=1)
    leaf.packed = bytes(leaf.packed)[:-1] + b"\x01"
    leaf.save()
    world.later(hours=2)  # the hourly check in full

    with pytest.raises(LedgerBroken):
        notary.publish(world.now)


def test_a_leaf_that_changes_between_flush_and_signing_is_noticed_at_once(
    world: World, store: DirectoryStore, notary: Notary
) -> None:
    notary.publish(world.now)
    _signs(world, 3)
    leaf = Leaf.objects.get(index=2)
    leaf.packed = bytes(leaf.packed)[:-1] + b"\x01"
    leaf.save()

    with pytest.raises(LedgerBroken):
        notary.publish(world.now)

    assert _checkpoint(world, store).size == 0


def test_a_removed_leaf_is_noticed(world: World, notary: Notary) -> None:
    notary.publish(world.now)
    _signs(world, 3)
    Leaf.objects.filter(index=1).delete()

    with pytest.raises(LedgerBroken):
        notary.publish(world.now)


def test_a_smaller_log_than_the_last_signed_is_never_signed(
    world: World, store: DirectoryStore, notary: Notary, tmp_path: Path
) -> None:
    _signs(world, 3)
    notary.publish(world.now)
    Leaf.objects.all().delete()
    LogHead.objects.all().delete()
    store.delete(["log/checkpoint"])  # the second place still knows

    with pytest.raises(LedgerBroken):
        _notary(world, store, tmp_path).publish(world.now)


def test_another_history_of_the_same_size_is_never_signed(
    world: World, store: DirectoryStore, notary: Notary, tmp_path: Path
) -> None:
    _signs(world, 2)
    notary.publish(world.now)
    Leaf.objects.all().delete()
    LogHead.objects.all().delete()
    _signs(world, 3, "mikita-letter")

    with pytest.raises(LedgerBroken):
        _notary(world, store, tmp_path).publish(world.now)


def test_a_store_that_was_lost_is_written_again(
    world: World, store: DirectoryStore, notary: Notary
) -> None:
    _signs(world, 300)
    notary.publish(world.now)
    counts = store.read("counts.json")
    store.delete(store.list())

    notary.publish(world.now)

    assert store.read("counts.json") == counts

    checkpoint = _checkpoint(world, store)
    assert tiles.root(checkpoint.size, lambda path: store.read(f"log/{path}")) == checkpoint.root
