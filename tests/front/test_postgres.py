"""The front's role on PostgreSQL: it can put records in and read pages, and nothing else."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.front.running import running
from tests.front.site import SLUG, answers, publish
from zvarot.contract import inbox
from zvarot.front.sinks import PostgresSink
from zvarot.lib.store import PostgresStore

ROLE = "zvarot_front"


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A server of its own: rights are taken away from everybody on it."""
    with postgres.running() as started:
        with psycopg.connect(started.url(), autocommit=True) as owner:
            owner.execute("CREATE DATABASE zvarot")
        with psycopg.connect(started.url("zvarot"), autocommit=True) as owner:
            owner.execute(inbox.POSTGRES_DDL)
            owner.execute(f"CREATE ROLE {ROLE} LOGIN")
            with closing(PostgresStore(started.url("zvarot"))) as store:
                store.create_tables()
            for statement in inbox.front_role_sql(role=ROLE, database="zvarot"):
                owner.execute(statement.encode())
        yield started


@pytest.fixture
def front_url(server: postgres.Server) -> str:
    return server.url("zvarot", user=ROLE)


def stored(server: postgres.Server) -> list[tuple[bytes, bytes]]:
    with psycopg.connect(server.url("zvarot")) as owner:
        return owner.execute("SELECT id, body FROM inbox.record").fetchall()


def test_the_front_can_put_records_in(server: postgres.Server, front_url: str) -> None:
    rows = [(b"%016d" % n, b"record %d" % n) for n in range(300)]
    sink = PostgresSink(front_url)

    sink.write(rows)
    sink.write(rows)
    sink.close()

    found = stored(server)
    assert all(found.count(row) == 2 for row in rows)


@pytest.mark.parametrize(
    "probe",
    [
        "SELECT * FROM inbox.record",
        "SELECT count(*) FROM inbox.record",
        "INSERT INTO inbox.record VALUES ('a', 'b') RETURNING id",
        "INSERT INTO inbox.record SELECT 'a', 'b' FROM inbox.record",
        "UPDATE inbox.record SET body = ''",
        "DELETE FROM inbox.record",
        "TRUNCATE inbox.record",
        "COPY inbox.record TO STDOUT",
        "INSERT INTO published.file VALUES ('a', 'b')",
        "UPDATE published.file SET body = ''",
        "DELETE FROM published.file",
        "UPDATE published.stamp SET stamp = ''",
        "CREATE TABLE inbox.mine (x int)",
        "CREATE TABLE public.mine (x int)",
        "CREATE TEMPORARY TABLE mine (x int)",
        "CREATE INDEX ON inbox.record (id)",
        "SELECT reltuples FROM pg_class",
        "SELECT * FROM pg_stat_activity",
        "SELECT * FROM pg_stat_user_tables",
        "SELECT * FROM pg_stats",
        "SELECT pg_relation_size('inbox.record')",
        "SELECT pg_database_size('zvarot')",
        "SELECT lo_create(0)",
        "SET ROLE zvarot",
    ],
)
def test_every_other_thing_is_refused(front_url: str, probe: str) -> None:
    with (
        psycopg.connect(front_url, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(probe.encode())


def test_a_refused_record_leaves_nothing_in_the_servers_log(
    server: postgres.Server, front_url: str
) -> None:
    with psycopg.connect(front_url, autocommit=True) as connection:
        for statement in (
            "INSERT INTO inbox.record VALUES ('uladzislava', NULL)",
            "SELECT 'uladzislava' FROM inbox.record",
            "SELECT 'uladzislava' +",
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement.encode())

    assert b"uladzislava" not in (server.folder / "log").read_bytes()


def test_a_role_that_is_no_plain_name_is_refused() -> None:
    with pytest.raises(ValueError, match="plain"):
        inbox.front_role_sql(role="front; DROP TABLE x", database="zvarot")


def test_a_petition_runs_on_postgresql_alone_and_survives_its_restart(
    server: postgres.Server, front_url: str, tmp_path: Path
) -> None:
    site = publish(tmp_path / "published")
    files = {path: site.store.read(path) for path in site.store.list()}
    with closing(PostgresStore(server.url("zvarot"))) as store:
        store.write(files)
    before = len(stored(server))
    settings = {"inbox_url": front_url, "workers": "2"}
    with running(site, tmp_path / "data", store_url=front_url, **settings) as front:
        assert front.get(f"/{SLUG}/").status == 200
        assert front.sign(**answers()).status == 200
        assert len(stored(server)) == before + 1

        with psycopg.connect(server.url(), autocommit=True) as owner:
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (ROLE,)
            )
        began = time.monotonic()
        after = [front.sign(**answers()).status for _ in range(6)]
        assert time.monotonic() - began < 10
        assert set(after) <= {200, 503}
        assert after[-1] == 200
        assert front.get(f"/{SLUG}/").status == 200
        assert len(stored(server)) == before + 1 + after.count(200)
