"""Emptying the inbox: what was taken is in the control plane before it leaves the inbox.

On PostgreSQL both happen in one transaction. An SQLite inbox is a file of its own, so the ids
of taken records are remembered in the control plane until the file has forgotten them.
"""

import fcntl
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.db import connection, transaction

from zvarot.contract.inbox import POSTGRES_DDL, connect_sqlite, sqlite_turn
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures import services

BATCH = 1000


class Inbox(Protocol):
    """Where fronts put records, and the worker takes them."""

    def create(self) -> None:
        """Make it, if it is not there: fronts only insert."""

    def drain(self, *, keys: KeyFiles, now: datetime) -> Counter[str]:
        """Take one batch; what became of it, by count. Empty if there was nothing."""


class SqliteInbox:
    """A file on this machine, shared with the fronts. An installation has one of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def create(self) -> None:
        connect_sqlite(self._path).close()

    def drain(self, *, keys: KeyFiles, now: datetime) -> Counter[str]:
        with self._alone():
            inbox = self._opened()
            rows = inbox.execute("SELECT rowid, id, body FROM record LIMIT ?", (BATCH,)).fetchall()
            if not rows:
                return Counter()
            batch = sorted((row_id, body) for _, row_id, body in rows)
            result = services.drain(batch, keys=keys, now=now)
            # By rowid: ids carry no index. A file that only loses rows never gives one out
            # twice while we hold the lock, and a crash before this line repeats the batch.
            self._delete([rowid for rowid, _, _ in rows])
            services.forget_drained(row_id for row_id, _ in batch)
            result["rows"] = len(rows)
            return result

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = connect_sqlite(self._path)
            # A worker killed after the inbox forgot and before the control plane did.
            ids = self._connection.execute("SELECT id FROM record").fetchall()
            services.forget_drained_but(row_id for (row_id,) in ids)
        return self._connection

    def _delete(self, rowids: list[int]) -> None:
        inbox = self._opened()
        with sqlite_turn(self._path):
            inbox.execute("BEGIN IMMEDIATE")
            inbox.executemany("DELETE FROM record WHERE rowid = ?", ((one,) for one in rowids))
            inbox.execute("COMMIT")
            # Taken records leave the log as well; if a front reads right now, the next time.
            inbox.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One worker at a time: the other would take the same rows again."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(
            self._path.with_name(self._path.name + ".drain"),
            os.O_RDWR | os.O_CREAT | os.O_CLOEXEC,
            0o600,
        )
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


class PostgresInbox:
    """A table of the control plane's database, into which fronts may only insert."""

    def create(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(POSTGRES_DDL)

    def drain(self, *, keys: KeyFiles, now: datetime) -> Counter[str]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM inbox.record WHERE ctid = ANY (ARRAY(SELECT ctid FROM inbox.record"
                " LIMIT %s FOR UPDATE SKIP LOCKED)) RETURNING id, body",
                [BATCH],
            )
            rows = sorted((bytes(row_id), bytes(body)) for row_id, body in cursor.fetchall())
            if not rows:
                return Counter()
            result = services.take([body for _, body in rows], keys=keys, now=now)
            result["rows"] = len(rows)
            return result
