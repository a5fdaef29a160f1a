"""Starts the lane of letters as often as it is asked to, for crash tests.

A fresh Python needs a second to read Django. This one reads it once, and forks.
"""

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from tests.letters.world import FAST, Book  # noqa: E402  models need the set-up above
from zvarot.letters import handing  # noqa: E402
from zvarot.letters.pace import Reach  # noqa: E402
from zvarot.sealing.keys import KeyFiles  # noqa: E402
from zvarot.worker.dispatcher import Dispatcher  # noqa: E402
from zvarot.worker.handover import open_relay  # noqa: E402
from zvarot.worker.mailer import RelayUnreachable  # noqa: E402


def work(given: dict[str, str]) -> None:
    """Do what the lane does, until somebody kills us."""
    # What a killed worker held is free again soon, so that the test need not wait.
    handing.LEASE = timedelta(seconds=2)
    folder = Path(given["folder"])
    offices = given["offices"].split()
    dispatcher = Dispatcher(
        keys=KeyFiles(folder / "keys"),
        relay=open_relay(given["smtp"], folder / "mail"),
        offices=Book({one: Reach(address=f"{one}@office.example", pace=FAST) for one in offices}),
        sender="letters@zvarot.example",
        bounces=folder / "bounces",
    )
    while True:
        try:
            is_busy = dispatcher.queue() | dispatcher.send()
        except RelayUnreachable:
            is_busy = False
        if not is_busy:
            time.sleep(0.02)


def main() -> None:
    """Read an order a line; print the process that carries it out."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            work(json.loads(line))
        print(child, flush=True)  # noqa: T201  this is how the test learns of it
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
