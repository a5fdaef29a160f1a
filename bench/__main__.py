"""`make bench`: interleaved rounds of all programs, medians, ratios, and the docs page.

Rates of one machine mean little; ratios of one run on one machine mean something.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench import drain, load
from bench.contestants import (
    DJANGOS,
    NOOP,
    NOOP_RSGI,
    OURS_POSTGRES,
    OURS_SQLITE,
    Contestants,
    csrf,
    running,
    ticket,
)
from bench.report import Measured, Result, write
from tests.front.site import SLUG

CONNECTIONS = (64, 512)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--report", type=Path, default=Path("docs/reference/benchmarks.md"))
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="zvarot-bench-") as folder,
        running(Path(folder)) as programs,
    ):
        results = _measure(programs, given.rounds, given.seconds)
    drained = median(drain.rate() for _ in range(given.rounds))
    said = write(results, drained, given.report, rounds=given.rounds, seconds=given.seconds)
    print(said)
    return 0


def _measure(programs: Contestants, rounds: int, seconds: int) -> list[Result]:
    taken: dict[tuple[str, int], list[Measured]] = {}
    _round(programs, 1, {})  # warms caches; not counted
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} …", file=sys.stderr)
        _round(programs, seconds, taken)
    return [
        Result(
            name=name,
            connections=connections,
            per_second=median(one.per_second for one in runs),
            p99=median(one.p99 for one in runs),
            lost=max(one.lost for one in runs),
        )
        for (name, connections), runs in taken.items()
    ]


def _round(
    programs: Contestants, seconds: int, taken: dict[tuple[str, int], list[Measured]]
) -> None:
    page = f"/{SLUG}/"
    token, cookie = csrf()
    for connections in CONNECTIONS:
        both = {"connections": connections, "seconds": seconds}
        for name, port, path in (
            ("noop POST", NOOP, "/"),
            ("noop POST over RSGI", NOOP_RSGI, "/"),
            ("sqlite POST", OURS_SQLITE, page),
            ("postgres POST", OURS_POSTGRES, page),
            *((one.named("django POST"), one.port, "/act/") for one in DJANGOS),
        ):
            if path == "/act/":
                fixed = f"{programs.fixed}&csrfmiddlewaretoken={token}"
                done = load.post(_url(port), path, fixed, cookie=cookie, **both)
            elif port in {OURS_SQLITE, OURS_POSTGRES}:
                fixed = f"{programs.fixed}&ticket={ticket(port)}"
                done = load.post(_url(port), path, fixed, **both)
            else:
                done = load.post(_url(port), path, programs.fixed, **both)
            lost = 0
            if port not in {NOOP, NOOP_RSGI}:
                stored = programs.stored(port)
                lost = max(0, done.requests - done.refused - stored)
            taken.setdefault((name, connections), []).append(Measured.of(done, lost))
        for name, port, path in (
            ("noop GET", NOOP, "/"),
            ("page GET", OURS_SQLITE, page),
            *((one.named("cache_page GET"), one.port, "/page/") for one in DJANGOS),
            *((one.named("cache_page with ETag GET"), one.port, "/tagged/") for one in DJANGOS),
        ):
            done = load.get(_url(port) + path, **both)
            taken.setdefault((name, connections), []).append(Measured.of(done, 0))


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


if __name__ == "__main__":
    sys.exit(main())
