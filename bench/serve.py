"""Start one of the compared programs on Granian: `python -m bench.serve noop 18410 2`."""

import sys
from importlib import import_module

from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.server.mp import MPServer


def main(name: str, port: int, workers: int) -> None:
    is_django = name == "django_app"
    module = import_module(f"bench.{name}")
    MPServer(
        f"bench.{name}",
        port=port,
        interface=Interfaces.WSGI if is_django else Interfaces.ASGI,
        workers=workers,
        blocking_threads=4 if is_django else None,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        websockets=False,
        backlog=4096,
        backpressure=4096,
        log_level=LogLevels.error,
    ).serve(target_loader=module.load, wrap_loader=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
