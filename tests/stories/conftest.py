"""One running Zvarot for the stories of a process; those that break things start their own."""

from collections.abc import Iterator

import pytest

from tests.stories import world as worlds


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[worlds.World]:
    with worlds.world(tmp_path_factory.mktemp("zvarot")) as running:
        yield running
