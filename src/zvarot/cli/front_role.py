"""`zvarot front-role`: on PostgreSQL, give the front a role that can add and read, no more.

`zvarot run` does the same by itself, so that the front is as poor there as anywhere.
"""

import argparse
import os
import secrets
import sys
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from zvarot.cli import tables
from zvarot.contract import inbox
from zvarot.contract.errors import ZvarotError
from zvarot.lib import store


class RoleRefused(ZvarotError):
    """The database does not let us make the front's role."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command understands."""
    parser.add_argument("--name", default="zvarot_front", help="the role (default: zvarot_front)")


def run(arguments: argparse.Namespace) -> int:
    """Make the role with a new password and print the front's address of the database."""
    database = tables.load_all(os.environ)["studio"]["ZVAROT_DATABASE_URL"] or ""
    if not is_postgres(database):
        print("ZVAROT_DATABASE_URL is no PostgreSQL database; SQLite has no roles.")
        return 1
    address, refused = grant(database, arguments.name)
    for statement in refused:
        print(f"The database refused: {statement}", file=sys.stderr)
    print(f"ZVAROT_FRONT_INBOX_URL={address}")
    return 0


def is_postgres(url: str) -> bool:
    return url.startswith(("postgresql://", "postgres://"))


def grant(database_url: str, role: str) -> tuple[str, list[str]]:
    """Make the inbox, the published store and the role; return its address, and what was refused.

    The password is new each time: it is handed to the front and kept nowhere.
    Raises RoleRefused if the role cannot be made, or could not add to the inbox.
    """
    password = secrets.token_urlsafe(24)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(inbox.POSTGRES_DDL)
        connection.execute(store.POSTGRES_DDL)
        _make(connection, role, password)
        refused = _rights(connection, role)
    parts = urlsplit(database_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{password}@{host}")), refused


def _make(connection: "psycopg.Connection[tuple[object, ...]]", role: str, password: str) -> None:
    name = sql.Identifier(role)
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL(
        "ALTER ROLE {} LOGIN PASSWORD {}" if known else "CREATE ROLE {} LOGIN PASSWORD {}"
    )
    try:
        connection.execute(verb.format(name, sql.Literal(password)))
    except psycopg.errors.InsufficientPrivilege:
        raise RoleRefused(
            f"This database user may not make roles. Let a superuser run `zvarot front-role`, or "
            f"make the role {role!r} by hand as docs/operate/install.md says, and set "
            f"ZVAROT_FRONT_INBOX_URL."
        ) from None


def _rights(connection: "psycopg.Connection[tuple[object, ...]]", role: str) -> list[str]:
    # A superuser may run this for the owner, under whom worker and studio go on.
    row = connection.execute(
        "SELECT datname, pg_get_userbyid(datdba), current_user FROM pg_database"
        " WHERE datname = current_database()"
    ).fetchone()
    database, *readers = map(str, row or ("", "", ""))
    refused = []
    for statement in inbox.front_role_sql(
        role=role, database=database, readers=tuple(dict.fromkeys(readers))
    ):
        try:
            connection.execute(statement.encode())
        except psycopg.errors.InsufficientPrivilege:
            if statement.startswith("GRANT"):
                raise RoleRefused(f"The database refused: {statement}") from None
            refused.append(statement)
    return refused
