"""Each test has keys, media and a published store of its own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from zvarot.lib.store import DirectoryStore


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path / "published")
