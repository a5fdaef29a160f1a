"""Where inbox records end up: an SQLite file, a PostgreSQL table, or memory in tests.

`write` returns after the records are durable, or raises and has stored none of them.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import psycopg

from zvarot.contract.inbox import POSTGRES_INSERT, SQLITE_INSERT, connect_sqlite, open_lock

Row = tuple[bytes, bytes]  # random id, packed record

# What one write may take at most on PostgreSQL; the visitor is answered before that.
_POSTGRES_OPTIONS = (
    "-c synchronous_commit=on -c statement_timeout=4000 -c lock_timeout=4000"
    " -c idle_in_transaction_session_timeout=10000"
)


class Sink(Protocol):
    """Used by one writer thread only, from its first write on."""

    def write(self, rows: Sequence[Row]) -> None: ...

    def close(self) -> None: ...


def open_sink(url: str) -> Sink:
    """Open `sqlite:///<path>` or `postgresql://…`. Raises ValueError for anything else."""
    if url.startswith("sqlite:///"):
        return SqliteSink(Path(url.removeprefix("sqlite:///")))
    if url.startswith(("postgresql://", "postgres://")):
        return PostgresSink(url)
    raise ValueError("An inbox is sqlite:///<path> or postgresql://…; this address is neither.")


class SqliteSink:
    """One file, shared with the worker and with the other processes of this front."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._lock = -1

    def write(self, rows: Sequence[Row]) -> None:
        if self._connection is None:
            self._connection = connect_sqlite(self._path)
            self._lock = open_lock(self._path)
        try:
            # Two writers that meet in SQLite sleep and starve; in flock they queue.
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            self._insert(self._connection, rows)
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            os.close(self._lock)
            self._connection = None

    def _insert(self, connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for first, count in _chunks(len(rows)):
                connection.execute(
                    _insert_of(count),
                    [value for row in rows[first : first + count] for value in row],
                )
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


class PostgresSink:
    """The table inbox.record, on which the front's role has INSERT and nothing else."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None

    def write(self, rows: Sequence[Row]) -> None:
        if self._connection is None or self._connection.closed:
            self._connection = self._connect()
        try:
            ids, bodies = zip(*rows, strict=True)
            self._connection.execute(POSTGRES_INSERT, (list(ids), list(bodies)), prepare=True)
        except psycopg.Error:
            # The next batch begins on a new connection, whatever happened to this one.
            self._connection.close()
            raise

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=3,
            tcp_user_timeout=4000,
            options=_POSTGRES_OPTIONS,
        )


def _chunks(count: int) -> Iterator[tuple[int, int]]:
    """Cut a batch into sizes of which few exist, so that their statements stay prepared."""
    first = 0
    while first < count:
        left = count - first
        size = 256 if left >= 256 else 64 if left > 64 else left
        yield first, size
        first += size


@cache
def _insert_of(count: int) -> str:
    # One statement for many rows: sqlite3 lets go of the interpreter once for each statement,
    # and under load it waits up to 5 ms to get it back.
    return SQLITE_INSERT + ", (?, ?)" * (count - 1)


class MemorySink:
    """Keeps records in a list. For tests and for trying things out."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def write(self, rows: Sequence[Row]) -> None:
        self.rows.extend(rows)

    def close(self) -> None:
        return
