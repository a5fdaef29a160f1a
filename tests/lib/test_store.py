"""The published store: whole files or none, a stamp that tells of every change."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from zvarot.lib.store import (
    DirectoryStore,
    PostgresStore,
    Store,
    checked,
    in_writing_order,
    open_store,
)


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.running() as started:
        yield started


@pytest.fixture(params=["directory", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "directory":
        yield open_store(f"dir:{tmp_path / 'published'}")
        return
    url = request.getfixturevalue("server").url()
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DROP SCHEMA IF EXISTS published CASCADE")
    opened = open_store(url)
    assert isinstance(opened, PostgresStore)
    opened.create_tables()
    yield opened
    opened.close()


def test_what_was_written_can_be_read(store: Store) -> None:
    store.write({"site.json": b"{}", "pages/be/home.html": "Зварот".encode()})

    assert store.read("pages/be/home.html") == "Зварот".encode()
    assert store.list() == ["pages/be/home.html", "site.json"]
    assert store.list("pages/") == ["pages/be/home.html"]


def test_writing_again_replaces(store: Store) -> None:
    store.write({"site.json": b"old"})
    store.write({"site.json": b"new"})

    assert store.read("site.json") == b"new"
    assert store.list() == ["site.json"]


def test_the_stamp_changes_with_every_change_and_with_nothing_else(store: Store) -> None:
    empty = store.stamp()
    store.write({"a": b"1"})
    written = store.stamp()
    store.read("a")
    same = store.stamp()
    store.write({"a": b"1"})
    again = store.stamp()
    store.delete(["a"])
    deleted = store.stamp()

    assert written == same
    assert len({empty, written, again, deleted}) == 4


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store: Store) -> None:
    store.write({"media/a.png": b"1", "media/b.png": b"2"})
    store.delete(["media/a.png"])
    store.delete(["media/a.png"])

    assert store.list() == ["media/b.png"]
    with pytest.raises(FileNotFoundError):
        store.read("media/a.png")


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../site.json", "a/../b", "a//b", ".stamp", "a/.hidden", "a\\b", "a\0b"],
)
def test_a_path_that_leads_elsewhere_is_refused(store: Store, path: str) -> None:
    with pytest.raises((ValueError, FileNotFoundError)):
        store.read(path)
    with pytest.raises(ValueError, match="relative"):
        store.write({path: b""})


def test_what_points_at_files_is_written_after_them() -> None:
    order = in_writing_order(["site.json", "counts.json", "zz.html", "aa.html"])

    assert order == ["aa.html", "zz.html", "counts.json", "site.json"]


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    store.write({"a": b"0" * 200_000})
    ends = threading.Event()

    def write() -> None:
        for turn in range(40):
            store.write({"a": b"%d" % (turn % 10) * 200_000})
        ends.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not ends.is_set():
        body = store.read("a")
        seen.add((len(body), len(set(body))))
    writer.join()

    assert seen == {(200_000, 1)}


def test_only_a_directory_has_files_on_this_disk(store: Store) -> None:
    store.write({"media/a.png": b"1"})
    path = store.local_path("media/a.png")

    assert (path is not None) == isinstance(store, DirectoryStore)
    assert store.local_path("media/none.png") is None


def test_a_lost_connection_is_made_anew(server: postgres.Server) -> None:
    store = PostgresStore(server.url())
    store.create_tables()
    store.write({"a": b"1"})
    with psycopg.connect(server.url(), autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )

    assert store.read("a") == b"1"
    store.close()


def test_a_store_is_a_directory_or_postgresql() -> None:
    with pytest.raises(ValueError, match="neither"):
        open_store("s3://bucket")
    with pytest.raises(ValueError, match="relative"):
        checked("../up")
