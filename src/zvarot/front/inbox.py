"""Put records into the inbox: those that arrive together are committed together.

One writer thread per process, one batch in it at a time. While it waits for the disk, the next
batch gathers; when it is done, all of a batch are answered in one callback and the gathered
ones go. No linger timer, no lock: the event loop alone decides what goes when. The thread and
the loop change places twice a batch, not once a record, which is what made this quick
(docs/reference/benchmarks.md).
"""

import asyncio
import logging
import os
import threading
import time
from queue import SimpleQueue

from zvarot.contract.errors import ZvarotError
from zvarot.front import trouble
from zvarot.front.sinks import Row, Sink

MAX_BATCH = 1000
PATIENCE_SECONDS = 4.0  # with the answer itself, the visitor waits at most five

log = logging.getLogger(__name__)


class InboxUnavailable(ZvarotError):
    """The record is not stored, and the visitor must be told so."""


class _Job:
    """One waiting record; its future says whether it was stored."""

    __slots__ = ("body", "future", "since")

    def __init__(self, body: bytes, future: "asyncio.Future[bool]") -> None:
        self.body = body
        self.future = future
        self.since = time.monotonic()


class Inbox:
    """Take records durably. Give it a sink: SQLite, PostgreSQL, or memory in tests."""

    def __init__(self, sink: Sink, *, max_waiting: int = 2000) -> None:
        self._sink = sink
        self._max_waiting = max_waiting
        self._to_write: SimpleQueue[list[_Job] | None] = SimpleQueue()
        self._gathered: list[_Job] = []
        self._writing: list[_Job] = []
        self._is_called = False
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._watch: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Start the writer. Call it on the event loop that will call `take`."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._write_for_ever, name="inbox", daemon=True)
        self._thread.start()
        self._give_up_late()

    async def stop(self) -> None:
        """Write what waits, then end the writer."""
        while self._gathered or self._writing:
            await asyncio.sleep(0.01)
        if self._watch:
            self._watch.cancel()
        if self._thread:
            self._to_write.put(None)
            await asyncio.to_thread(self._thread.join, PATIENCE_SECONDS)

    async def take(self, body: bytes) -> None:
        """Return once the record is on the disk.

        Raises InboxUnavailable if too many wait, or the sink fails or is slower than
        PATIENCE_SECONDS. Then the visitor is told that nothing was recorded.
        """
        waiting = len(self._gathered) + len(self._writing)
        if self._thread is None or waiting >= self._max_waiting:
            raise InboxUnavailable("Too many records wait for the inbox.")
        future = self._loop.create_future()
        self._gathered.append(_Job(body, future))
        if not self._writing and not self._is_called:
            # Not at once: others that the loop has already received join this batch.
            self._is_called = True
            self._loop.call_soon(self._hand_over)
        if not await future:
            raise InboxUnavailable("The inbox could not store the record.")

    def _hand_over(self) -> None:
        self._is_called = False
        # Whoever was told that nothing was recorded must not be recorded after that.
        waiting = [job for job in self._gathered if not job.future.done()]
        self._writing, self._gathered = waiting[:MAX_BATCH], waiting[MAX_BATCH:]
        if self._writing:
            self._to_write.put(self._writing)

    def _answer(self, batch: list[_Job], is_stored: bool) -> None:
        for job in batch:
            if not job.future.done():
                job.future.set_result(is_stored)
        self._hand_over()

    def _give_up_late(self) -> None:
        """Answer those who waited too long, twice a second; timers for each would cost more."""
        limit = time.monotonic() - PATIENCE_SECONDS
        for job in (*self._writing, *self._gathered):
            if job.since > limit:
                break
            if not job.future.done():
                job.future.set_result(False)
        self._watch = self._loop.call_later(0.5, self._give_up_late)

    def _write_for_ever(self) -> None:
        while (batch := self._to_write.get()) is not None:
            # All ids in one call: each asking of the system lets the loop in between.
            ids = os.urandom(16 * len(batch))
            rows = [(ids[16 * n : 16 * n + 16], job.body) for n, job in enumerate(batch)]
            is_stored = self._stored(rows)
            try:
                self._loop.call_soon_threadsafe(self._answer, batch, is_stored)
            except RuntimeError:  # the loop has ended; nobody is left to answer
                log.warning("%d records met a front that was stopping.", len(batch))
        self._sink.close()

    def _stored(self, rows: list[Row]) -> bool:
        try:
            self._sink.write(rows)
        except Exception as problem:  # noqa: BLE001  whatever a database raises: not stored
            trouble.tell(problem, "The inbox took nothing")
            return False
        return True
