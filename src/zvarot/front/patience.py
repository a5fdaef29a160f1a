"""How long the front waits for a form to arrive: one look a second at all that are late.

A timer for each request costs more than reading it; forms that come in one piece, which is
nearly all, pay for two entries in a dictionary.
"""

import asyncio
from typing import Any, Final

from zvarot.front.body import BodyRefused
from zvarot.front.rsgi import Line, read_body

BODY_SECONDS: Final = 15.0


class Patience:
    """Ends the reading of forms that take longer than BODY_SECONDS."""

    def __init__(self, seconds: float = BODY_SECONDS) -> None:
        self._seconds = seconds
        self._reading: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()
        self._loop: asyncio.AbstractEventLoop
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._look()

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()

    async def read(self, line: Line, length: int) -> bytes:
        """Return the form's bytes. Raises BodyRefused (408) if they do not come in time."""
        task = asyncio.current_task()
        if task is None or length == 0:
            return await read_body(line, length)
        self._reading[task] = self._loop.time()
        try:
            return await read_body(line, length)
        except asyncio.CancelledError:
            if task not in self._late:
                raise
            task.uncancel()
            raise BodyRefused(
                408, "The form took too long to arrive. Please send it again."
            ) from None
        finally:
            del self._reading[task]
            self._late.discard(task)

    def _look(self) -> None:
        limit = self._loop.time() - self._seconds
        for task, since in self._reading.items():
            if since > limit:
                break
            if task not in self._late:
                self._late.add(task)
                task.cancel()
        self._timer = self._loop.call_later(1.0, self._look)
