"""Public vectors, and ten thousand random histories against the definition and a naive sum."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.ledger import naive
from zvarot.contract.counts import Parts
from zvarot.contract.record import Klass
from zvarot.ledger import tiles
from zvarot.ledger.errors import LedgerError
from zvarot.ledger.leaf import Leaf, Type
from zvarot.ledger.merkle import CompactRange, leaf_hash, root_of
from zvarot.ledger.proof import check_consistency, check_inclusion
from zvarot.ledger.recount import Recount
from zvarot.ledger.slices import Slices

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "merkle-vectors.json").read_text())
LEAVES = [bytes.fromhex(leaf) for leaf in VECTORS["leaves"]]
HISTORIES = 10_000


@pytest.mark.parametrize("size", range(1, 9))
def test_all_ways_give_the_public_roots(size: int) -> None:
    store = tiles.files(0, size, LEAVES[:size])

    expected = VECTORS["roots"][size - 1]
    assert root_of(LEAVES[:size]).hex() == expected
    assert tiles.root(size, store.__getitem__).hex() == expected
    assert Slices(size, store.__getitem__).root(0, size).hex() == expected


@pytest.mark.parametrize("one", VECTORS["inclusion"], ids=str)
def test_the_public_proofs_of_inclusion_come_out_of_our_tiles(one: dict[str, object]) -> None:
    size, index = int(str(one["size"])), int(str(one["index"]))
    store = tiles.files(0, size, LEAVES[:size])

    proof = Slices(size, store.__getitem__).inclusion(index)

    assert [step.hex() for step in proof] == one["proof"]
    root = bytes.fromhex(VECTORS["roots"][size - 1])
    leaf = leaf_hash(LEAVES[index])
    check_inclusion(leaf=leaf, index=index, size=size, proof=proof, root=root)


@pytest.mark.parametrize("one", VECTORS["consistency"], ids=str)
def test_the_public_proofs_of_consistency_come_out_of_our_tiles(one: dict[str, object]) -> None:
    size, old = int(str(one["size"])), int(str(one["old"]))
    store = tiles.files(0, size, LEAVES[:size])

    proof = Slices(size, store.__getitem__).consistency(old)

    assert [step.hex() for step in proof] == one["proof"]


@pytest.mark.slow
def test_ten_thousand_random_histories_agree_with_a_naive_model() -> None:
    dice = random.Random(6962)  # noqa: S311  the same histories each time

    for number in range(HISTORIES):
        # Mostly short ones; every fiftieth goes over the edge of a tile.
        size = dice.randrange(200, 600) if number % 50 == 0 else dice.randrange(1, 25)
        _compare(dice, [_leaf(dice) for _ in range(size)])


def test_a_recount_refuses_what_are_no_bundles() -> None:
    log = Recount()
    with pytest.raises(LedgerError, match="damaged"):
        log.add(b"\x00")
    log.add(_bundle([_leaf(random.Random(1))]))  # noqa: S311
    with pytest.raises(LedgerError, match="damaged"):  # after a partial one nothing comes
        log.add(_bundle([_leaf(random.Random(1))]))  # noqa: S311
    with pytest.raises(LedgerError, match="Only 1 leaves"):
        log.root_at(2)


def _compare(dice: random.Random, leaves: list[Leaf]) -> None:
    packed = [leaf.pack() for leaf in leaves]
    size, sums = len(leaves), Counter[tuple[int, str]]()
    for leaf in leaves:
        sums[leaf.action_id, leaf.klass.name.lower()] += leaf.value

    store: dict[str, bytes] = {}
    grown, at = CompactRange(), 0
    while at < size:
        step = min(size, at + dice.randrange(1, 300))
        store |= tiles.files(at, step, packed[at:step], store.__getitem__)
        grown.extend(packed[at:step])
        at = step
    log = Recount()
    for first in range(0, size, 256):
        log.add(_bundle(leaves[first : first + 256]))

    old, index = dice.randrange(1, size + 1), dice.randrange(size)
    root, old_root = naive.root(packed), naive.root(packed[:old])
    slices = Slices(size, store.__getitem__)
    assert grown.root() == log.root() == tiles.root(size, store.__getitem__) == root
    assert log.root_at(old) == old_root
    check_inclusion(
        leaf=leaf_hash(packed[index]),
        index=index,
        size=size,
        proof=slices.inclusion(index),
        root=root,
    )
    check_consistency(
        old_size=old, old_root=old_root, size=size, root=root, proof=slices.consistency(old)
    )
    for action_id, parts in log.parts().items():
        naively = {name: total for (pk, name), total in sums.items() if pk == action_id}
        assert parts == Parts.from_json(naively)
    assert {pk for pk, _ in sums} == log.parts().keys()


def _leaf(dice: random.Random) -> Leaf:
    kind, klass, value = dice.choice(
        [
            (Type.SIGNATURE, Klass.CONFIRMED, 1),
            (Type.SIGNATURE, Klass.UNCONFIRMED, 1),
            (Type.WITHDRAWAL, Klass.CONFIRMED, -1),
            (Type.PAPER, Klass.PAPER, dice.randrange(1, 500)),
            (Type.PAPER, Klass.PARTNER, dice.randrange(1, 500)),
            (Type.INVALIDATION, Klass.UNCONFIRMED, -dice.randrange(1, 9)),
            (Type.CORRECTION, Klass.PAPER, dice.choice([-3, 4])),
            (Type.STATEMENT, Klass.CONFIRMED, 0),
        ]
    )
    return Leaf(
        type=kind,
        klass=klass,
        action_id=dice.randrange(1, 4),
        day=20_000,
        value=value,
        tag=dice.randbytes(32),
    )


def _bundle(leaves: list[Leaf]) -> bytes:
    return b"".join(b"\x00\x60" + leaf.pack() for leaf in leaves)
