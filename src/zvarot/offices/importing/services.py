"""Write imported offices: one writer for all formats, in one transaction, once.

What a file says is taken over; what it does not say stays as staff left it. The same file a
second time changes nothing. Offices are found again by their key, holders by an id or a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from zvarot.journal import services as journal
from zvarot.offices.importing.merging import IMPORT_KEY, Merged, merge
from zvarot.offices.importing.rows import ImportedOffice, Row, RowProblem, RowSkipped
from zvarot.offices.importing.saving import save
from zvarot.offices.models import Office

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
SKIPPED, PROBLEM, MISSING = "skipped", "problem", "missing"
_OUTCOMES: Final = (CREATED, UPDATED, UNCHANGED, SKIPPED, PROBLEM, MISSING)
_UNPUBLISHED: Final = "An editor's changes are not published yet: publish them, then import again."
_BACKWARDS: Final = "The term ends before it begins; the row is left out."
_TWICE: Final = "The file has this office twice; the first row counts."


@dataclass(frozen=True)
class Line:
    """What became of a row. row -- its number in the file; 0 for an office that is not in it."""

    row: int
    outcome: str
    label: str
    why: str = ""


@dataclass
class Report:
    """What an import did, or would do, row by row."""

    is_dry_run: bool
    lines: list[Line] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Give how many rows had each outcome."""
        return {
            outcome: sum(line.outcome == outcome for line in self.lines) for outcome in _OUTCOMES
        }

    @property
    def has_problems(self) -> bool:
        return any(line.outcome == PROBLEM for line in self.lines)


@transaction.atomic
def run(rows: Iterable[Row], *, dry_run: bool, actor: str, source: str, day: date) -> Report:
    """Take over the rows. A dry run reports the same and writes nothing.

    source -- where the rows are from, for holders and channels; not a path.
    day -- the day for which they are true.
    """
    report = Report(dry_run)
    offices = _sorted_out(rows, report)
    known = _known({one.country for one in offices})
    merged: list[Merged] = []
    for row in offices:
        office = known.get(row.key)
        if office and office.has_unpublished_changes:
            report.lines.append(Line(row.row, SKIPPED, row.label, _UNPUBLISHED))
            continue
        one = merge(office, row, source=source[:200], day=day)
        outcome = CREATED if one.is_new else UPDATED if one.changes else UNCHANGED
        report.lines.append(Line(row.row, outcome, row.label, ", ".join(one.changes)))
        merged.append(one)
    report.lines += _missing(offices, known)
    if not dry_run:
        save(merged, now=timezone.now())
        detail: dict[str, Any] = dict(report.counts())
        journal.write("offices.imported", source[:150], actor=actor[:150], **detail)
    return report


def _sorted_out(rows: Iterable[Row], report: Report) -> list[ImportedOffice]:
    """Give the offices, each once; note in the report what is none."""
    offices: dict[str, ImportedOffice] = {}
    for row in rows:
        if isinstance(row, RowProblem):
            report.lines.append(Line(row.row, PROBLEM, row.field, row.sentence))
        elif isinstance(row, RowSkipped):
            report.lines.append(Line(row.row, SKIPPED, "", row.sentence))
        elif _ends_before_it_begins(row):
            report.lines.append(Line(row.row, PROBLEM, row.label, _BACKWARDS))
        elif row.key in offices:
            report.lines.append(Line(row.row, PROBLEM, row.label, _TWICE))
        else:
            offices[row.key] = row
    return list(offices.values())


def _ends_before_it_begins(row: ImportedOffice) -> bool:
    since = row.holder.held_from if row.holder else None
    until = row.holder.held_until if row.holder else None
    return since is not None and until is not None and until < since


def _known(countries: set[str]) -> dict[str, Office]:
    """Give the offices that were imported before, by their key."""
    found = Office.objects.filter(country__in=countries).prefetch_related(
        "titles", "channels", "holders__names"
    )
    return {
        office.identifiers[IMPORT_KEY]: office
        for office in found
        if IMPORT_KEY in office.identifiers
    }


def _missing(offices: list[ImportedOffice], known: dict[str, Office]) -> list[Line]:
    """Name the offices of the same bodies that came from an earlier file and are not in this."""
    bodies = {(row.country, row.body, row.key.partition("/")[0]) for row in offices}
    keys = {row.key for row in offices}
    return [
        Line(0, MISSING, str(office), "Not in this file; nothing was changed.")
        for key, office in known.items()
        if key not in keys and (office.country, office.body, key.partition("/")[0]) in bodies
    ]
