"""Running steps again and again, each on its own: one that fails does not stop the others.

A lane is a thread that takes its steps in turn. Slow things have lanes of their own: a mail
relay that hangs must not keep the inbox full.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import close_old_connections, connections

from zvarot.contract.errors import ZvarotError

IDLE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 30.0
logger = logging.getLogger("zvarot.worker")


@dataclass
class Step:
    """One thing to do repeatedly.

    act -- does some of it and says whether there is more to do at once.
    every -- seconds between two beginnings, when there is not.
    """

    name: str
    act: Callable[[], bool]
    every: float = IDLE_SECONDS
    next_at: float = 0.0
    failures: int = field(default=0, repr=False)

    def run_if_due(self) -> bool:
        """Run the step if its time has come; tell whether it wants to go on at once."""
        if time.monotonic() < self.next_at:
            return False
        try:
            again = self.act()
            self.failures = 0
            pause = 0.0 if again else self.every
        except Exception as failure:  # noqa: BLE001  the lane has to survive any of them
            self.failures += 1
            again, pause = False, min(0.5 * 2**self.failures, LONGEST_PAUSE_SECONDS)
            _report(self.name, failure)
        self.next_at = time.monotonic() + pause
        return again


class Lane(threading.Thread):
    """Takes its steps in turn until `stop` is set; finishes the one it is at."""

    def __init__(self, name: str, steps: Sequence[Step], stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self._steps = steps
        # Not `_stop`: threading.Thread has a method of that name.
        self._stopped = stop

    def run(self) -> None:
        while not self._stopped.is_set():
            close_old_connections()
            is_busy = False
            for step in self._steps:  # each gets its turn, even when the one before has more
                is_busy |= not self._stopped.is_set() and step.run_if_due()
            if not is_busy:
                self._stopped.wait(IDLE_SECONDS)
        connections.close_all()


def _report(name: str, failure: Exception) -> None:
    """Log type and place. Only our own sentences: others may hold what somebody typed."""
    frames = traceback.extract_tb(failure.__traceback__)
    ours = [frame for frame in frames if "zvarot" in frame.filename] or frames
    place = f"{ours[-1].filename.rpartition('/zvarot/')[2]}:{ours[-1].lineno}" if ours else "?"
    sentence = f". {failure}" if isinstance(failure, ZvarotError) else ""
    logger.error("Step %s failed: %s at %s%s", name, type(failure).__name__, place, sentence)
