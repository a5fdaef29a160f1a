"""The count is the sum of the leaves, and nothing else."""

import os
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from zvarot.contract.counts import PART_NAMES, Parts
from zvarot.contract.record import Klass
from zvarot.ledger import count
from zvarot.ledger.leaf import Leaf, Type

NAMES = {
    Klass.CONFIRMED: "confirmed",
    Klass.UNCONFIRMED: "unconfirmed",
    Klass.PAPER: "paper",
    Klass.PARTNER: "partner",
}


def leaf(
    kind: Type, value: int, klass: Klass = Klass.CONFIRMED, action: int = 1, day: int = 20000
) -> Leaf:
    tag = os.urandom(32)
    return Leaf(type=kind, klass=klass, action_id=action, day=day, value=value, tag=tag)


moves = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(Klass), st.integers(-50, 50)), max_size=40
)


@given(moves)
def test_each_part_is_the_sum_of_its_class(history: list[tuple[int, Klass, int]]) -> None:
    leaves = [leaf(Type.CORRECTION, n, klass, action) for action, klass, n in history]

    for action in (1, 2, 3):
        parts = count.parts(leaves, action)
        for klass, name in NAMES.items():
            expected = sum(n for a, k, n in history if (a, k) == (action, klass))
            assert getattr(parts, name) == expected
        assert parts.total == sum(n for a, _, n in history if a == action)
        assert count.all_parts(leaves).get(action, Parts()) == parts


def test_the_public_example_adds_up() -> None:
    leaves = [
        *[leaf(Type.SIGNATURE, 1)] * 600,
        *[leaf(Type.SIGNATURE, 1, Klass.UNCONFIRMED)] * 22,
        *[leaf(Type.WITHDRAWAL, -1)] * 4,
        leaf(Type.INVALIDATION, -6),
        leaf(Type.PAPER, 100, Klass.PAPER),
        leaf(Type.PAPER, 70, Klass.PAPER),
        leaf(Type.PAPER, 5, Klass.PAPER),
        leaf(Type.CORRECTION, -2, Klass.PAPER),
        leaf(Type.MANIFEST, 0, action=0),
    ]

    parts = count.parts(leaves, 1)

    assert parts == Parts(confirmed=590, unconfirmed=22, paper=173, partner=0)
    assert parts.total == 785
    assert list(count.all_parts(leaves)) == [1]
    assert set(NAMES.values()) == set(PART_NAMES)


def test_an_action_without_leaves_counts_nothing() -> None:
    assert count.parts([], 1) == Parts()


def test_an_honest_history_has_no_problems() -> None:
    honest = [
        leaf(Type.SIGNATURE, 1),
        leaf(Type.WITHDRAWAL, -1),
        leaf(Type.SIGNATURE, 1),
        leaf(Type.CLOSE, 0),
        leaf(Type.INVALIDATION, -1),
        leaf(Type.STATEMENT, 0),
        leaf(Type.SIGNATURE, 1, action=2),
    ]

    assert list(count.problems(honest)) == []


def test_what_an_honest_log_never_holds_is_named_with_its_place() -> None:
    assert _problems([leaf(Type.WITHDRAWAL, -1)]) == ["takes more"]
    assert _problems([leaf(Type.CLOSE, 0), leaf(Type.SIGNATURE, 1)]) == ["had closed"]
    assert _problems([leaf(Type.CLOSE, 0), leaf(Type.PAPER, 9, Klass.PAPER)]) == ["had closed"]
    assert _problems([leaf(Type.SIGNATURE, 1), leaf(Type.SIGNATURE, 1, day=19999)]) == [
        "dated before"
    ]
    twice = leaf(Type.SIGNATURE, 1)
    assert _problems([twice, leaf(Type.SIGNATURE, 1), twice]) == ["has the tag"]


def _problems(leaves: Sequence[Leaf]) -> list[str]:
    known = ("takes more", "had closed", "dated before", "has the tag")
    last = f"Leaf {len(leaves) - 1} "
    return [
        phrase
        for problem in count.problems(leaves)
        for phrase in known
        if phrase in problem and problem.startswith(last)
    ]
