"""The inbox's writer: batches, failures, slowness, a bound."""

import asyncio
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from zvarot.contract.inbox import connect_sqlite
from zvarot.front import inbox as module
from zvarot.front.inbox import Inbox, InboxUnavailable
from zvarot.front.sinks import MemorySink, Row, SqliteSink, open_sink


class CountingSink(MemorySink):
    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []

    def write(self, rows: Sequence[Row]) -> None:
        super().write(rows)
        self.batches.append(len(rows))


class SlowSink(MemorySink):
    """Waits until it is let go, as a database behind a broken network does."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go = threading.Event()

    def write(self, rows: Sequence[Row]) -> None:
        self.may_go.wait(10)
        super().write(rows)


class BrokenSink(MemorySink):
    is_broken = True

    def write(self, rows: Sequence[Row]) -> None:
        if self.is_broken:
            raise OSError("no space for: Alés")
        super().write(rows)


def test_records_that_arrive_together_are_written_together() -> None:
    sink = CountingSink()

    async def story() -> None:
        inbox = Inbox(sink)
        inbox.start()
        await asyncio.gather(*(inbox.take(b"%d" % n) for n in range(500)))
        await inbox.stop()

    asyncio.run(story())

    assert sorted(body for _, body in sink.rows) == sorted(b"%d" % n for n in range(500))
    assert len({row_id for row_id, _ in sink.rows}) == 500
    assert len(sink.batches) <= 2


def test_more_than_a_batch_is_written_in_several() -> None:
    sink = CountingSink()

    async def story() -> None:
        inbox = Inbox(sink, max_waiting=5000)
        inbox.start()
        await asyncio.gather(*(inbox.take(b"x") for _ in range(2500)))
        await inbox.stop()

    asyncio.run(story())

    assert sum(sink.batches) == 2500
    assert max(sink.batches) <= module.MAX_BATCH


def test_a_broken_sink_is_said_without_what_it_said_and_heals(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sink = BrokenSink()

    async def story() -> None:
        inbox = Inbox(sink)
        inbox.start()
        with pytest.raises(InboxUnavailable):
            await inbox.take(b"one")
        sink.is_broken = False
        await inbox.take(b"two")
        await inbox.stop()

    asyncio.run(story())

    assert [body for _, body in sink.rows] == [b"two"]
    assert "OSError" in caplog.text
    assert "Alés" not in caplog.text


def test_a_slow_sink_is_waited_for_no_longer_than_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.3)
    sink = SlowSink()

    async def story() -> None:
        inbox = Inbox(sink)
        inbox.start()
        first = asyncio.create_task(inbox.take(b"first"))
        await asyncio.sleep(0.05)
        began = time.monotonic()
        with pytest.raises(InboxUnavailable):
            await inbox.take(b"second")
        assert time.monotonic() - began < 2
        with pytest.raises(InboxUnavailable):
            await first
        sink.may_go.set()
        await inbox.stop()

    asyncio.run(story())

    # The second was told that nothing was recorded before its batch began: so it is not.
    assert [body for _, body in sink.rows] == [b"first"]


def test_too_many_waiting_are_turned_away_at_once() -> None:
    sink = SlowSink()

    async def story() -> None:
        inbox = Inbox(sink, max_waiting=3)
        inbox.start()
        waiting = [asyncio.create_task(inbox.take(b"x")) for _ in range(3)]
        await asyncio.sleep(0.05)
        with pytest.raises(InboxUnavailable):
            await inbox.take(b"one too many")
        sink.may_go.set()
        await asyncio.gather(*waiting)
        await inbox.stop()

    asyncio.run(story())

    assert len(sink.rows) == 3


def test_before_it_is_started_an_inbox_takes_nothing() -> None:
    with pytest.raises(InboxUnavailable):
        asyncio.run(Inbox(MemorySink()).take(b"x"))


def test_sqlite_stores_every_size_of_batch(tmp_path: Path) -> None:
    sink = SqliteSink(tmp_path / "inbox.sqlite3")
    expected = set()
    for size in (1, 2, 3, 7, 255, 256, 257, 1000):
        rows = [(b"%016d" % n, b"%d of %d" % (n, size)) for n in range(size)]
        sink.write(rows)
        expected |= set(rows)
    sink.close()

    connection = connect_sqlite(tmp_path / "inbox.sqlite3")
    stored = connection.execute("SELECT id, body FROM record").fetchall()
    connection.close()
    assert len(stored) == sum((1, 2, 3, 7, 255, 256, 257, 1000))
    assert set(stored) == expected


def test_sqlite_keeps_its_promise_to_the_disk(tmp_path: Path) -> None:
    connection = connect_sqlite(tmp_path / "inbox.sqlite3")
    asked = ("journal_mode", "synchronous", "secure_delete", "auto_vacuum")
    values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
    connection.close()

    assert values == ["wal", 2, 1, 1]


def test_a_failed_batch_leaves_nothing_behind(tmp_path: Path) -> None:
    sink = SqliteSink(tmp_path / "inbox.sqlite3")
    sink.write([(b"1" * 16, b"first")])
    with pytest.raises(Exception):  # noqa: B017, PT011  whatever sqlite3 says of a text that is no BLOB
        sink.write([(b"2" * 16, b"second"), (b"3" * 16, "not bytes")])  # type: ignore[list-item]
    sink.write([(b"4" * 16, b"fourth")])
    sink.close()

    connection = connect_sqlite(tmp_path / "inbox.sqlite3")
    stored = [body for (body,) in connection.execute("SELECT body FROM record")]
    connection.close()
    assert stored == [b"first", b"fourth"]


def test_an_inbox_address_is_sqlite_or_postgresql() -> None:
    with pytest.raises(ValueError, match="neither"):
        open_sink("mysql://ales:secret@host/inbox")
