"""The command line: finds commands, loads only the one asked for, speaks in sentences."""

import subprocess
import sys

import pytest

from zvarot import __version__
from zvarot.cli.main import COMMANDS, main


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(f"    {name} " in said for name in COMMANDS)


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
