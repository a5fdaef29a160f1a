"""A thousand flipped bits: none of them is ever signed, and none stays published."""

import random
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


def test_damaged_tiles_and_entries_are_written_again_whether_the_log_has_grown_or_not(
    world: World, tmp_path: Path
) -> None:
    store, dice = DirectoryStore(tmp_path / "published"), random.Random(98)  # noqa: S311
    _grow(world, SIGNED)
    _notary(world, store, tmp_path).publish(world.now)

    for turn in range(12):
        paths = list(store.list("log/tile/"))
        path = dice.choice(paths)
        body = store.read(path)
        store.write({path: _flip(body, dice.randrange(len(body) * 8))})
        if turn % 2:  # also when nothing new is signed
            _grow(world, 1, f"action-{turn}")
        size = _notary(world, store, tmp_path).publish(world.now)
        _recount(world, store, size)


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
