"""The command line: finds commands, loads only the one asked for, speaks in sentences."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from zvarot import __version__
from zvarot.cli.main import COMMANDS, main


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(f"    {name}" in said for name in COMMANDS)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])

    assert capsys.readouterr().out == f"zvarot {__version__}\n"


def test_without_a_command_it_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])

    assert ended.value.code == 2
    assert "<command>" in capsys.readouterr().err


def test_wrong_settings_are_listed_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZVAROT_FRONT_WORKERS", "two")
    monkeypatch.setenv("ZVAROT_FRONT_BIND", "here")

    assert main(["run"]) == 1

    said = capsys.readouterr().err
    assert "ZVAROT_FRONT_WORKERS: cannot use 'two'" in said
    assert "ZVAROT_FRONT_BIND: cannot use 'here'" in said
    assert "Traceback" not in said


def test_a_program_dumps_no_memory_and_leaves_no_file_that_strangers_can_read(
    tmp_path: Path,
) -> None:
    database = tmp_path / "own.sqlite3"
    code = (
        "import os, resource; from zvarot.cli.main import main; os.umask(0o022);"
        "main(['manage', 'migrate', 'contenttypes', '-v0']);"
        "print(resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "ZVAROT_DATABASE_URL": f"sqlite:///{database}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "(0, 0) 0o27"
    assert stat.S_IMODE(database.stat().st_mode) == 0o640


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zvarot", name, "--help"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert name in done.stdout or name == "manage"


def test_the_front_is_started_in_a_process_without_django() -> None:
    source = """
import contextlib, sys
from zvarot.cli.main import main
with contextlib.suppress(SystemExit):
    main(["front", "--help"])
assert "zvarot.front.serve" in sys.modules
sys.exit("django" in sys.modules or "zvarot.kinds" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, check=False)

    assert done.returncode == 0
