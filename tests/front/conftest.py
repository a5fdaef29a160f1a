"""One running front for each module of tests that only asks it."""

from collections.abc import Iterator

import pytest

from tests.front.running import Running, running
from tests.front.site import publish


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("front")
    with running(publish(folder / "published"), folder, workers="1") as started:
        yield started
