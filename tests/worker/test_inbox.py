"""The inbox is emptied, each record taken once, whatever breaks in between."""

import os
from pathlib import Path

import pytest
from django.db import connection

from tests.signatures.world import World
from zvarot.contract.inbox import SQLITE_INSERT, connect_sqlite
from zvarot.signatures import services
from zvarot.signatures.models import Drained, Signature
from zvarot.worker.inbox import BATCH, PostgresInbox, SqliteInbox

on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="the other inbox is tested above"
)


class BrokenDelete(SqliteInbox):
    """Dies after the control plane has committed and before the inbox has forgotten."""

    def _delete(self, rowids: list[int]) -> None:  # noqa: ARG002  as in the class above it
        raise OSError("pulled the plug")


def _put(path: Path, *bodies: bytes) -> None:
    inbox = connect_sqlite(path)
    inbox.executemany(SQLITE_INSERT, [(os.urandom(16), body) for body in bodies])
    inbox.close()


def _left(path: Path) -> int:
    inbox = connect_sqlite(path)
    [[count]] = inbox.execute("SELECT count(*) FROM record").fetchall()
    inbox.close()
    return int(count)


def test_an_sqlite_inbox_is_emptied_and_nothing_stays_behind(world: World, tmp_path: Path) -> None:
    path, action = tmp_path / "inbox" / "inbox.sqlite3", world.action()
    _put(path, *(world.signs(action).body for _ in range(5)))
    inbox = SqliteInbox(path)

    result = inbox.drain(keys=world.keys, now=world.now)

    assert (result["rows"], result["taken"]) == (5, 5)
    assert not inbox.drain(keys=world.keys, now=world.now)
    assert _left(path) == 0
    assert not Drained.objects.exists()
    assert Signature.objects.count() == 5


def test_taken_records_leave_no_bytes_in_the_inbox_file(world: World, tmp_path: Path) -> None:
    path, taken = tmp_path / "inbox.sqlite3", world.signs(world.action())
    _put(path, taken.body)

    SqliteInbox(path).drain(keys=world.keys, now=world.now)

    left = b"".join(file.read_bytes() for file in tmp_path.glob("inbox.sqlite3*"))
    assert taken.row_id not in left


def test_killed_between_the_two_databases_a_record_is_still_taken_once(
    world: World, tmp_path: Path
) -> None:
    path, taken = tmp_path / "inbox.sqlite3", world.signs(world.action())
    _put(path, taken.body)

    with pytest.raises(OSError, match="plug"):
        BrokenDelete(path).drain(keys=world.keys, now=world.now)
    # What the record led to is gone meanwhile; the record must not bring it back.
    services.refuse([taken.row_id])
    SqliteInbox(path).drain(keys=world.keys, now=world.now)

    assert not Signature.objects.exists()
    assert _left(path) == 0
    assert not Drained.objects.exists()


class BrokenForgetting(SqliteInbox):
    """Dies after the inbox has forgotten."""

    def _delete(self, rowids: list[int]) -> None:
        super()._delete(rowids)
        raise OSError("pulled the plug")


def test_what_a_killed_worker_remembered_is_forgotten_at_the_next_start(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "inbox.sqlite3"
    _put(path, world.signs(world.action()).body)
    with pytest.raises(OSError, match="plug"):
        BrokenForgetting(path).drain(keys=world.keys, now=world.now)
    assert Drained.objects.exists()

    SqliteInbox(path).drain(keys=world.keys, now=world.now)

    assert not Drained.objects.exists()


def test_a_full_inbox_is_emptied_batch_by_batch(world: World, tmp_path: Path) -> None:
    path = tmp_path / "inbox.sqlite3"
    _put(path, *(b"no record" for _ in range(BATCH + 1)))
    inbox = SqliteInbox(path)

    counts = [inbox.drain(keys=world.keys, now=world.now)["rows"] for _ in range(3)]

    assert counts == [BATCH, 1, 0]


@on_postgresql
def test_a_postgresql_inbox_is_emptied_in_the_same_transaction(world: World) -> None:
    PostgresInbox().create()
    action = world.action()
    rows = [(os.urandom(16), world.signs(action).body) for _ in range(5)]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO inbox.record (id, body) VALUES (%s, %s)", rows)

    result = PostgresInbox().drain(keys=world.keys, now=world.now)

    assert (result["rows"], result["taken"]) == (5, 5)
    assert not PostgresInbox().drain(keys=world.keys, now=world.now)
    assert Signature.objects.count() == 5
    assert not Drained.objects.exists()
