"""When all letters of an action have gone, the key to them goes as well."""

from datetime import timedelta

import pytest

from tests.letters.server import Server
from tests.letters.test_send import run
from tests.letters.world import World
from zvarot.contract.audiences import TARGET
from zvarot.journal.models import Entry
from zvarot.letters.retention import destroy_spent_keys
from zvarot.worker.dispatcher import Dispatcher


@pytest.mark.parametrize(
    ("days", "answers", "destroyed"), [(30, [], 1), (5, [], 0), (30, ["554 spam"], 0)]
)
def test_the_key_goes_when_nothing_is_left_that_it_could_open(
    world: World,
    dispatcher: Dispatcher,
    server: Server,
    days: int,
    answers: list[str],
    destroyed: int,
) -> None:
    action = world.action(ended_on=(world.now - timedelta(days=days)).date())
    world.writes(action, "prosecutor")
    server.answers = answers
    run(world, dispatcher)

    count = destroy_spent_keys(world.now, world.keys)
    again = destroy_spent_keys(world.now, world.keys)

    assert (count, again) == (destroyed, 0)
    assert bool(world.keys.audience_secrets(action.pk, TARGET)) is not bool(destroyed)
    assert Entry.objects.filter(verb="letters.key_destroyed").count() == destroyed
