"""A world of messages, with keys of its own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.moderation import world as worlds
from tests.moderation.world import World


@pytest.fixture
def world(settings: Settings, tmp_path: Path, db: None) -> World:
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"
    return worlds.make(tmp_path)
