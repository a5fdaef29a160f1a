"""What supporters say of letters that they sent themselves: added up, and nothing else kept."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import F

from zvarot.actions.models import Action
from zvarot.contract.record import ReportRecord
from zvarot.outbox.bulk import insert_new
from zvarot.signatures.models import Report


def store(records: Iterable[ReportRecord]) -> int:
    """Add the reports up. Those of unknown actions are dropped; returns how many were taken."""
    told = Counter((one.action_id, one.office, int(one.said)) for one in records)
    known = set(
        Action.objects.filter(pk__in={action for action, _, _ in told}).values_list("pk", flat=True)
    )
    rows = sorted(key for key in told if key[0] in known)
    insert_new(Report, ("action", "office", "said", "times"), [(*row, 0) for row in rows])
    for action, office, said in rows:
        Report.objects.filter(action=action, office=office, said=said).update(
            times=F("times") + told[action, office, said]
        )
    return sum(told[row] for row in rows)


def reported(action: Action) -> dict[str, dict[str, int]]:
    """Return what was said, by office: {"prosecutor": {"sent": 3}}."""
    found: dict[str, dict[str, int]] = {}
    for row in Report.objects.filter(action=action).order_by("office", "said"):
        found.setdefault(row.office, {})[Report.Said(row.said).name.lower()] = row.times
    return found
