"""`zvarot run`: refuses in a sentence what cannot work. Whole runs are in the stories."""

import socket
from pathlib import Path

import pytest

from zvarot.cli.main import main


def test_a_port_that_is_taken_is_named_with_its_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        monkeypatch.setenv("ZVAROT_FRONT_BIND", taken)
        monkeypatch.setenv("ZVAROT_DATA_DIR", str(tmp_path / "var"))

        assert main(["run"]) == 1

    said = capsys.readouterr().err
    assert f"Cannot listen on {taken}" in said
    assert "ZVAROT_FRONT_BIND" in said
    assert not (tmp_path / "var").exists()
