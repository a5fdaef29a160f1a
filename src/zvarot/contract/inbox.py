"""The inbox between the planes: its table on SQLite and PostgreSQL, and the front's rights.

One table, two columns: a random id and a packed record (zvarot.contract.record). No unique
index, because its error would tell who has signed; no sequence and no time, because they
would tell when. Source of the rights: docs/explain/sealing.md, tried on PostgreSQL 15.
"""

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SQLITE_DDL = "CREATE TABLE IF NOT EXISTS record (id BLOB NOT NULL, body BLOB NOT NULL) STRICT"
SQLITE_INSERT = "INSERT INTO record (id, body) VALUES (?, ?)"

POSTGRES_DDL = """
CREATE SCHEMA IF NOT EXISTS inbox;
CREATE TABLE IF NOT EXISTS inbox.record (id bytea NOT NULL, body bytea NOT NULL);
"""
# One statement is one round trip; COPY of the same rows takes three.
POSTGRES_INSERT = (
    "INSERT INTO inbox.record (id, body) SELECT * FROM unnest(%b::bytea[], %b::bytea[])"
)

# Each of these would tell the front how many rows there are, or what another program does.
_HIDDEN_RELATIONS = (
    "pg_class, pg_stats, pg_stat_database, pg_stat_activity, pg_stat_all_tables,"
    " pg_stat_user_tables, pg_stat_xact_all_tables, pg_stat_xact_user_tables"
)
_HIDDEN_FUNCTIONS = (
    "pg_relation_size(regclass), pg_relation_size(regclass, text), pg_table_size(regclass),"
    " pg_indexes_size(regclass), pg_total_relation_size(regclass), pg_database_size(name),"
    " pg_database_size(oid), pg_stat_get_tuples_inserted(oid), pg_stat_get_live_tuples(oid),"
    " pg_stat_get_db_tuples_inserted(oid), lo_creat(integer), lo_create(oid),"
    " lo_from_bytea(oid, bytea)"
)
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def connect_sqlite(path: Path) -> sqlite3.Connection:
    """Open the inbox file, made if it is not there, with the settings both planes need.

    FULL: a record is on the disk before anyone is thanked. secure_delete and auto_vacuum:
    what the worker took leaves no copy in free pages. Commits are the caller's.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = sqlite3.connect(path, timeout=4, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA auto_vacuum = FULL")  # has to come before the first table
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(SQLITE_DDL)
    return connection


@contextmanager
def sqlite_turn(path: Path) -> Iterator[None]:
    """Hold the inbox's lock file, so that writers queue instead of sleeping and starving.

    Without it two writers reach a 99th percentile of 1.3 s; with it, 68 ms.
    Source: docs/reference/benchmarks.md
    """
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def open_lock(path: Path) -> int:
    """Open the lock file that stands beside the inbox; the caller locks and closes it."""
    return os.open(
        path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660
    )


def front_role_sql(*, role: str, database: str, readers: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the statements that give the front's role its rights and nothing else.

    readers -- roles of the other programs, which keep their view of pg_class.

    The role itself is made before, with its password. Run these as the database's owner or a
    superuser; a managed service may refuse some of the REVOKEs, one at a time.
    Raises ValueError if a name is not a plain lower-case SQL name.
    """
    for name in (role, database, *readers):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not a plain lower-case SQL name; choose another.")
    return (
        f"ALTER ROLE {role} CONNECTION LIMIT 20",
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {', '.join((role, *readers))}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA inbox, published TO {role}",
        f"GRANT INSERT ON inbox.record TO {role}",
        f"GRANT SELECT ON published.file, published.stamp TO {role}",
        f"REVOKE SELECT ON {_HIDDEN_RELATIONS} FROM PUBLIC",  # noqa: S608  names of our own
        *(f"GRANT SELECT ON pg_class TO {reader}" for reader in readers),
        f"REVOKE EXECUTE ON FUNCTION {_HIDDEN_FUNCTIONS} FROM PUBLIC",
        # A failing statement would go to the server's log with what it carried.
        f"ALTER ROLE {role} SET log_min_error_statement = 'panic'",
        f"ALTER ROLE {role} SET log_min_messages = 'fatal'",
        f"ALTER ROLE {role} SET log_statement = 'none'",
        f"ALTER ROLE {role} SET log_min_duration_statement = -1",
        f"ALTER ROLE {role} SET log_parameter_max_length_on_error = 0",
    )
