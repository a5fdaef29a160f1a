"""Whether a page costs more when more people are counted: the same front over two sizes of log."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import load
from tests.front.running import running
from tests.front.site import SLUG, Published

CONNECTIONS, SECONDS = 64, 2
PATHS = (f"/{SLUG}/", f"/{SLUG}/count.json")
SMALL = 1_000
MOST = 1.1


@dataclass(frozen=True)
class Measured:
    """flushes, publication -- seconds. pages -- answers a second over SMALL and all leaves."""

    flushes: float
    publication: float
    pages: dict[str, tuple[float, float]]


def rates(
    published: Published, small: Path, large: Path, *, rounds: int
) -> dict[str, tuple[float, float]]:
    """Return answers a second over the small and the large log, by path.

    Both fronts run, and each is asked in turn; the best round of each, as whatever else runs on
    the machine only makes one slower.
    """
    taken: dict[tuple[str, Path], list[float]] = {}
    with ExitStack() as stack:
        ports = {
            folder: stack.enter_context(
                running(published, folder / "data", store_url=f"dir:{folder}", workers="1")
            ).port
            for folder in (small, large)
        }
        for _ in range(rounds):
            for folder, port in ports.items():
                for path in PATHS:
                    url = f"http://127.0.0.1:{port}{path}"
                    done = load.get(url, connections=CONNECTIONS, seconds=SECONDS)
                    taken.setdefault((path, folder), []).append(done.per_second)
    return {path: (max(taken[path, small]), max(taken[path, large])) for path in PATHS}


def rows(found: dict[str, tuple[float, float]], size: int) -> list[str]:
    """Return the lines of the table: how many times dearer the log of that size is."""
    lines = []
    for path, (few, many) in found.items():
        ratio = few / many
        verdict = "reached" if ratio <= MOST else "**not reached**"
        what = f"time of GET {path} with {size:,} counted ÷ with {SMALL:,}"
        lines.append(f"| {what} | {ratio:.2f} | ≤ {MOST} | {verdict} |")
        lines.append(f"| the same with {size:,}, answers a second | {many:,.0f} | – | |")
    return lines
