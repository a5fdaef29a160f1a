"""The doctor: finds what is wrong with an installation, and never prints a secret."""

import argparse
import sqlite3
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from zvarot.cli import checks, doctor, tables
from zvarot.cli.checks import Finding


def problems(findings: list[Finding]) -> list[str]:
    return [finding.text for finding in findings if finding.is_problem]


def test_a_key_that_others_can_read_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    key = folder / "confirm.key"
    key.touch()
    key.chmod(0o644)

    assert problems(list(checks.key_files(tmp_path))) == [f"{key} has mode 0644; make it 0600"]

    key.chmod(0o600)
    assert problems(list(checks.key_files(tmp_path))) == []


def test_one_user_is_no_isolation(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "inbox").mkdir()

    [finding] = checks.isolation(tmp_path)

    assert "one user" in finding.text


def test_a_database_that_is_not_there_is_wrong(tmp_path: Path) -> None:
    [finding] = checks.database(f"sqlite:///{tmp_path}/none.sqlite3")

    assert finding.is_problem
    assert "zvarot manage migrate" in finding.text


def test_a_broken_database_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"not a database, whatever its name says" * 100)

    assert problems(list(checks.database(f"sqlite:///{broken}")))


def test_a_healthy_database_is_not(tmp_path: Path) -> None:
    healthy = tmp_path / "healthy.sqlite3"
    sqlite3.connect(healthy).execute("CREATE TABLE a (b)").connection.close()

    assert not problems(list(checks.database(f"sqlite:///{healthy}")))


def test_postgresql_must_keep_what_it_acknowledges() -> None:
    with postgres.running() as server, psycopg.connect(server.url(), autocommit=True) as admin:
        assert not problems(list(checks.database(server.url())))

        admin.execute(f"ALTER ROLE {postgres.SUPERUSER} SET synchronous_commit = off")

        [problem] = problems(list(checks.database(server.url())))
        assert "synchronous_commit must be on" in problem


def test_a_password_in_an_address_is_not_repeated() -> None:
    port = postgres.free_port()

    [finding] = checks.database(f"postgresql://tamara:geheim@127.0.0.1:{port}/zvarot")

    assert finding.is_problem
    assert "geheim" not in finding.text


def test_secrets_are_shown_only_as_set_or_not() -> None:
    environ = {"ZVAROT_SMTP_URL": "smtp://tamara:geheim@host", "ZVAROT_TYPO": "x"}

    findings = list(checks.settings_used(environ))

    said = "\n".join(finding.text for finding in findings)
    assert "worker: ZVAROT_SMTP_URL = set" in said
    assert "geheim" not in said
    assert problems(findings) == ["ZVAROT_TYPO is no setting of Zvarot: is it misspelt?"]


def test_a_studio_open_to_the_world_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZVAROT_STUDIO_BIND", "0.0.0.0:8001")

    assert doctor.run(argparse.Namespace()) == 1

    assert "the studio listens on 0.0.0.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "is_wrong"),
    [
        ({}, False),
        ({"ZVAROT_DATABASE_URL": "postgresql://z@/z"}, True),
        (
            {
                "ZVAROT_DATABASE_URL": "postgresql://z@/z",
                "ZVAROT_FRONT_INBOX_URL": "postgres://front@/z",
            },
            False,
        ),
        ({"ZVAROT_FRONT_INBOX_URL": "postgresql://front@/z"}, True),
    ],
)
def test_two_different_inboxes_are_wrong(settings: dict[str, str], is_wrong: bool) -> None:
    found = list(checks.inbox(tables.load_all(settings)))

    assert bool(problems(found)) == is_wrong


@pytest.mark.parametrize(
    ("settings", "is_wrong"),
    [
        ({}, False),
        ({"ZVAROT_DEMONSTRATION": "no"}, True),
        ({"ZVAROT_DEMONSTRATION": "no", "ZVAROT_SMTP_URL": "smtp://127.0.0.1:25"}, False),
    ],
)
def test_mail_that_stays_in_a_folder_is_wrong_for_real_campaigns(
    settings: dict[str, str], is_wrong: bool
) -> None:
    found = list(checks.mail(tables.load_all(settings)))

    assert bool(problems(found)) == is_wrong
