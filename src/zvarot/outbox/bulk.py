"""Insert many rows with one statement, the same on SQLite and PostgreSQL.

The ORM's `bulk_create` costs 2.5 to 4 times as much a row and cannot say which rows went in
when some were there already; so the few hot tables are written here. Table and column names
come from the models.
Source: docs/reference/benchmarks.md
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models

_MAX_PARAMETERS = 30_000  # SQLite takes 32,766 in one statement

Row = Sequence[Any]


def insert_new(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert the rows, leaving out those that break a unique constraint."""
    for part in _parts(columns, rows):
        sql, values = _insert(model, columns, part)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ON CONFLICT DO NOTHING", values)


def insert_new_returning(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Row], *, give: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Insert like `insert_new`; return the columns `give` of the rows that went in."""
    returned: list[tuple[Any, ...]] = []
    for part in _parts(columns, rows):
        sql, values = _insert(model, columns, part)
        names = ", ".join(_quoted(field) for field in _fields(model, give))
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ON CONFLICT DO NOTHING RETURNING {names}", values)
            returned += cursor.fetchall()
    return returned


def moment(value: datetime) -> Any:
    """Return the moment as the database keeps it; raw statements do not convert it."""
    return connection.ops.adapt_datetimefield_value(value)


def day(value: date) -> Any:
    """Return the date as the database keeps it."""
    return connection.ops.adapt_datefield_value(value)


def table(model: type[models.Model]) -> str:
    """Return the quoted name of the model's table."""
    return connection.ops.quote_name(model._meta.db_table)


def _insert(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]
) -> tuple[str, list[Any]]:
    fields = _fields(model, columns)
    into = f"INSERT INTO {table(model)} ({', '.join(map(_quoted, fields))})"
    if connection.vendor == "postgresql":
        # One array a column: psycopg needs half the time that thousands of parameters take.
        arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
        by_column = [list(column) for column in zip(*rows, strict=True)]
        return f"{into} SELECT * FROM unnest({arrays})", by_column  # noqa: S608  names of models
    one = f"({', '.join(['%s'] * len(fields))})"
    values = [value for row in rows for value in row]
    return f"{into} VALUES {', '.join([one] * len(rows))}", values


def _fields(model: type[models.Model], columns: Sequence[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in columns]


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _parts(columns: Sequence[str], rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    size = _MAX_PARAMETERS // len(columns)
    return (rows[start : start + size] for start in range(0, len(rows), size))
