"""Each test has keys and packages of its own: numbers of actions come again after a rollback."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.ZVAROT_KEYS_DIR = tmp_path / "own" / "keys"
    settings.ZVAROT_DELIVERIES_DIR = tmp_path / "own" / "deliveries"
