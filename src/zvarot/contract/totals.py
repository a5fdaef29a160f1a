"""Milestones of a count, and the total of a campaign: both follow from counts by a rule."""

from collections.abc import Iterable
from typing import Final

from zvarot.contract.counts import Parts

_MILESTONES: Final = (100, 500)


def milestones(total: int) -> list[int]:
    """Return the milestones that a count has passed, smallest first: 100, 500, 1,000, 5,000 …"""
    passed = []
    scale = 1
    while _MILESTONES[0] * scale <= total:
        passed += [step * scale for step in _MILESTONES if step * scale <= total]
        scale *= 10
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
