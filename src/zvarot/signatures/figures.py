"""Country figures: how many of the counted live where, added up without keeping who.

An answer lies in the envelope of the public until its signature has a leaf. Then the worker opens
it; what comes in here is added to a sum, and the envelope is erased in the same transaction.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F

from zvarot.actions.models import Action
from zvarot.contract import figures
from zvarot.contract.audiences import PUBLIC
from zvarot.contract.promise import Promise
from zvarot.signatures.models import CountryFigure, Envelope, Signature


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An envelope whose signature is counted. pk -- of the envelope."""

    pk: int
    row_id: bytes
    promise_hash: bytes
    sealed: bytes


def tells_countries(promise: Mapping[str, object]) -> bool:
    """Tell whether a promise, as an action keeps it, has country figures for everyone."""
    return bool(promise) and bool(Promise.from_json(dict(promise)).allowed_fields(PUBLIC))


def actions() -> list[Action]:
    """Return the actions that have country figures, or will have."""
    kept = Action.objects.exclude(state=Action.State.DRAFT)
    return [one for one in kept if tells_countries(one.promise)]


def waiting(action: Action, most: int) -> list[Waiting]:
    """Return answers that can be added now."""
    rows = Envelope.objects.filter(
        audience=PUBLIC,
        sealed__isnull=False,
        signature__action=action,
        signature__state=Signature.State.COUNTED,
    ).select_related("signature")[:most]
    return [
        Waiting(
            pk=row.pk,
            row_id=bytes(row.signature.row_id),
            promise_hash=bytes(row.signature.promise_hash),
            sealed=bytes(row.sealed or b""),
        )
        for row in rows
    ]


@transaction.atomic
def add(action: Action, opened: Mapping[int, str]) -> None:
    """Add what was opened, and erase the envelopes.

    opened -- by the envelope's pk: a country, or "" if none was given.
    What was added by another worker meanwhile, or withdrawn, is not added.
    """
    left = Envelope.objects.select_for_update().filter(pk__in=opened, sealed__isnull=False)
    pks = list(left.values_list("pk", flat=True))
    for country, people in Counter(opened[pk] for pk in pks).items():
        if country:
            CountryFigure.objects.get_or_create(action=action, country=country)
            row = CountryFigure.objects.filter(action=action, country=country)
            row.update(total=F("total") + people)
    Envelope.objects.filter(pk__in=pks).update(sealed=None)


@transaction.atomic
def tell(action: Action, now: datetime) -> None:
    """Bring what the public is told in step with the sums, as far as the rules let it."""
    today = now.astimezone(UTC).date()
    CountryFigure.objects.get_or_create(action=action, country=figures.OTHERS)
    rows = {
        row.country: row for row in CountryFigure.objects.select_for_update().filter(action=action)
    }
    if action.level == Action.Level.GUARDED and any(r.told_on == today for r in rows.values()):
        return
    totals = {country: row.total for country, row in rows.items() if country != figures.OTHERS}
    before = {country: row.told for country, row in rows.items() if row.told}
    after = figures.told(totals, before, action.level)
    for country, row in rows.items():
        if after.get(country, 0) != row.told:
            row.told, row.told_on = after.get(country, 0), today
            row.save(update_fields=["told", "told_on"])


def told(action_ids: list[int]) -> dict[int, dict[str, int]]:
    """Return what the public is told of these actions."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in action_ids}
    rows = CountryFigure.objects.filter(action__in=action_ids, told__gt=0)
    for pk, country, people in rows.values_list("action", "country", "told"):
        found[pk][country] = people
    return found
