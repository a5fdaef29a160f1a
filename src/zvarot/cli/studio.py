"""`zvarot studio`: serve the staff's program with Granian."""

import argparse

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from zvarot.config import env
from zvarot.lib.settings import bind

# Editors are few and their pages slow: some threads in one process are enough, and on SQLite
# one process writes without waiting for another.
THREADS = 4


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments: the studio is told everything by its settings."""


def run(_arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    address = bind(str(env.read().studio_bind))
    server = Granian(
        "zvarot.config.wsgi:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_access=False,
        log_level=LogLevels.warning,
    )
    server.serve()
    return 0
