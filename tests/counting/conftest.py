"""Every test here gets a world of its own."""

from pathlib import Path

import pytest

from tests.signatures import world as worlds


@pytest.fixture
def world(tmp_path: Path, db: None) -> worlds.World:
    return worlds.make(tmp_path)
