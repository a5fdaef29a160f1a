"""The published store: the plain files that the worker writes and the fronts read.

A directory by default; a PostgreSQL table when fronts run on several machines. Paths are
relative, with slashes. `stamp()` changes whenever anything was written or deleted, so a
front asks one cheap question a second and reads files only after a change.
"""

import os
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

import psycopg

POSTGRES_DDL = """
CREATE SCHEMA IF NOT EXISTS published;
CREATE TABLE IF NOT EXISTS published.file (path text PRIMARY KEY, body bytea NOT NULL);
CREATE TABLE IF NOT EXISTS published.stamp (stamp text NOT NULL);
"""

# What points at other files is written after them: a reader never finds a name without a file.
WRITTEN_LAST = ("counts.json", "site.json")

_STAMP = ".stamp"
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.@-]*)*")
_Result = TypeVar("_Result")


class Store(Protocol):
    """Where published files are. Reading what is not there raises FileNotFoundError."""

    def read(self, path: str) -> bytes: ...

    def stamp(self) -> str: ...

    def write(self, files: Mapping[str, bytes]) -> None: ...

    def delete(self, paths: Iterable[str]) -> None: ...

    def list(self, prefix: str = "") -> list[str]: ...

    def local_path(self, path: str) -> Path | None:
        """Give the file on this machine's disk, if the store keeps it there."""


def open_store(url: str) -> Store:
    """Open the store named `dir:<path>` or `postgresql://…`.

    Raises ValueError if the address is neither.
    """
    if url.startswith("dir:"):
        return DirectoryStore(Path(url.removeprefix("dir:")))
    if url.startswith(("postgresql://", "postgres://")):
        return PostgresStore(url)
    raise ValueError("A published store is dir:<path> or postgresql://…; this address is neither.")


class DirectoryStore:
    """Files below one directory. Each appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes:
        return self._file(path).read_bytes()

    def stamp(self) -> str:
        try:
            return (self.root / _STAMP).read_text(encoding="ascii")
        except FileNotFoundError:
            return ""

    def write(self, files: Mapping[str, bytes]) -> None:
        targets = [(self._file(path), files[path]) for path in in_writing_order(files)]
        for target, body in targets:
            _write_atomically(target, body)
        self._touch()

    def delete(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._file(path).unlink(missing_ok=True)
        self._touch()

    def list(self, prefix: str = "") -> list[str]:
        found = (file.relative_to(self.root).as_posix() for file in self.root.rglob("*"))
        return sorted(
            path
            for path in found
            if path.startswith(prefix) and _PATH.fullmatch(path) and (self.root / path).is_file()
        )

    def local_path(self, path: str) -> Path | None:
        file = self._file(path)
        return file if file.is_file() else None

    def _file(self, path: str) -> Path:
        return self.root / checked(path)

    def _touch(self) -> None:
        _write_atomically(self.root / _STAMP, secrets.token_hex(8).encode("ascii"))


class PostgresStore:
    """Rows of published.file; everything written together appears in one transaction."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()

    def create_tables(self) -> None:
        self._run(lambda connection: connection.execute(POSTGRES_DDL))

    def read(self, path: str) -> bytes:
        query = "SELECT body FROM published.file WHERE path = %s"
        row = self._run(lambda c: c.execute(query, (_known(path),), binary=True).fetchone())
        if row is None:
            raise FileNotFoundError("There is no such file in the published store.")
        return _bytes(row[0])

    def stamp(self) -> str:
        row = self._run(lambda c: c.execute("SELECT stamp FROM published.stamp").fetchone())
        return str(row[0]) if row else ""

    def write(self, files: Mapping[str, bytes]) -> None:
        rows = [(checked(path), files[path]) for path in in_writing_order(files)]
        query = (
            "INSERT INTO published.file (path, body) VALUES (%s, %s)"
            " ON CONFLICT (path) DO UPDATE SET body = excluded.body"
        )

        def write(connection: psycopg.Connection[tuple[object, ...]]) -> None:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(query, rows)
                _new_stamp(cursor)

        self._run(write)

    def delete(self, paths: Iterable[str]) -> None:
        wanted = [checked(path) for path in paths]

        def delete(connection: psycopg.Connection[tuple[object, ...]]) -> None:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.execute("DELETE FROM published.file WHERE path = ANY(%s)", (wanted,))
                _new_stamp(cursor)

        self._run(delete)

    def list(self, prefix: str = "") -> list[str]:
        query = "SELECT path FROM published.file WHERE starts_with(path, %s) ORDER BY path"
        rows = self._run(lambda c: c.execute(query, (prefix,)).fetchall())
        return sorted(str(row[0]) for row in rows)

    def local_path(self, path: str) -> Path | None:  # noqa: ARG002  the interface's shape
        return None

    def _run(self, act: Callable[[psycopg.Connection[tuple[object, ...]]], _Result]) -> _Result:
        """Run on the kept connection; on a lost one, once more on a new one."""
        with self._lock:
            if self._connection is None or self._connection.closed:
                self._connection = self._connect()
            try:
                return act(self._connection)
            except psycopg.OperationalError:
                self._connection.close()
                self._connection = self._connect()
                return act(self._connection)

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self._url, autocommit=True, connect_timeout=3)


def checked(path: str) -> str:
    """Return the path if it is one that a store may hold.

    Raises ValueError if it is absolute, climbs, or has a part that begins with a dot.
    """
    if not _PATH.fullmatch(path):
        raise ValueError("A published file's path is relative, of plain ASCII parts without '..'.")
    return path


def in_writing_order(files: Iterable[str]) -> list[str]:
    """Sort paths so that what points at other files comes after them."""
    return sorted(files, key=lambda path: (path in WRITTEN_LAST, path))


def _known(path: str) -> str:
    if not _PATH.fullmatch(path):
        raise FileNotFoundError("There is no such file in the published store.")
    return path


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError("The published store holds something that is not a file.")
    return value


def _new_stamp(cursor: psycopg.Cursor[tuple[object, ...]]) -> None:
    cursor.execute("DELETE FROM published.stamp")
    cursor.execute("INSERT INTO published.stamp VALUES (%s)", (secrets.token_hex(8),))


def _write_atomically(target: Path, body: bytes) -> None:
    """Write beside the target, sync, rename: after a power cut the old or the new is there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
