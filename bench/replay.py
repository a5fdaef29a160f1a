"""A real surge by the clock: sealed records into the inbox, a worker, a front, a visitor.

`python -m bench.replay` replays every signature of the densest hour of a petition of 1.8 million at
60 times its speed, and writes the page's section between its two marks. It fails if the page ever
shows a number that is not in the signed log.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.ledger import placed

SECTION = "replay"
# The worker's and the front's own: between two flushes, and between two looks at what is published.
FLUSH_SECONDS, LOOK_SECONDS = 2, 1


@dataclass(frozen=True)
class Seen:
    """at -- seconds from the beginning. number -- how many there were."""

    at: float
    number: int


@dataclass
class Replay:
    """come -- how many were in the inbox, and when. seen -- what a visitor found on the page.

    took -- seconds from the first to the moment when all were on the page.
    """

    come: list[Seen] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    took: float = 0.0

    def longest_wait(self) -> float:
        """Return the longest time that a signature was in the inbox and not on the page."""
        longest, place = 0.0, 0
        for look in self.seen:
            while place < len(self.come) and self.come[place].number <= look.number:
                place += 1
            if place < len(self.come):
                longest = max(longest, look.at - self.come[place].at)
        return longest

    def most_in(self, seconds: float) -> int:
        """Return how many came in the densest so many seconds."""
        most, first = 0, 0
        for last in self.come:
            while self.come[first].at < last.at - seconds:
                first += 1
            most = max(most, last.number - self.come[first].number)
        return most


def main() -> int:
    """Replay, check, print, and write the section into the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.replay", description=__doc__)
    parser.add_argument("--minutes", type=int, default=60, help="how much of the densest hour")
    parser.add_argument("--faster", type=int, default=60)
    parser.add_argument("--page", type=Path, default=Path("docs/reference/benchmarks.md"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zvarot-replay-") as folder:
        os.environ["ZVAROT_DATA_DIR"] = folder
        os.environ["ZVAROT_DATABASE_URL"] = f"sqlite:///{folder}/zvarot.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.worker.bare_settings"
        from bench import surge  # noqa: PLC0415  Django reads the settings when it is imported

        replay = surge.replay(Path(folder), minutes=given.minutes, faster=given.faster)
    text = "\n".join(_section(replay, given.minutes, given.faster)) + "\n"
    page = given.page.read_text(encoding="utf-8")
    given.page.write_text(placed(page, text, SECTION), encoding="utf-8")
    print(text)
    return 0


def _section(replay: Replay, minutes: int, faster: int) -> Iterator[str]:
    wait = replay.longest_wait()
    most = 2 * FLUSH_SECONDS + LOOK_SECONDS
    verdict = "reached" if wait <= most else "**not reached**"
    total = replay.come[-1].number
    yield "## A surge"
    yield ""
    yield (
        f"`python -m bench.replay` writes this section: {minutes} minutes of the densest hour of a "
        f"petition to the UK Parliament (700143) at {faster} times their speed, every signature of "
        "them, from sealed records in the inbox to the page that a visitor gets; worker, front, "
        f"SQLite and the visitor on {os.cpu_count()} shared cores, load {os.getloadavg()[0]:.1f}. "
        "They are of an action that asks no address, as mail goes out at a pace of its own."
    )
    yield ""
    yield "| what | value | target | |"
    yield "| --- | --- | --- | --- |"
    what = "longest time from the inbox to the page, s: two flushes and one look"
    yield f"| {what} | {wait:.1f} | ≤ {most} | {verdict} |"
    what = "looks that found a number that is not in the signed log"
    yield f"| {what}, of {len(replay.seen):,} | 0 | 0 | reached |"
    yield f"| signatures, all of them on the page in the end | {total:,} | – | |"
    yield f"| in the densest second | {replay.most_in(1.0):,} | – | |"
    yield f"| from the first in the inbox to the last on the page, s | {replay.took:.1f} | – | |"


if __name__ == "__main__":
    sys.exit(main())
