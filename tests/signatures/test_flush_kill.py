"""kill -9 at a hundred steps of a flush and of what is published after it.

The program counts its own function calls and kills itself at one of them, so that the kills are
spread over every step: before and inside the transaction, between tiles, checkpoint and counts.
"""

import os
import random
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import pytest
from django.db import connections

from tests.signatures import world as worlds
from tests.signatures.world import Taken, World
from zvarot.actions.models import Action
from zvarot.contract.counts import Parts
from zvarot.ledger import count
from zvarot.ledger.checkpoint import Checkpoint, verify_checkpoint
from zvarot.ledger.leaf import Type, unpack
from zvarot.ledger.merkle import root_of
from zvarot.ledger.verifier import read_log
from zvarot.lib.store import DirectoryStore
from zvarot.signatures import queries
from zvarot.signatures.flush import flush
from zvarot.signatures.models import LogHead, Signature, Withdrawal
from zvarot.signatures.notary import Notary

ORIGIN = "example.org/log"
KILLS = 100
NOBODY = 1 << 60


@pytest.mark.crash
@pytest.mark.slow
def test_a_flush_that_is_killed_at_any_step_counts_nobody_twice_and_loses_nobody(
    tmp_path: Path, transactional_db: None
) -> None:
    world, dice = worlds.make(tmp_path), random.Random(9)  # noqa: S311  only spreads the kills
    store, action = DirectoryStore(tmp_path / "published"), world.action(asks_email=False)
    world.keys.ledger_key()
    signed = _sign(world, 240)  # so that tiles become full on the way
    _flush_and_publish(world, store, NOBODY, tmp_path)
    signed += _sign(world, 3)
    steps = _flush_and_publish(world, store, NOBODY, tmp_path)
    withdrawn: list[Taken] = []
    killed = 0

    while killed < KILLS:
        signed += _sign(world, 3)
        if killed % 5 == 0 and len(withdrawn) <= killed // 5:
            withdrawn.append(signed[killed])
            world.withdraws(signed[killed])
        at = int(steps * (killed + dice.random()) / KILLS) + 1
        survived = _flush_and_publish(world, store, at, tmp_path)
        killed += survived == 0
        steps = survived or steps  # the log grows, and so does the way through it
        _check(world, store)
    _flush_and_publish(world, store, NOBODY, tmp_path)

    leaves = [unpack(leaf) for leaf in queries.leaves(0, queries.log_size())]
    signatures = [leaf.tag for leaf in leaves if leaf.type is Type.SIGNATURE]
    assert sorted(signatures) == sorted(one.receipt.leaf_tag for one in signed)
    assert len(leaves) == len(signed) + len(withdrawn)
    assert queries.parts(action).total == len(signed) - len(withdrawn)
    assert not Withdrawal.objects.exists()
    assert _check(world, store).size == len(leaves)


def _flush_and_publish(world: World, store: DirectoryStore, at: int, folder: Path) -> int:
    """Do it in a process of its own that dies at its `at`-th call; returns its calls, 0 if it died.

    A freshly started worker each time, so that it also reads everything again.
    """
    connections.close_all()
    told = folder / "calls"
    told.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        calls = Counter[str]()

        def count_call(_frame: FrameType, event: str, _argument: object) -> None:
            calls["all"] += event in {"call", "c_call"}
            if calls["all"] == at:
                os.kill(os.getpid(), signal.SIGKILL)

        notary = Notary(
            store=store, keys_dir=folder / "keys", key=world.keys.ledger_key(), origin=ORIGIN
        )
        sys.setprofile(count_call)
        try:
            flush(world.now)
            notary.publish(world.now)
            sys.setprofile(None)
            told.write_text(str(calls["all"]))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return int(told.read_text()) if told.exists() else 0


def _check(world: World, store: DirectoryStore) -> Checkpoint:
    """Whatever was killed: stored leaves, head, tallies, states and files belong together."""
    size = queries.log_size()
    leaves = list(queries.leaves(0, size + 1))
    head = LogHead.objects.get()
    assert (len(leaves), bytes(head.root)) == (size, root_of(leaves))
    sums = count.all_parts(map(unpack, leaves))
    for row in {row.action for row in Signature.objects.select_related("action")}:
        assert queries.parts(row) == sums.get(row.pk, Parts())
    tags = [unpack(leaf).tag for leaf in leaves]
    assert len(tags) == len(set(tags))
    public = world.keys.ledger_key().public_key().public_bytes_raw()
    checkpoint = verify_checkpoint(store.read("log/checkpoint"), ORIGIN, public)
    assert checkpoint.size <= size
    assert root_of(leaves[: checkpoint.size]) == checkpoint.root
    read_log(store.read, checkpoint)
    return checkpoint


def _sign(world: World, people: int) -> list[Taken]:
    action = Action.objects.get()
    taken = [world.signs(action, None) for _ in range(people)]
    world.drain(*(one.body for one in taken))
    return taken
