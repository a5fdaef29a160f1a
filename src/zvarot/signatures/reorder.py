"""Rewrite rows so that their place in the table no longer tells when they came.

For guarded and nameless actions: the rows of one flush are removed and put back in the order
of their random ids, in the flush's own transaction.
"""

from collections import defaultdict
from collections.abc import Sequence

from zvarot.outbox.bulk import day, insert_new, insert_new_returning
from zvarot.signatures.models import Envelope, Signature

_FIELDS = [field for field in Signature._meta.concrete_fields if not field.primary_key]
_ENVELOPE = ("signature", "audience", "sealed", "digest")


def rewrite_in_random_order(pks: Sequence[int]) -> None:
    """Give these signatures and their envelopes new rows, sorted by their random ids."""
    rows = list(Signature.objects.filter(pk__in=pks).order_by("row_id"))
    if not rows:
        return
    sealed: dict[int, list[Envelope]] = defaultdict(list)
    for envelope in Envelope.objects.filter(signature__in=pks):
        sealed[envelope.signature_id].append(envelope)
    Envelope.objects.filter(signature__in=pks).delete()
    Signature.objects.filter(pk__in=pks).delete()
    returned = insert_new_returning(
        Signature,
        [field.name for field in _FIELDS],
        [_values(row) for row in rows],
        give=("row_id", "id"),
    )
    new = {bytes(row_id): pk for row_id, pk in returned}
    insert_new(
        Envelope,
        _ENVELOPE,
        [
            (new[bytes(row.row_id)], one.audience, one.sealed, one.digest)
            for row in rows
            for one in sealed[row.pk]
        ],
    )


def _values(row: Signature) -> list[object]:
    values = {field.name: getattr(row, field.attname) for field in _FIELDS}
    values["expires_on"] = day(row.expires_on) if row.expires_on else None
    return list(values.values())
