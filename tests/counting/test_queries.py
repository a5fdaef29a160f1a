"""What an OSDI client is told is the sum of the leaves, under the name of its resource."""

import pytest

from tests.signatures.world import World
from zvarot.counting.queries import osdi_totals
from zvarot.signatures.flush import flush


@pytest.mark.parametrize(
    ("kind", "total"), [("petition", "total_signatures"), ("letter", "total_outreaches")]
)
def test_the_total_is_what_has_a_leaf_and_nothing_that_waits(
    world: World, kind: str, total: str
) -> None:
    action = world.action("maryia-petition", asks_email=False)
    action.kind = kind
    taken = [world.takes(action, None) for _ in range(3)]
    flush(world.now)
    world.withdraws(taken[0])
    world.takes(action, None)

    assert osdi_totals(action)[total] == 3
    flush(world.now)

    told = osdi_totals(action)
    assert told[total] == sum(told["zvarot:parts"].values()) == 3
    assert told["zvarot:parts"]["unconfirmed"] == 3
    assert set(told) == {total, "zvarot:parts"}
