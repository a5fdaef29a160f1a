"""Goals and milestones: they follow from the count by a rule, and nobody types them.

A goal that somebody chooses can be chosen so that it is always nearly reached. Ours rises by
itself once four fifths of it are reached, and the page says that it does.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from zvarot.contract.counts import Parts

RISES_AT_PERCENT: Final = 80
_STEPS: Final = (100, 250, 500)
_MILESTONES: Final = (100, 500)


def goal(total: int) -> int:
    """Return the smallest goal of which less than four fifths are reached."""
    return next(one for one in _ladder(_STEPS) if total * 100 < one * RISES_AT_PERCENT)


def milestones(total: int) -> list[int]:
    """Return the milestones that a count has passed, smallest first."""
    passed = []
    for one in _ladder(_MILESTONES):
        if one > total:
            break
        passed.append(one)
    return passed


def campaign_total(actions: Iterable[tuple[int, Parts]]) -> Parts:
    """Return the count of several actions together; each action counts once.

    actions -- pairs of the action's number in the ledger and its count. An action that belongs
    to a campaign in two ways, or stands on two of its pages, comes twice and is added once. Two
    acts of one person on two actions are two acts: no one could tell them to be one person's.
    """
    once = dict(actions)
    return Parts(
        confirmed=sum(one.confirmed for one in once.values()),
        unconfirmed=sum(one.unconfirmed for one in once.values()),
        paper=sum(one.paper for one in once.values()),
        partner=sum(one.partner for one in once.values()),
    )


def _ladder(steps: tuple[int, ...]) -> Iterator[int]:
    scale = 1
    while True:
        yield from (step * scale for step in steps)
        scale *= 10
