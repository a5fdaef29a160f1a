"""On PostgreSQL the front gets a role of its own: it adds, it reads pages, and that is all."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from tests import postgres
from zvarot.cli.front_role import RoleRefused, grant


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    with postgres.running() as server:
        yield server


def test_the_role_adds_to_the_inbox_and_can_neither_read_nor_empty_it(
    server: postgres.Server,
) -> None:
    address, refused = grant(server.url(), "front")

    assert refused == []
    with psycopg.connect(address, autocommit=True) as front:
        front.execute("INSERT INTO inbox.record VALUES (%s, %s)", [b"i" * 16, b"b"])
        front.execute("SELECT * FROM published.file")
        for forbidden in ("SELECT * FROM inbox.record", "DELETE FROM inbox.record"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                front.execute(forbidden)


def test_a_second_call_changes_the_password_and_nothing_else(server: postgres.Server) -> None:
    first, _ = grant(server.url(), "front")
    second, _ = grant(server.url(), "front")

    assert first != second


def test_the_owner_keeps_what_the_superuser_takes_from_all_others(
    server: postgres.Server,
) -> None:
    with psycopg.connect(server.url(), autocommit=True) as boss:
        boss.execute("CREATE ROLE owner LOGIN")
        boss.execute("CREATE DATABASE theirs OWNER owner")

    grant(server.url("theirs"), "front")

    with psycopg.connect(server.url("theirs", user="owner"), autocommit=True) as owner:
        owner.execute("SELECT count(*) FROM pg_class")


def test_a_user_who_may_make_no_roles_is_told_what_to_do(server: postgres.Server) -> None:
    with psycopg.connect(server.url(), autocommit=True) as boss:
        boss.execute("CREATE ROLE humble LOGIN")
        boss.execute("CREATE DATABASE humbles OWNER humble")

    with pytest.raises(RoleRefused, match="superuser"):
        grant(server.url("humbles", user="humble"), "front")


def test_sqlite_is_told_that_it_has_no_roles() -> None:
    environ = {name: text for name, text in os.environ.items() if not name.startswith("ZVAROT_")}
    done = subprocess.run(
        [sys.executable, "-m", "zvarot", "front-role"],
        env=environ | {"ZVAROT_DATABASE_URL": "sqlite:///nowhere.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "SQLite has no roles" in done.stdout
