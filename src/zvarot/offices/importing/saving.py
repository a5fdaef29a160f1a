"""Write merged offices with a handful of statements, and keep Wagtail's revisions in step."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from zvarot.offices.importing.merging import Merged
from zvarot.offices.models import Channel, Holder, HolderName, Office, OfficeTitle

_BATCH: Final = 500
_COLUMNS: Final[dict[Any, list[str]]] = {
    Office: ["jurisdiction", "body", "identifiers"],
    OfficeTitle: ["title", "organisation", "salutation", "lines"],
    Channel: ["value", "note", "source", "health", "checked_on"],
    Holder: ["gender", "party", "identifiers", "held_from", "held_until", "as_of", "source"],
    HolderName: ["text", "given_name", "family_name"],
}


def save(merged: list[Merged], *, now: datetime) -> None:
    """Write what was added and what was altered. Call it inside a transaction."""
    new = [one.office for one in merged if one.is_new]
    for office in new:
        office.first_published_at = office.last_published_at = now
    Office.objects.bulk_create(new, batch_size=_BATCH)
    _add(child for one in merged for child in one.added)
    _alter(child for one in merged for child in one.altered)
    _revise(one.office.pk for one in merged if one.added or one.altered)


def _add(children: Iterable[Any]) -> None:
    by_model: dict[Any, list[Any]] = {model: [] for model in _COLUMNS}
    for child in children:
        by_model[type(child)].append(child)
    for model, rows in by_model.items():  # a holder before its names: the order of _COLUMNS
        for row in rows:
            _know_parent(row)
        model.objects.bulk_create(rows, batch_size=_BATCH)


def _know_parent(row: Any) -> None:
    """Tell a child the id that its parent was given when it was written."""
    if isinstance(row, HolderName):
        row.holder_id = row.holder.pk
    else:
        row.office_id = row.office.pk


def _alter(children: Iterable[Any]) -> None:
    by_model: dict[Any, dict[int, Any]] = {model: {} for model in _COLUMNS}
    for child in children:
        by_model[type(child)][child.pk] = child
    for model, rows in by_model.items():
        model.objects.bulk_update(rows.values(), _COLUMNS[model], batch_size=_BATCH)


def _revise(pks: Iterable[int]) -> None:
    """Give a new revision to offices that have one: the editor opens the latest, not the row."""
    for office in Office.objects.filter(pk__in=list(pks)).exclude(latest_revision=None):
        revision = office.save_revision(changed=False, clean=False)
        Office.objects.filter(pk=office.pk).update(
            live_revision=revision, has_unpublished_changes=False
        )
