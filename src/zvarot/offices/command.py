"""`zvarot targets import|export`: bring in whom we write to, and give it to others."""

import argparse
import getpass
import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from zvarot.offices.exporting import popolo
from zvarot.offices.importing import services
from zvarot.offices.importing.formats import READERS
from zvarot.offices.importing.names import known
from zvarot.offices.importing.rows import MAX_BYTES, FileUnusable, Options
from zvarot.offices.importing.services import Line, Report

SOME_PROBLEMS = 1
UNUSABLE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command understands."""
    verbs = parser.add_subparsers(title="verbs", metavar="<verb>", dest="verb", required=True)
    into = verbs.add_parser("import", help="bring in offices from a published list")
    into.add_argument("file", type=Path)
    into.add_argument("--format", required=True, choices=READERS)
    into.add_argument("--country", type=_country, help="two letters, such as BY")
    into.add_argument("--language", type=_language, help="of names and titles")
    into.add_argument(
        "--map",
        type=_pair,
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help="for a table: the column that is our NAME, such as title=Position; again for each",
    )
    into.add_argument(
        "--as-of",
        type=date.fromisoformat,
        default=datetime.now(tz=UTC).date(),
        metavar="DAY",
        help="the day for which the list is true (default: today)",
    )
    into.add_argument("--dry-run", action="store_true", help="say what would change, row by row")
    out = verbs.add_parser("export", help="print a country's offices as Popolo")
    out.add_argument("--country", type=_country, required=True, help="two letters, such as BY")


def run(arguments: argparse.Namespace) -> int:
    """Import or export. Returns 1 if some rows had problems, 2 if the file cannot be used."""
    if arguments.verb == "export":
        json.dump(popolo(arguments.country), sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    options = Options(
        day=arguments.as_of,
        country=arguments.country or "",
        language=arguments.language or "",
        columns=dict(arguments.map),
    )
    try:
        report = services.run(
            READERS[arguments.format](_content(arguments.file), options),
            dry_run=arguments.dry_run,
            actor=f"{getpass.getuser()} (command line)",
            source=arguments.file.name,
            day=arguments.as_of,
        )
    except FileUnusable as unusable:
        print(unusable, file=sys.stderr)
        return UNUSABLE
    _tell(report)
    return SOME_PROBLEMS if report.has_problems else 0


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise FileUnusable(f"{path} cannot be read: {problem.strerror}.") from problem


def _tell(report: Report) -> None:
    for line in _worth_telling(report):
        place = f"row {line.row}" if line.row else "not in the file"
        said = " – ".join(filter(None, (line.label, line.why)))
        print(f"{place}: {line.outcome}: {said}")
    counts = ", ".join(f"{count} {outcome}" for outcome, count in report.counts().items())
    print(f"{'Would be: ' if report.is_dry_run else ''}{counts}.")


def _worth_telling(report: Report) -> Iterable[Line]:
    """A dry run tells every row; an import, what somebody should look at."""
    quiet = {services.CREATED, services.UPDATED, services.UNCHANGED}
    return [line for line in report.lines if report.is_dry_run or line.outcome not in quiet]


def _country(text: str) -> str:
    if len(text) != 2 or not text.isascii() or not text.isalpha():
        raise argparse.ArgumentTypeError("give two letters, such as BY")
    return text.upper()


def _language(text: str) -> str:
    if not known(text):
        raise argparse.ArgumentTypeError("give a language that Django knows, such as be or pt-br")
    return text


def _pair(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not (name and equals and column):
        raise argparse.ArgumentTypeError("write NAME=COLUMN, such as title=Position")
    return name, column
