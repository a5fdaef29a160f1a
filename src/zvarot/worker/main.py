"""The worker: empties the inbox, sends mail, keeps the ledger, bakes pages, erases.

Several may run. Each step is idempotent, so a worker may be killed at any instant. Django is
set up before this module is imported.
"""

import signal
import threading
from datetime import datetime
from types import FrameType

from django.conf import settings as django_settings

from zvarot.lib.store import Store
from zvarot.studio.publishing import run_orders
from zvarot.worker.assembly import Worker, assemble
from zvarot.worker.lanes import Lane
from zvarot.worker.settings import read

STOP_SECONDS = 25.0


def main() -> None:
    """Run until SIGTERM or SIGINT. Raises SettingsWrong if a setting cannot be used."""
    languages = tuple(code for code, _ in django_settings.LANGUAGES)
    worker = assemble(read(), languages=languages, page_jobs=(bake,))
    run(worker)


def bake(store: Store, now: datetime) -> bool:
    """Carry out what the studio ordered, scheduled pages included."""
    return bool(run_orders(store, now=now))


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
