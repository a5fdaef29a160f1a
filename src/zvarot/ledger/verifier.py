"""Checking the count of a whole site from outside: its log, its counts, its pages.

Everything is fetched and recomputed here; nothing is taken on trust but the key of the log. What
was seen last time must be the beginning of what is seen now.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from zvarot.contract.counts import Parts
from zvarot.ledger import tiles
from zvarot.ledger.checkpoint import Checkpoint, verify_checkpoint
from zvarot.ledger.errors import LedgerError, NoteInvalid, Unreachable
from zvarot.ledger.memory import Remembered
from zvarot.ledger.note import Verifier
from zvarot.ledger.recount import Recount
from zvarot.ledger.twins import Twins
from zvarot.ledger.web import Fetch

PATIENCE: Final = 15  # times 5 seconds: longer than any cache keeps a page
_NUMBER: Final = re.compile(r'<p class="num"><b>([^<]{1,40})</b>')


@dataclass(frozen=True, kw_only=True)
class Line:
    """One action: what log, `count.json` and page say. shown -- None: the page shows no number."""

    slug: str
    parts: Parts
    served: Parts
    shown: int | None

    @property
    def agrees(self) -> bool:
        return self.parts == self.served and self.shown in (None, self.parts.total)


@dataclass(kw_only=True)
class Report:
    """What was found. `problems` are sentences; without any, everything agrees."""

    checkpoint: Checkpoint
    key: Verifier
    note: bytes
    is_first_visit: bool
    before: Checkpoint | None
    lines: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def memory(self) -> Remembered:
        return Remembered(self.key.to_text(), self.note)


def verify(
    fetch: Fetch,
    *,
    key: Verifier | None,
    before: Remembered | None,
    wait: Callable[[], None],
) -> Report:
    """Check everything that a site has published.

    key -- whose signature the log must carry; None: the remembered one, or at the first visit
    the one that the site itself names.
    wait -- is called before something is fetched again, because a count may move meanwhile.

    Raises Unreachable if something cannot be fetched, LedgerError if it is not what was signed.
    """
    known = Verifier.from_text(before.key) if before else None
    if key and known and key != known:
        raise LedgerError("The key is not the one that was remembered of this log.")
    chosen = key or known or Verifier.from_text(_text(fetch("log/key")))
    note = fetch("log/checkpoint")
    checkpoint = verify_checkpoint(note, chosen.name, chosen.public)
    then = verify_checkpoint(before.note, chosen.name, chosen.public) if before else None
    report = Report(
        checkpoint=checkpoint, key=chosen, note=note, is_first_visit=before is None, before=then
    )
    if then and then.size > checkpoint.size:
        report.problems.append(
            f"The log had {then.size} lines last time and has {checkpoint.size} now: "
            "lines are gone."
        )
        return report
    twins = Twins()
    log = read_log(fetch, checkpoint, also=twins.add)
    report.problems += [*log.problems, *twins.problems()]
    if then and log.root_at(then.size) != then.root:
        report.problems.append(
            f"The first {then.size} lines are not those of last time: the log was rewritten."
        )
    _compare(fetch, report, log, wait)
    return report


def read_log(
    fetch: Fetch, checkpoint: Checkpoint, *, also: Callable[[bytes], None] = lambda _: None
) -> Recount:
    """Download a log and recompute it. Raises LedgerError if it is not what was signed.

    also -- is given each bundle of leaves.
    """
    log = Recount()
    size = checkpoint.size
    for number in range(-(-size // tiles.WIDTH)):
        width = min(tiles.WIDTH, size - number * tiles.WIDTH)
        bundle = fetch_tile(fetch, tiles.ENTRIES, number, width, width * 98)
        log.add(bundle)
        also(bundle)
    if log.size != size or log.root() != checkpoint.root:
        raise LedgerError("The published lines do not lead to the root that the log has signed.")
    for level, row in enumerate(log.levels):
        for number, tile in enumerate(row):
            if fetch_tile(fetch, level, number, len(tile) // 32, len(tile)) != tile:
                path = tiles.tile_path(level, number, len(tile) // 32)
                raise LedgerError(f"{path} does not fit the published lines.")
    return log


def fetch_tile(fetch: Fetch, level: int | str, number: int, width: int, length: int) -> bytes:
    """Give a tile or bundle; a partial one that is gone has become full, and begins the same."""
    try:
        return fetch(f"log/{tiles.tile_path(level, number, width)}")
    except FileNotFoundError:
        if width == tiles.WIDTH:
            raise Unreachable(f"A part of the log is missing: {level}, {number}.") from None
    try:
        return fetch(f"log/{tiles.tile_path(level, number)}")[:length]
    except FileNotFoundError:
        raise Unreachable(f"A part of the log is missing: {level}, {number}.") from None


def shown_number(page: str) -> int | None:
    """Give the number that a page shows, in whatever digits, or None if it shows none."""
    found = _NUMBER.search(page)
    if found is None:
        return None
    digits = [unicodedata.decimal(char, -1) for char in found[1]]
    text = "".join(str(digit) for digit in digits if digit >= 0)
    return int(text) if text else None


def _compare(fetch: Fetch, report: Report, log: Recount, wait: Callable[[], None]) -> None:
    """Compare counts and pages with the log; both may be a few seconds or a cache behind."""
    named = _actions(fetch)
    for turn in range(PATIENCE):
        if turn:
            wait()
            _follow(fetch, report, log)
        sums = log.parts()
        report.lines = [_line(fetch, slug, sums.get(pk, Parts())) for pk, slug in named.items()]
        if all(line.agrees for line in report.lines):
            break
    for line in report.lines:
        report.problems += _said(line)
    for pk in sorted(log.parts().keys() - named.keys()):
        if log.parts()[pk].total:
            report.problems.append(
                f"The log counts for an action {pk} that the site does not name."
            )


def _follow(fetch: Fetch, report: Report, log: Recount) -> None:
    """Read a log again that has grown while we looked; it must begin with what we read."""
    note = fetch("log/checkpoint")
    now = verify_checkpoint(note, report.key.name, report.key.public)
    if now == report.checkpoint or now.size < log.size:
        return
    newer = read_log(fetch, now)
    if newer.root_at(report.checkpoint.size) != report.checkpoint.root:
        report.problems.append("The log was rewritten while it was being read.")
    report.checkpoint, report.note = now, note
    log.__dict__.update(newer.__dict__)


def _actions(fetch: Fetch) -> dict[int, str]:
    try:
        found = json.loads(fetch("log/actions.json"))["actions"]
        return {int(pk): str(slug) for pk, slug in sorted(found.items())}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unreachable("log/actions.json does not name the actions of this site.") from None


def _line(fetch: Fetch, slug: str, parts: Parts) -> Line:
    try:
        served = Parts.from_json(json.loads(fetch(f"{slug}/count.json"))["parts"])
        shown = shown_number(_text(fetch(f"{slug}/")))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unreachable(f"{slug}/count.json is not a count.") from None
    return Line(slug=slug, parts=parts, served=served, shown=shown)


def _said(line: Line) -> list[str]:
    said = []
    if line.served != line.parts:
        said.append(
            f"{line.slug}: count.json says {line.served.total}, the log says {line.parts.total}."
        )
    if line.shown not in (None, line.parts.total):
        said.append(f"{line.slug}: the page shows {line.shown}, the log says {line.parts.total}.")
    return said


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise NoteInvalid("What was fetched is not text.") from None
