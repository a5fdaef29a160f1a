"""The count of an action: the sum of its leaves, by class. There is no other number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from zvarot.contract.counts import Parts
from zvarot.contract.record import Klass
from zvarot.ledger.leaf import AFTER_CLOSE, Leaf, Type

_HAS_OWN_TAG = frozenset({Type.SIGNATURE, Type.WITHDRAWAL})


def parts(leaves: Iterable[Leaf], action_id: int) -> Parts:
    """Give the count of one action, by class."""
    return all_parts(leaf for leaf in leaves if leaf.action_id == action_id).get(action_id, Parts())


def all_parts(leaves: Iterable[Leaf]) -> dict[int, Parts]:
    """Give the count of every action that has a leaf, by class."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0] * len(Klass))
    for leaf in leaves:
        sums[leaf.action_id][leaf.klass] += leaf.value
    sums.pop(0, None)  # leaves of the whole site count nothing
    return {action_id: _parts(by_class) for action_id, by_class in sums.items()}


def problems(leaves: Iterable[Leaf]) -> Iterator[str]:
    """Say in sentences what an honest log would never contain, with the index of the leaf.

    Looks for counts below zero, days that go back, additions after an action has closed, and
    signatures and withdrawals that stand twice.
    """
    sums: dict[tuple[int, Klass], int] = defaultdict(int)
    closed: set[int] = set()
    tags: set[bytes] = set()
    day = 0
    for index, leaf in enumerate(leaves):
        sums[leaf.action_id, leaf.klass] += leaf.value
        if leaf.value < 0 and sums[leaf.action_id, leaf.klass] < 0:
            yield f"Leaf {index} takes more from action {leaf.action_id} than it had."
        if leaf.action_id in closed and leaf.type not in AFTER_CLOSE:
            yield f"Leaf {index} ({leaf.type.name.lower()}) is for an action that had closed."
        if leaf.day < day:
            yield f"Leaf {index} is dated before the leaf that stands above it."
        if leaf.type in _HAS_OWN_TAG:
            if leaf.tag in tags:
                yield f"Leaf {index} has the tag of a leaf that stands above it."
            tags.add(leaf.tag)
        if leaf.type is Type.CLOSE:
            closed.add(leaf.action_id)
        day = max(day, leaf.day)


def _parts(by_class: list[int]) -> Parts:
    return Parts(
        confirmed=by_class[Klass.CONFIRMED],
        unconfirmed=by_class[Klass.UNCONFIRMED],
        paper=by_class[Klass.PAPER],
        partner=by_class[Klass.PARTNER],
    )
