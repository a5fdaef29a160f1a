"""Storing signatures that were taken at the door: many at once, each once.

Rows go in sorted by their random id, so their order in the table does not retell the order
in which people came.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import SystemRandom

from zvarot.actions.models import Action, Promised
from zvarot.actions.queries import confirms
from zvarot.contract.audiences import POSTMAN
from zvarot.contract.record import SignatureRecord
from zvarot.contract.tokens import day_number
from zvarot.outbox import services as outbox
from zvarot.outbox.bulk import day, insert_new, insert_new_returning
from zvarot.signatures.digests import body_hash, digest
from zvarot.signatures.models import EarlyWithdrawal, Envelope, Signature

PENDING_DAYS = 7
CONFIRM = "confirm"

_SIGNATURE = (
    "action",
    "row_id",
    "state",
    "klass",
    "promise_hash",
    "leaf_tag",
    "withdraw_hash",
    "body_hash",
    "expires_on",
)
_ENVELOPE = ("signature", "audience", "sealed", "digest")
_JITTER = SystemRandom()


@dataclass
class Known:
    """The actions and promises that a batch refers to, asked for once."""

    actions: dict[int, Action] = field(default_factory=dict)
    hashes: set[tuple[int, bytes]] = field(default_factory=set)
    confirming: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, records: Iterable[SignatureRecord]) -> "Known":
        wanted = {record.action_id for record in records if record.action_id < 1 << 63}
        actions = {one.pk: one for one in Action.objects.filter(pk__in=wanted)}
        pairs = Promised.objects.filter(action__in=wanted).values_list("action_id", "hash")
        return cls(
            actions=actions,
            hashes={(action, bytes(hash_)) for action, hash_ in pairs},
            confirming={one.pk for one in actions.values() if confirms(one)},
        )


def store(records: Sequence[SignatureRecord], *, now: datetime) -> Counter[str]:
    """Store the records with their envelopes, and queue the mail that confirms them.

    Returns how many were stored (`taken`) and how many were refused, by reason. A record
    whose row is there already changes nothing.
    """
    known = Known.of(records)
    result: Counter[str] = Counter()
    good: dict[bytes, SignatureRecord] = {}
    for record in records:
        reason = _why_not(record, known)
        if reason:
            result[reason] += 1
        else:
            good[record.row_id] = record
    _drop_withdrawn(good)
    result["taken"] += _insert([good[row] for row in sorted(good)], known, now)
    return result


def _why_not(record: SignatureRecord, known: Known) -> str:
    """Say why a record cannot be stored; empty if it can. Only a broken front sends such."""
    action = known.actions.get(record.action_id)
    if action is None:
        return "unknown-action"
    if (record.action_id, record.promise_hash) not in known.hashes:
        return "unknown-promise"
    if action.ended_on and record.day > day_number(action.ended_on):
        return "action-ended"
    # What the header of an envelope binds it to: bytes 8 to 64.
    bound = record.action_id.to_bytes(8, "big") + record.row_id + record.promise_hash
    audiences = set()
    for audience, sealed in record.envelopes:
        if sealed[8:64] != bound or audience in audiences:
            return "foreign-envelope"
        audiences.add(audience)
    if POSTMAN in audiences and record.action_id not in known.confirming:
        return "foreign-envelope"
    return ""


def _drop_withdrawn(records: dict[bytes, SignatureRecord]) -> None:
    if not EarlyWithdrawal.objects.exists():
        return
    by_hash = {record.withdraw_hash: row for row, record in records.items()}
    gone = EarlyWithdrawal.objects.filter(withdraw_hash__in=list(by_hash))
    for early in gone:
        del records[by_hash[bytes(early.withdraw_hash)]]
    gone.delete()


def _insert(records: Sequence[SignatureRecord], known: Known, now: datetime) -> int:
    if not records:
        return 0
    digests = {
        record.row_id: [(audience, digest(sealed)) for audience, sealed in record.envelopes]
        for record in records
    }
    expires = day(now.astimezone(UTC).date() + timedelta(days=PENDING_DAYS))
    rows = [_row(record, digests[record.row_id], expires) for record in records]
    stored = {
        bytes(row_id): pk
        for pk, row_id in insert_new_returning(Signature, _SIGNATURE, rows, give=("id", "row_id"))
    }
    new = [record for record in records if record.row_id in stored]
    insert_new(
        Envelope,
        _ENVELOPE,
        [
            (stored[record.row_id], audience, sealed, hashed)
            for record in new
            for (audience, sealed), (_, hashed) in zip(
                record.envelopes, digests[record.row_id], strict=True
            )
        ],
    )
    outbox.queue(_mail(record, known, now) for record in new if _waits_for_mail(record))
    return len(new)


def _row(
    record: SignatureRecord, digests: Iterable[tuple[str, bytes]], expires: object
) -> tuple[object, ...]:
    waits = _waits_for_mail(record)
    return (
        record.action_id,
        record.row_id,
        Signature.State.PENDING.value if waits else Signature.State.CONFIRMED.value,
        Signature.Class.CONFIRMED.value if waits else Signature.Class.UNCONFIRMED.value,
        record.promise_hash,
        record.leaf_tag,
        record.withdraw_hash,
        body_hash(digests),
        expires if waits else None,
    )


def _waits_for_mail(record: SignatureRecord) -> bool:
    return any(audience == POSTMAN for audience, _ in record.envelopes)


def _mail(record: SignatureRecord, known: Known, now: datetime) -> outbox.Order:
    is_standard = known.actions[record.action_id].level == Action.Level.STANDARD
    # From guarded up, the moment of the mail must not tell the moment of the signature.
    wait = 0 if is_standard else _JITTER.uniform(5, 120)
    row = record.row_id.hex()
    return outbox.Order(
        kind=CONFIRM, ref=row, key=f"{CONFIRM}:{row}", not_before=now + timedelta(seconds=wait)
    )
