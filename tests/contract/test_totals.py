"""Goals and milestones follow from the number; a campaign adds each action once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.contract.counts import Parts, goal
from zvarot.contract.totals import campaign_total, milestones

_COUNTS = st.integers(0, 10**6)
_PARTS = st.builds(Parts, _COUNTS, _COUNTS, _COUNTS, _COUNTS)


@pytest.mark.parametrize(
    ("total", "expected"), [(0, 100), (79, 100), (80, 250), (785, 1000), (800, 2500), (4000, 10000)]
)
def test_the_next_goal_is_set_at_four_fifths(total: int, expected: int) -> None:
    assert goal(total) == expected


def test_milestones_are_those_that_were_passed() -> None:
    assert milestones(99) == []
    assert milestones(5_000) == [100, 500, 1_000, 5_000]


@given(st.dictionaries(st.integers(1, 9), _PARTS), st.data())
def test_no_act_is_added_twice_to_a_campaign(
    actions: dict[int, Parts], data: st.DataObject
) -> None:
    pairs = list(actions.items())
    twice = data.draw(st.permutations(pairs + pairs[:2]))

    assert campaign_total(twice).total == sum(one.total for one in actions.values())
