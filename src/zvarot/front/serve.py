"""Start the front: read the settings, make the shared keys, serve with Granian.

The parent holds the keys of tickets and double clicks and renews them in shared memory; its
workers are forked, answer visitors, and are replaced every ten minutes.
"""

import ctypes
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from zvarot.front.acts import Acts
from zvarot.front.app import Front
from zvarot.front.edition import Newsstand
from zvarot.front.files import Files
from zvarot.front.inbox import Inbox
from zvarot.front.limits import Limits
from zvarot.front.links import Links
from zvarot.front.origins import Origins
from zvarot.front.patience import Patience
from zvarot.front.settings import FrontSettings, read
from zvarot.front.shared import REPEAT_SECONDS, Shared
from zvarot.front.sinks import Sink, open_sink
from zvarot.front.visitors import Visitors
from zvarot.front.wire import Wire
from zvarot.lib.settings import SettingsWrong
from zvarot.lib.store import open_store

# What is freed is overwritten, so that a form does not outlive its answer in free memory. Both
# are read by the interpreter and the C library at their start, hence the start anew.
_OVERWRITING: Final = {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.perturb=165"}
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4


def main() -> None:
    """Serve until stopped; with wrong settings, list all of them and end."""
    try:
        settings = read()
        open_store(settings.store_url)
        open_sink(settings.inbox_url)
    except (SettingsWrong, ValueError) as wrong:
        sys.exit(str(wrong))
    if settings.overwrites_memory:
        _start_anew_with(_OVERWRITING)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    serve(settings)


def serve(settings: FrontSettings) -> None:
    shared = Shared()
    _keep_to_ourselves()
    threading.Thread(target=_renew, args=(shared,), name="renewal", daemon=True).start()
    server = MPServer(
        "zvarot.front.serve",
        address=settings.bind.host,
        port=settings.bind.port,
        interface=Interfaces.RSGI,
        workers=settings.workers,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=16384),
        websockets=False,
        backlog=4096,
        backpressure=4096,
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_lifetime=settings.recycle_seconds or None,
        workers_kill_timeout=10,
    )
    loader: Callable[[], Any] = partial(load_worker, settings, shared)
    server.serve(target_loader=loader, wrap_loader=False)


def load_worker(settings: FrontSettings, shared: Shared) -> Front:
    """Make the application inside a worker process."""
    _keep_to_ourselves()
    # If the parent is killed, a worker that served on would keep keys that nobody renews.
    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    front = make_front(settings, shared, open_sink(settings.inbox_url))
    gc.collect()
    gc.freeze()  # what stands now stays; the collector need not look at it again
    return front


def make_front(settings: FrontSettings, shared: Shared, sink: Sink) -> Front:
    """Put the parts together."""
    wire = Wire(settings.public_url, settings.onion)
    store = open_store(settings.store_url)
    inbox = Inbox(sink, max_waiting=settings.max_waiting)
    limits = Limits(shared, settings.budgets)
    own = {settings.public_url, settings.onion} - {""}
    acts = Acts(
        inbox=inbox,
        limits=limits,
        shared=shared,
        origins=Origins(frozenset(own)),
        patience=Patience(),
        min_age=settings.min_form_seconds,
        resolver_url=settings.resolver_url,
    )
    return Front(
        stand=Newsstand(store, wire, max_body=settings.max_body),
        acts=acts,
        links=Links(inbox=inbox, limits=limits),
        files=Files(store, wire),
        visitors=Visitors(
            hosts=frozenset(host.lower() for host in settings.hosts),
            proxy=settings.proxy,
            header=settings.proxy_header.lower(),
        ),
        wire=wire,
    )


def _start_anew_with(environ: dict[str, str]) -> None:
    if any(name not in os.environ for name in environ):
        arguments = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, arguments, {**environ, **os.environ})  # noqa: S606  itself


def _renew(shared: Shared) -> None:
    """Replace the keys in time. Six lives of the repeat key are one of the prefix table."""
    pause = threading.Event()
    turn = 0
    while not pause.wait(REPEAT_SECONDS):
        turn += 1
        shared.renew_repeat_key()
        if turn % 6 == 0:
            shared.renew_prefix_table()


def _keep_to_ourselves() -> None:
    """Write no core dump and let no other process of this user read our memory."""
    _prctl(_PR_SET_DUMPABLE, 0)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main()
