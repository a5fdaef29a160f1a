"""How fast signatures get from the inbox into the tables; `make bench` prints it."""

import os
import time
from datetime import UTC, datetime

from zvarot.actions.models import Action, Promised
from zvarot.contract.audiences import POSTMAN, TARGET, code_of
from zvarot.contract.envelope import pack_header
from zvarot.contract.record import SignatureRecord, pack_signature
from zvarot.contract.tokens import day_number
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures import services

BATCH = 1000
_SLUG = "drain-rate"


def drain_rate(keys: KeyFiles, *, signatures: int = 20_000) -> float:
    """Return how many signatures with two envelopes were drained in a second.

    Each brings a row, two envelopes of 632 bytes and a queued mail. Writes to the database in
    use, so give it one that may be thrown away. Making the records is not timed.
    """
    action, promise_hash = _action()
    rows = sorted(_row(action.pk, promise_hash) for _ in range(signatures))
    started = time.perf_counter()
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        services.drain(batch, keys=keys, now=datetime.now(tz=UTC))
        services.forget_drained(row_id for row_id, _ in batch)
    return signatures / (time.perf_counter() - started)


def _action() -> tuple[Action, bytes]:
    promise_hash = os.urandom(32)
    action, _ = Action.objects.get_or_create(
        slug=_SLUG,
        defaults={
            "kind": "petition",
            "title": "Drain rate",
            "state": Action.State.OPEN,
            "form": {"fields": [{"name": "email"}]},
        },
    )
    Promised.objects.create(
        action=action,
        hash=promise_hash,
        lang="en",
        promise={},
        sentence="",
        first_shown_on=datetime.now(tz=UTC).date(),
    )
    return action, promise_hash


def _row(action_id: int, promise_hash: bytes) -> tuple[bytes, bytes]:
    row_id = os.urandom(16)
    headers = (
        (audience, pack_header(1, code_of(audience), action_id, row_id, promise_hash, bytes(8)))
        for audience in (POSTMAN, TARGET)
    )
    envelopes = tuple((audience, header + os.urandom(560)) for audience, header in headers)
    record = SignatureRecord(
        action_id=action_id,
        row_id=row_id,
        promise_hash=promise_hash,
        leaf_tag=os.urandom(32),
        withdraw_hash=os.urandom(32),
        day=day_number(datetime.now(tz=UTC).date()),
        klass=1,
        envelopes=envelopes,
    )
    return os.urandom(16), pack_signature(record)
