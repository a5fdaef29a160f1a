"""A world of letters, and a mail server that does what it is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.letters import server as servers
from tests.letters import world as worlds
from tests.letters.server import Server
from tests.letters.world import World
from zvarot.worker.dispatcher import Dispatcher


@pytest.fixture
def server() -> Iterator[Server]:
    with servers.running() as running:
        yield running


@pytest.fixture
def world(tmp_path: Path, db: None) -> World:
    made = worlds.make(tmp_path)
    made.office("prosecutor")
    made.office("embassy")
    return made


@pytest.fixture
def dispatcher(world: World, server: Server, tmp_path: Path) -> Iterator[Dispatcher]:
    made = world.dispatcher(server, tmp_path)
    yield made
    made.relay.close()
