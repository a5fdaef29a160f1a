"""Running a worker until it is asked to stop."""

import signal
import threading
from types import FrameType

from zvarot.worker.assembly import Worker
from zvarot.worker.lanes import Lane

STOP_SECONDS = 25.0


def run(worker: Worker) -> None:
    """Prepare, then take turns in each lane until a signal asks to stop."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    worker.prepare()
    lanes = [Lane(name, steps, stop) for name, steps in worker.lanes().items()]
    for lane in lanes:
        lane.start()
    while not stop.wait(1.0):
        if not all(lane.is_alive() for lane in lanes):
            break  # cannot happen; a supervisor that starts us again is better than half of us
    stop.set()
    for lane in lanes:
        lane.join(STOP_SECONDS)
