"""What the ledger costs: checking a whole log, appending by flushes, and what a page then costs.

`python -m bench.ledger --leaves 1000000` writes the page's section between its two marks.
"""

import argparse
import hashlib
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import pages
from zvarot.contract.record import Klass
from zvarot.ledger.leaf import Leaf, Type
from zvarot.ledger.recount import Recount
from zvarot.ledger.twins import Twins

SECTION = "ledger"
ROUNDS, PAGE_ROUNDS = 3, 5


def main() -> int:
    """Measure, print, and write the section into the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.ledger", description=__doc__)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    parser.add_argument("--page", type=Path, default=Path("docs/reference/benchmarks.md"))
    given = parser.parse_args()
    text = "\n".join(_section(given.leaves)) + "\n"
    page = given.page.read_text(encoding="utf-8")
    given.page.write_text(placed(page, text, SECTION), encoding="utf-8")
    print(text)
    return 0


def placed(page: str, text: str, section: str) -> str:
    """Return the page with one section replaced, or added at its end."""
    first, last = f"<!-- {section} -->\n", f"<!-- /{section} -->\n"
    whole = first + text + last
    if first not in page:
        return f"{page.rstrip()}\n\n{whole}"
    return re.sub(re.escape(first) + ".*?" + re.escape(last), lambda _: whole, page, flags=re.S)


def _section(size: int) -> Iterator[str]:
    leaves = [_leaf(number) for number in range(size)]
    bare = min(_seconds(lambda: _bare(leaves)) for _ in range(ROUNDS))
    bundles = [
        b"".join(b"\x00\x60" + leaf for leaf in leaves[first : first + 256])
        for first in range(0, size, 256)
    ]
    checked = min(_seconds(lambda: _check(bundles)) for _ in range(ROUNDS))
    done = _flush(size)
    ratio = checked / bare
    verdict = "reached" if ratio <= 2 else "**not reached**"
    yield "## The ledger"
    yield ""
    yield (
        f"`python -m bench.ledger` writes this section: {size:,} leaves, SQLite, the best of "
        f"{ROUNDS} rounds; {os.cpu_count()} shared cores, load {os.getloadavg()[0]:.1f}."
    )
    yield ""
    yield "| what | value | target | |"
    yield "| --- | --- | --- | --- |"
    what = "recomputing every hash and every sum ÷ the bare 2n − 1 calls of SHA-256"
    yield f"| {what} | {ratio:.2f} | ≤ 2 | {verdict} |"
    yield f"| recomputing every hash and every sum, s | {checked:.2f} | – | |"
    yield f"| leaves that flushes append, a second | {size / done.flushes:,.0f} | – | |"
    yield f"| check, sign and publish all leaves at once, s | {done.publication:.1f} | – | |"
    yield from pages.rows(done.pages, size)


def _bare(leaves: list[bytes]) -> None:
    sha256 = hashlib.sha256
    hashes = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    left, right = hashes[0], hashes[-1]
    for _ in range(len(leaves) - 1):
        sha256(b"\x01" + left + right).digest()


def _check(bundles: list[bytes]) -> None:
    log, twins = Recount(), Twins()
    for bundle in bundles:
        log.add(bundle)
        twins.add(bundle)
    assert log.root()
    assert not [*log.problems, *twins.problems()]


def _flush(size: int) -> pages.Measured:
    """Append so many signatures by the worker's own flushes, then publish the log."""
    with tempfile.TemporaryDirectory(prefix="zvarot-bench-ledger-") as folder:
        os.environ["ZVAROT_DATA_DIR"] = folder
        os.environ["ZVAROT_DATABASE_URL"] = f"sqlite:///{folder}/zvarot.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "zvarot.config.settings"
        from bench import flushing  # noqa: PLC0415  Django reads the settings when it is imported

        return flushing.measure(Path(folder), size, rounds=PAGE_ROUNDS)


def _leaf(number: int) -> bytes:
    return Leaf(
        type=Type.SIGNATURE,
        klass=Klass.CONFIRMED,
        action_id=1 + number % 5,
        day=20_000,
        value=1,
        tag=os.urandom(32),
        body=os.urandom(32),
    ).pack()


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
