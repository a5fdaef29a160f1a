"""Start one of the compared programs on Granian: `python -m bench.serve noop 18410 2`."""

import sys
from importlib import import_module

from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.server.mp import MPServer

_PROGRAMS = {
    "noop": ("bench.noop", "load", Interfaces.ASGI),
    "noop_rsgi": ("bench.noop", "load_rsgi", Interfaces.RSGI),
    "django_app": ("bench.django_app", "load", Interfaces.WSGI),
}


def main(name: str, port: int, workers: int, threads: int | None = None) -> None:
    where, loader, interface = _PROGRAMS[name]
    module = import_module(where)
    MPServer(
        where,
        port=port,
        interface=interface,
        workers=workers,
        blocking_threads=threads,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        websockets=False,
        backlog=4096,
        backpressure=4096,
        log_level=LogLevels.error,
    ).serve(target_loader=getattr(module, loader), wrap_loader=False)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
