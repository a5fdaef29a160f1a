"""The folder in which names lie in clear: private, and gone afterwards."""

import os
from pathlib import Path

import pytest

from zvarot.deliveries import private
from zvarot.deliveries.private import private_folder

GONE = 4_194_305  # no process can have this number: Linux ends at 4,194,304


@pytest.fixture(autouse=True)
def _no_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(private, "MEMORY", tmp_path / "none")


def test_only_its_owner_can_read_the_folder(tmp_path: Path) -> None:
    with private_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.stat().st_uid == os.getuid()


def test_the_folder_goes_when_the_work_fails(tmp_path: Path) -> None:
    def work() -> None:
        with private_folder(tmp_path) as folder:
            (folder / "names").write_text("Alés")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        work()

    assert not list(tmp_path.iterdir())


def test_what_a_killed_program_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    left = tmp_path / f"zvarot-delivery-{GONE}-x"
    running = tmp_path / f"zvarot-delivery-{os.getpid()}-x"
    for folder in (left, running):
        folder.mkdir()

    with private_folder(tmp_path):
        pass

    assert [path.name for path in tmp_path.iterdir()] == [running.name]
