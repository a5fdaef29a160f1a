"""Put records into the inbox: those that arrive together are committed together.

One writer thread per process. It takes one waiting record, drains what else waits, commits
all of them in one transaction and answers all of them in one callback. No linger timer:
under load a batch grows by itself while the one before it reaches the disk.
"""

import asyncio
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue

from zvarot.contract.errors import ZvarotError
from zvarot.front.sinks import Row, Sink

MAX_BATCH = 1000
PATIENCE_SECONDS = 4.0  # with the answer itself, the visitor waits at most five

log = logging.getLogger(__name__)

Make = Callable[[], bytes]  # seals and packs one record; runs in the writer thread


class InboxUnavailable(ZvarotError):
    """The record is not stored, and the visitor must be told so."""


class _Job:
    """One waiting record. `is_given_up`: its visitor was already told to come back."""

    __slots__ = ("future", "is_given_up", "make", "since")

    def __init__(self, make: Make, future: "asyncio.Future[bool]") -> None:
        self.make = make
        self.future = future
        self.since = time.monotonic()
        self.is_given_up = False


class Inbox:
    """Take records durably. Give it a sink: SQLite, PostgreSQL, or memory in tests."""

    def __init__(self, sink: Sink, *, max_waiting: int = 2000) -> None:
        self._sink = sink
        self._max_waiting = max_waiting
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._pending: deque[_Job] = deque()
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
        if self._watch:
            self._watch.cancel()
        if self._thread:
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join, PATIENCE_SECONDS)

    async def take(self, make: Make) -> None:
        """Return once the record is on the disk.

        Raises InboxUnavailable if too many wait, or the sink fails or is slower than
        PATIENCE_SECONDS. Then the visitor is told that nothing was recorded.
        """
        if self._thread is None or len(self._pending) >= self._max_waiting:
            raise InboxUnavailable("Too many records wait for the inbox.")
        job = _Job(make, self._loop.create_future())
        self._pending.append(job)
        self._queue.put(job)
        if not await job.future:
            raise InboxUnavailable("The inbox could not store the record.")

    def _give_up_late(self) -> None:
        """Answer those who waited too long, twice a second; timers for each would cost more."""
        limit = time.monotonic() - PATIENCE_SECONDS
        for job in tuple(self._pending):
            if job.since > limit:
                break
            job.is_given_up = True
            _resolve(job, is_stored=False)
        self._forget_done()
        self._watch = self._loop.call_later(0.5, self._give_up_late)

    def _write_for_ever(self) -> None:
        while (job := self._queue.get()) is not None:
            batch = [job]
            ends = False
            while len(batch) < MAX_BATCH:
                try:
                    more = self._queue.get_nowait()
                except Empty:
                    break
                if more is None:
                    ends = True
                    break
                batch.append(more)
            self._write(batch)
            if ends:
                break
        self._sink.close()

    def _write(self, batch: list[_Job]) -> None:
        jobs, rows = [], list[Row]()
        for job in batch:
            if not job.is_given_up and (body := _made(job.make)):
                jobs.append(job)
                rows.append((os.urandom(16), body))
        is_stored = bool(rows) and self._stored(rows)
        try:
            self._loop.call_soon_threadsafe(self._answer, batch, jobs, is_stored)
        except RuntimeError:  # the loop has ended; nobody is left to answer
            log.warning("%d records met a front that was stopping.", len(batch))

    def _stored(self, rows: list[Row]) -> bool:
        try:
            self._sink.write(rows)
        except Exception as problem:  # noqa: BLE001  whatever a database raises: not stored
            # The type only: a database's message may carry what it was given.
            log.error("The inbox took nothing: %s.", type(problem).__name__)
            return False
        return True

    def _answer(self, batch: list[_Job], jobs: list[_Job], is_stored: bool) -> None:
        if is_stored:
            for job in jobs:
                _resolve(job, is_stored=True)
        for job in batch:
            _resolve(job, is_stored=False)
        self._forget_done()

    def _forget_done(self) -> None:
        while self._pending and self._pending[0].future.done():
            self._pending.popleft()


def _resolve(job: _Job, *, is_stored: bool) -> None:
    if not job.future.done():
        job.future.set_result(is_stored)


def _made(make: Make) -> bytes:
    try:
        return make()
    except Exception as problem:  # noqa: BLE001  one record that cannot be sealed spoils no batch
        log.error("A record could not be sealed: %s.", type(problem).__name__)
        return b""
