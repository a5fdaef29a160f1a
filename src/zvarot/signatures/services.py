"""The verbs of a signature: taken from the inbox, confirmed, refused, suppressed, withdrawn.

Each may be done twice: the second time changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zvarot.contract.audiences import POSTMAN
from zvarot.contract.receipt import withdraw_hash, withdrawal_tag
from zvarot.contract.record import (
    Record,
    RecordKind,
    RecordMalformed,
    ReportRecord,
    RowRecord,
    SignatureRecord,
    WithdrawalRecord,
    unpack,
)
from zvarot.journal import services as journal
from zvarot.outbox import services as outbox
from zvarot.outbox.bulk import day, insert_new, insert_new_returning
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures import intake, reports
from zvarot.signatures.addresses import freed_by
from zvarot.signatures.head import lock_head
from zvarot.signatures.models import (
    Dedup,
    Drained,
    EarlyWithdrawal,
    Envelope,
    Review,
    Signature,
    Suppression,
    Withdrawal,
)

REMIND = "remind"
SUPPRESSION_DAYS = 365
EARLY_DAYS = 2  # far longer than two records of one person are ever apart in the inbox
State = Signature.State


@transaction.atomic
def drain(rows: Sequence[tuple[bytes, bytes]], *, keys: KeyFiles, now: datetime) -> Counter[str]:
    """Do what the inbox rows (random id, packed record) ask for, all or nothing.

    Given again after a crash, rows that were taken already are passed over until
    `forget_drained`. A row that cannot be understood is counted in the journal and dropped:
    one broken front must not stop the others.
    """
    fresh = insert_new_returning(
        Drained, ("record_id",), [(row_id,) for row_id, _ in rows], give=("record_id",)
    )
    new = {bytes(row_id) for (row_id,) in fresh}
    return take([body for row_id, body in rows if row_id in new], keys=keys, now=now)


def forget_drained(row_ids: Iterable[bytes]) -> None:
    """Forget rows that have left the inbox."""
    Drained.objects.filter(record_id__in=list(row_ids)).delete()


@transaction.atomic
def forget_drained_but(row_ids: Iterable[bytes]) -> None:
    """Forget all rows but these, which are still in the inbox."""
    still = set(row_ids)
    drained = Drained.objects.values_list("record_id", flat=True)
    forget_drained([bytes(one) for one in drained if bytes(one) not in still])


@transaction.atomic
def take(bodies: Sequence[bytes], *, keys: KeyFiles, now: datetime) -> Counter[str]:
    """Do what the packed records ask for: signatures first, then words about them."""
    records, result = _unpacked(bodies)
    refused = intake.store([one for one in records if isinstance(one, SignatureRecord)], now=now)
    result["taken"] = refused.pop("taken")
    about = [one for one in records if isinstance(one, RowRecord)]
    result["confirmed"] = confirm(_rows(about, RecordKind.CONFIRMATION), keys=keys)
    refuse(_rows(about, RecordKind.REFUSAL))
    suppress(_rows(about, RecordKind.SUPPRESSION), now=now)
    wds = [one.wd for one in records if isinstance(one, WithdrawalRecord)]
    result["withdrawn"] = withdraw(wds, keys=keys, now=now)
    reports.store([one for one in records if isinstance(one, ReportRecord)])
    refused.update({"malformed": result.pop("malformed", 0)})
    counted: dict[str, Any] = {reason: count for reason, count in refused.items() if count}
    if counted:
        journal.write("signatures.refused", at=now, **counted)
        result["refused"] = sum(counted.values())
    return result


@transaction.atomic
def confirm(row_ids: Iterable[bytes], *, keys: KeyFiles) -> int:
    """Confirm pending signatures whose mailed button was pressed; returns how many count now.

    The first of an address counts; the rows of later ones are dropped in silence. What is held
    for review waits for a person.
    """
    pending = list(_locked(row_ids).exclude(dedup_token=None))
    tags = _tags(pending, keys)
    tokens = dict(zip(tags, pending, strict=True))
    won = insert_new_returning(
        Dedup,
        ("token", "action", "freed_by"),
        sorted((bytes(row.dedup_token or b""), row.action_id, tag) for tag, row in tokens.items()),
        give=("freed_by",),
    )
    winners = [tokens.pop(bytes(tag)) for (tag,) in won]
    ids = [row.pk for row in winners]
    held = _held(winners)
    for state, pks in ((State.REVIEW, held), (State.CONFIRMED, set(ids) - held)):
        Signature.objects.filter(pk__in=pks).update(
            state=state, expires_on=None, dedup_token=None, suppression_token=None
        )
    erase_envelopes(ids, POSTMAN)
    erase([row.pk for row in tokens.values()])
    outbox.cancel(f"{REMIND}:{bytes(row.row_id).hex()}" for row in pending)
    return len(winners) - len(held)


@transaction.atomic
def refuse(row_ids: Iterable[bytes]) -> None:
    """Erase pending signatures of which the owner of the mailbox says: this was not me."""
    erase([row.pk for row in _locked(row_ids)])


@transaction.atomic
def suppress(row_ids: Iterable[bytes], *, now: datetime) -> None:
    """Erase pending signatures, and never write to their addresses for twelve months."""
    until = now.astimezone(UTC).date() + timedelta(days=SUPPRESSION_DAYS)
    rows = list(_locked(row_ids))
    tokens = sorted(bytes(row.suppression_token) for row in rows if row.suppression_token)
    insert_new(Suppression, ("token", "until"), [(token, day(until)) for token in tokens])
    Suppression.objects.filter(token__in=tokens).update(until=until)
    erase([row.pk for row in rows])


@transaction.atomic
def withdraw(wds: Iterable[bytes], *, keys: KeyFiles, now: datetime) -> int:
    """Erase the signatures whose receipts gave these secrets; returns how many there were.

    A counted one leaves a leaf of -1 for the next flush; one that was not counted leaves
    nothing. The address may sign again. A secret that matches nothing is remembered for
    two days: its signature may still be on its way.
    """
    by_hash = {withdraw_hash(wd): wd for wd in wds}
    if by_hash:
        # A flush puts rows into new places; whoever waited for one of them would not find it.
        lock_head()
    rows = list(
        Signature.objects.select_for_update()
        .filter(withdraw_hash__in=list(by_hash))
        .order_by("row_id")
    )
    leaves = [
        (row.action_id, row.klass, withdrawal_tag(by_hash[bytes(row.withdraw_hash)]))
        for row in rows
        if row.state == State.COUNTED
    ]
    insert_new(Withdrawal, ("action", "klass", "tag"), sorted(leaves, key=lambda leaf: leaf[2]))
    _free_addresses(rows, keys)
    erase([row.pk for row in rows])
    found = {bytes(row.withdraw_hash) for row in rows}
    until = day(now.astimezone(UTC).date() + timedelta(days=EARLY_DAYS))
    early = [(hashed, until) for hashed in sorted(by_hash) if hashed not in found]
    insert_new(EarlyWithdrawal, ("withdraw_hash", "until"), early)
    return len(rows)


def erase(pks: Sequence[int]) -> None:
    """Delete rows of signatures and everything sealed with them."""
    Envelope.objects.filter(signature__in=pks).delete()
    Signature.objects.filter(pk__in=pks).delete()


def erase_envelopes(pks: Sequence[int], audience: str) -> None:
    """Erase what was sealed to one audience; the digest stays."""
    Envelope.objects.filter(signature__in=pks, audience=audience).update(sealed=None)


def _held(rows: Sequence[Signature]) -> set[int]:
    """Return which rows are not counted before somebody has looked.

    Who comes after the others were sent away is looked at anew, and not sent away in silence.
    """
    reviews = {row.review_id for row in rows if row.review_id is not None}
    if not reviews:
        return set()
    dropped = Review.objects.filter(pk__in=reviews, state=Review.State.DROPPED)
    dropped.update(state=Review.State.HELD)
    held = Review.objects.filter(pk__in=reviews).exclude(state=Review.State.RELEASED)
    waits = set(held.select_for_update().values_list("pk", flat=True))
    return {row.pk for row in rows if row.review_id in waits}


def _locked(row_ids: Iterable[bytes]) -> QuerySet[Signature]:
    return (
        Signature.objects.select_for_update()
        .filter(row_id__in=list(row_ids), state=State.PENDING)
        .order_by("row_id")
    )


def _free_addresses(rows: Sequence[Signature], keys: KeyFiles) -> None:
    # Asking for the key of an action that has ended would make a new one.
    actions = {row.action_id for row in rows}
    alive = {one for one in actions if Dedup.objects.filter(action=one).exists()}
    tags = _tags([row for row in rows if row.action_id in alive], keys)
    Dedup.objects.filter(freed_by__in=tags).delete()


def _tags(rows: Sequence[Signature], keys: KeyFiles) -> list[bytes]:
    of_action = {action: keys.dedup_key(action) for action in {row.action_id for row in rows}}
    return [freed_by(of_action[row.action_id], bytes(row.withdraw_hash)) for row in rows]


def _unpacked(bodies: Iterable[bytes]) -> tuple[list[Record], Counter[str]]:
    records: list[Record] = []
    result: Counter[str] = Counter()
    for body in bodies:
        try:
            records.append(unpack(body))
        except RecordMalformed:
            result["malformed"] += 1
    return records, result


def _rows(records: Iterable[RowRecord], kind: RecordKind) -> list[bytes]:
    return [record.row_id for record in records if record.kind == kind]
