"""Starting the front: right settings are used, wrong ones are all named at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.front.running import Running
from zvarot.front.settings import read
from zvarot.lib.settings import SettingsWrong


def test_with_nothing_set_the_front_serves_this_machine_alone(tmp_path: Path) -> None:
    settings = read({"ZVAROT_DATA_DIR": str(tmp_path)})

    assert str(settings.bind) == "127.0.0.1:8000"
    assert settings.store_url == f"dir:{tmp_path}/published"
    assert settings.inbox_url == f"sqlite:///{tmp_path}/inbox/inbox.sqlite3"
    assert settings.budgets.per_minute == 3
    assert settings.workers == 2


def test_all_wrong_settings_are_named_together() -> None:
    wrong = {
        "ZVAROT_FRONT_BIND": "8000",
        "ZVAROT_FRONT_WORKERS": "0",
        "ZVAROT_FRONT_MAX_BODY_BYTES": "16k",
        "ZVAROT_FRONT_RECYCLE_SECONDS": "5",
        "ZVAROT_PUBLIC_URL": "example.org",
    }

    with pytest.raises(SettingsWrong) as found:
        read(wrong)

    assert len(found.value.problems) == len(wrong)
    assert all(name in str(found.value) for name in wrong)


def test_a_front_with_wrong_settings_says_them_and_ends() -> None:
    environ = {**os.environ, "ZVAROT_FRONT_WORKERS": "many", "ZVAROT_FRONT_BIND": "x"}

    done = subprocess.run(
        [sys.executable, "-m", "zvarot.front.serve"],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert done.returncode != 0
    assert "ZVAROT_FRONT_WORKERS" in done.stderr
    assert "ZVAROT_FRONT_BIND" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_inbox_address_is_never_shown() -> None:
    environ = {
        **os.environ,
        "ZVAROT_FRONT_INBOX_URL": "mysql://front:tamaras-secret@host/inbox",
    }

    done = subprocess.run(
        [sys.executable, "-m", "zvarot.front.serve"],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert done.returncode != 0
    assert "inbox is sqlite" in done.stderr
    assert "tamaras-secret" not in done.stderr


def test_freed_memory_is_overwritten_in_every_process(front: Running) -> None:
    task = Path(f"/proc/{front.process.pid}/task/{front.process.pid}/children")
    for pid in (front.process.pid, *map(int, task.read_text(encoding="ascii").split())):
        environ = Path(f"/proc/{pid}/environ").read_bytes()
        assert b"PYTHONMALLOC=malloc" in environ
        assert b"glibc.malloc.perturb=165" in environ
