"""A thousand flipped bits: none of them is ever signed, and none stays published."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.signatures.world import World
from zvarot.ledger import tiles
from zvarot.ledger.checkpoint import verify_checkpoint
from zvarot.ledger.errors import LedgerError, NoteInvalid
from zvarot.ledger.recount import Recount
from zvarot.lib.store import DirectoryStore
from zvarot.signatures.errors import LedgerBroken
from zvarot.signatures.flush import flush
from zvarot.signatures.models import Leaf, LogHead
from zvarot.signatures.notary import Notary

ORIGIN = "example.org/log"
FLIPS = 1000
SIGNED, MORE = 300, 20


@pytest.mark.slow
def test_a_thousand_flipped_bits_in_stored_leaves_are_each_refused_before_signing(
    world: World, tmp_path: Path
) -> None:
    store, dice = DirectoryStore(tmp_path / "published"), random.Random(96)  # noqa: S311
    _grow(world, SIGNED)
    _notary(world, store, tmp_path).publish(world.now)
    note = store.read("log/checkpoint")
    _grow(world, MORE, "mikita-letter")

    for _ in range(FLIPS):
        index, bit = dice.randrange(SIGNED + MORE), dice.randrange(96 * 8)
        good = bytes(Leaf.objects.get(index=index).packed)
        _put(index, _flip(good, bit))
        # A worker that has just started, as it knows least.
        with pytest.raises((LedgerBroken, LedgerError)):
            _notary(world, store, tmp_path).publish(world.now)
        assert store.read("log/checkpoint") == note
        _put(index, good)

    assert _notary(world, store, tmp_path).publish(world.now) == SIGNED + MORE


def test_a_flipped_bit_in_the_head_or_in_the_last_signed_checkpoint_stops_the_signing(
    world: World, tmp_path: Path
) -> None:
    store = DirectoryStore(tmp_path / "published")
    _grow(world, 3)
    _notary(world, store, tmp_path).publish(world.now)
    kept = tmp_path / "keys" / "last-checkpoint"
    good = kept.read_bytes()
    _grow(world, 3, "mikita-letter")
    head = LogHead.objects.get()

    LogHead.objects.update(root=_flip(bytes(head.root), 17))
    with pytest.raises(LedgerBroken):
        _notary(world, store, tmp_path).publish(world.now)
    LogHead.objects.update(root=bytes(head.root))
    kept.write_bytes(_flip(good, 8 * 20))
    with pytest.raises(NoteInvalid):
        _notary(world, store, tmp_path).publish(world.now)
    kept.write_bytes(good)

    assert _notary(world, store, tmp_path).publish(world.now) == 6


@pytest.mark.slow
def test_a_thousand_flipped_bits_in_tiles_and_entries_are_each_put_right_before_signing(
    world: World, tmp_path: Path
) -> None:
    store, dice = Watched(tmp_path / "published"), random.Random(97)  # noqa: S311
    _grow(world, SIGNED)
    size = _notary(world, store, tmp_path).publish(world.now)

    for turn in range(FLIPS):
        store.good = {f"log/{path}": store.read(f"log/{path}") for path in tiles.all_paths(size)}
        path, bit = _somewhere(dice, store.good)
        store.write({path: _flip(store.good[path], bit)})
        note, store.signed = store.read("log/checkpoint"), 0
        grows = turn % 20 == 0  # else nothing new is signed, and it is found all the same
        if grows:
            _grow(world, 1, f"action-{turn}")
        size += grows

        # A worker that has just started. It must not build on what is damaged.
        assert _notary(world, store, tmp_path).publish(world.now) == size

        assert store.signed == 1, f"{path}, bit {bit}: nobody noticed"
        assert (store.read("log/checkpoint") == note) is not grows
        if grows:
            _recount(world, store, size)
    _recount(world, store, size)


def test_a_damaged_right_edge_is_put_right_by_a_worker_that_has_run_for_long(
    world: World, tmp_path: Path
) -> None:
    store, dice = Watched(tmp_path / "published"), random.Random(98)  # noqa: S311
    notary = _notary(world, store, tmp_path)
    _grow(world, SIGNED)
    size = notary.publish(world.now)

    for turn in range(12):
        store.good = {f"log/{path}": store.read(f"log/{path}") for path in tiles.all_paths(size)}
        edge = [path for path in store.good if ".p/" in path and "entries" not in path]
        path = dice.choice(edge)
        store.write({path: _flip(store.good[path], dice.randrange(len(store.good[path]) * 8))})
        _grow(world, 1, f"action-{turn}")
        size = notary.publish(world.now)
        _recount(world, store, size)


class Watched(DirectoryStore):
    """A store in which nothing may be signed while a file that was published is damaged."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.good: dict[str, bytes] = {}
        self.signed = 0

    def write(self, files: Mapping[str, bytes]) -> None:
        if "log/checkpoint" in files:
            self.signed += 1
            for path, body in self.good.items():
                assert self.read(path) == body, f"{path} was damaged when the log was signed"
        super().write(files)


def _somewhere(dice: random.Random, files: Mapping[str, bytes]) -> tuple[str, int]:
    """Choose a bit of all published ones, each as likely as any other."""
    place = dice.randrange(8 * sum(map(len, files.values())))
    for path, body in files.items():
        if place < 8 * len(body):
            return path, place
        place -= 8 * len(body)
    raise AssertionError("That many bits are not published.")


def _recount(world: World, store: DirectoryStore, size: int) -> None:
    """Check, as a stranger would, every published entry and tile."""
    public = world.keys.ledger_key().public_key().public_bytes_raw()
    checkpoint = verify_checkpoint(store.read("log/checkpoint"), ORIGIN, public)
    log = Recount()
    for number in range(-(-size // 256)):
        width = min(256, size - number * 256)
        log.add(store.read(f"log/{tiles.tile_path('entries', number, width)}"))
    assert (checkpoint.size, checkpoint.root) == (size, log.root())
    for level, row in enumerate(log.levels):
        for number, tile in enumerate(row):
            path = tiles.tile_path(level, number, len(tile) // 32)
            assert store.read(f"log/{path}") == tile, path


def _grow(world: World, count: int, slug: str = "maryia-petition") -> None:
    action = world.action(slug, asks_email=False)
    world.drain(*(world.signs(action, None).body for _ in range(count)))
    flush(world.now)


def _notary(world: World, store: DirectoryStore, folder: Path) -> Notary:
    return Notary(store=store, keys_dir=folder / "keys", key=world.keys.ledger_key(), origin=ORIGIN)


def _put(index: int, packed: bytes) -> None:
    Leaf.objects.filter(index=index).update(packed=packed)


def _flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
