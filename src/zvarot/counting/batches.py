"""Batches: paper sheets, tallies of groups, figures of partners. Each one is itemised.

There is no number without a period, somebody who answers for it, and something to show: the
tallies of the sheets and the hashes of their scans, or the list that a partner sent.
"""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import Sum

from zvarot.actions.models import Action
from zvarot.contract.record import Klass
from zvarot.counting import proposals
from zvarot.counting.errors import CountRefused
from zvarot.counting.models import Batch, Correction, Invalidation
from zvarot.ledger.leaf import Type
from zvarot.signatures import additions

State, Kind = Batch.State, Batch.Kind
LARGEST = 10_000_000
_GONE = (State.CANCELLED, State.LAPSED)
_COLUMNS = ("partner", "day", "count")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What somebody counted; everything but who they are is published.

    tallies -- the number on each sheet, in order; they add up to `count`.
    hashes -- SHA-256 of each scan, in hex.
    """

    kind: str
    count: int
    from_day: date
    to_day: date
    words: str = ""
    place: str = ""
    tallies: Sequence[int] = ()
    hashes: Sequence[str] = ()


@transaction.atomic
def enter(action: Action, facts: Facts, *, by: str, role: str, now: datetime) -> Batch:
    """Enter a batch of paper. Raises CountRefused, with the reason, if it does not add up."""
    _check(facts, now)
    batch = Batch(action=action, **{**vars(facts), "tallies": list(facts.tallies)})
    batch.hashes = list(facts.hashes)
    return _entered(batch, by=by, role=role, now=now)


@transaction.atomic
def import_partners(
    action: Action, body: bytes, *, by: str, role: str, now: datetime
) -> list[Batch]:
    """Enter what partners counted, from a table with the columns partner, day and count.

    Each partner gets one batch. The same day of the same partner is never taken twice.

    Raises CountRefused, naming the line, if the table cannot be read; then nothing is entered.
    """
    by_partner = _read(body, now)
    hashed = hashlib.sha256(body).hexdigest()
    made = []
    for partner, days in sorted(by_partner.items()):
        _check_new(action, partner, days)
        batch = Batch(
            action=action,
            kind=Kind.PARTNER,
            partner=partner,
            count=sum(days.values()),
            from_day=min(days),
            to_day=max(days),
            tallies=[[day.isoformat(), days[day]] for day in sorted(days)],
            hashes=[hashed],
        )
        made.append(_entered(batch, by=by, role=role, now=now))
    return made


@transaction.atomic
def approve(batch: Batch, *, by: str, role: str, now: datetime) -> None:
    """Agree to a batch as the second person; its leaf comes at the next flush."""
    _queue(proposals.seconded(batch, by=by, role=role, now=now))


def remaining(batch: Batch) -> int:
    """Return what is left of a batch after all that was corrected, or is about to be."""
    corrected = Correction.objects.filter(batch=batch).exclude(state__in=_GONE)
    taken = Invalidation.objects.filter(batch=batch).exclude(state__in=_GONE)
    undone = Correction.objects.filter(invalidation__batch=batch).exclude(state__in=_GONE)
    return (
        batch.count
        + (corrected.aggregate(n=Sum("value"))["n"] or 0)
        - (taken.aggregate(n=Sum("found"))["n"] or 0)
        + (undone.aggregate(n=Sum("value"))["n"] or 0)
    )


def klass_of(batch: Batch) -> Klass:
    """Return the class under which a batch is shown."""
    return Klass.PARTNER if batch.kind == Kind.PARTNER else Klass.PAPER


def _entered(batch: Batch, *, by: str, role: str, now: datetime) -> Batch:
    proposals.entered(batch, number=batch.count, by=by, role=role, now=now)
    if not proposals.needs_second(batch.action, batch.count):
        _queue(batch)
    return batch


def _queue(batch: Batch) -> None:
    batch.state = State.APPROVED
    batch.addition = additions.queue(
        batch.action, Type.PAPER, klass_of(batch), batch.count, _facts(batch)
    )
    batch.save()


def _facts(batch: Batch) -> dict[str, object]:
    return {
        "action": batch.action.slug,
        "batch": batch.pk,
        "kind": batch.kind,
        "count": batch.count,
        "words": batch.words,
        "place": batch.place,
        "partner": batch.partner,
        "from": batch.from_day.isoformat(),
        "to": batch.to_day.isoformat(),
        "tallies": batch.tallies,
        "sha256": batch.hashes,
        "entered_by": batch.entered_role,
        "checked_by": batch.second_role,
    }


def _check(facts: Facts, now: datetime) -> None:
    if not 0 < facts.count <= LARGEST:
        raise CountRefused(f"A batch has between 1 and {LARGEST:,} acts.")
    if not facts.from_day <= facts.to_day <= now.astimezone(UTC).date():
        raise CountRefused("The period begins before it ends, and ends today or earlier.")
    if facts.tallies and sum(facts.tallies) != facts.count:
        raise CountRefused(
            f"The sheets add up to {sum(facts.tallies):,}, but the batch says {facts.count:,}. "
            f"Count again, and enter the tally of each sheet."
        )
    if facts.kind == Kind.SHEETS and not (facts.tallies and facts.hashes):
        raise CountRefused("Sheets need the tally of each one, and a scan of each one.")
    if facts.kind == Kind.LETTERS and not facts.words:
        raise CountRefused("Say who wrote the letters, in words for the public.")


def _read(body: bytes, now: datetime) -> dict[str, dict[date, int]]:
    try:
        rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig")), strict=True)
        lines = list(rows)
    except (UnicodeDecodeError, csv.Error):
        raise CountRefused("The file is not a table in UTF-8 with commas between.") from None
    if not lines or not set(_COLUMNS) <= set(rows.fieldnames or ()):
        raise CountRefused(f"The first line names the columns {', '.join(_COLUMNS)}.")
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for number, line in enumerate(lines, 2):
        partner, day, count = _line(line, number, now)
        if day in found[partner]:
            raise CountRefused(f"Line {number}: this day of this partner was there before.")
        found[partner][day] = count
    return found


def _line(line: dict[str, str], number: int, now: datetime) -> tuple[str, date, int]:
    partner = (line["partner"] or "").strip()
    try:
        day, count = date.fromisoformat((line["day"] or "").strip()), int(line["count"] or "")
    except ValueError:
        raise CountRefused(f"Line {number}: a day is 2026-12-07, a count is 42.") from None
    if not partner or len(partner) > 80 or not 0 < count <= LARGEST:
        raise CountRefused(f"Line {number}: a partner's name, and a count above 0, are needed.")
    if day > now.astimezone(UTC).date():
        raise CountRefused(f"Line {number}: this day has not come yet.")
    return partner, day, count


def _check_new(action: Action, partner: str, days: dict[date, int]) -> None:
    before = Batch.objects.filter(action=action, partner=partner).exclude(state__in=_GONE)
    taken = {day for batch in before for day, _ in batch.tallies}
    if again := sorted({day.isoformat() for day in days} & taken):
        raise CountRefused(
            f"{partner}: {', '.join(again)} was counted before. Take these lines out, or enter "
            f"a correction."
        )
