"""The verbs of a delivery: requested, started, given up, downloaded, recorded.

`building.py` makes the files; nothing else opens an envelope.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from zvarot.actions import keys
from zvarot.actions import queries as actions
from zvarot.actions.models import Action
from zvarot.contract.kind import DeliveryBeyondPromise, DeliverySpec, check_delivery
from zvarot.contract.promise import When
from zvarot.contract.record import Klass
from zvarot.deliveries import vault
from zvarot.deliveries.errors import DeliveryBusy, DeliveryGone, DeliveryRefused
from zvarot.deliveries.models import Delivery
from zvarot.deliveries.specs import promise_of, spec_for
from zvarot.journal import services as journal
from zvarot.ledger.leaf import Leaf, Type, day_number
from zvarot.signatures import flush
from zvarot.signatures import queries as signatures

State = Delivery.State
OUTCOMES = (State.HANDED_OVER, State.ANSWERED, State.REFUSED_BY_TARGET, State.NOT_DELIVERABLE)
ATTEMPTS = 3
LEASE = timedelta(minutes=10)


def request(
    action: Action,
    audience: str,
    *,
    by: str,
    now: datetime,
    fields: Sequence[str] | None = None,
    lang: str = "",
) -> Delivery:
    """Ask for a delivery; the worker makes it.

    fields -- fewer than promised, if wanted; by default all that the kind's spec shows.

    Raises DeliveryRefused, and writes it into the journal, if more is asked for than was
    promised to the audience, or earlier than promised.
    """
    try:
        spec = checked(action, audience, fields=fields, now=now)
    except DeliveryRefused as refused:
        journal.write(
            "delivery.refused",
            action.slug,
            actor=by,
            audience=audience[:60],
            fields=[name[:60] for name in fields or ()],
            reason=str(refused),
        )
        raise
    with transaction.atomic():
        delivery = Delivery.objects.create(
            action=action,
            audience=audience,
            spec=spec.name,
            fields=list(spec.fields),
            lang=lang or action.default_lang,
            requested_by=by,
            requested_at=now,
        )
        _note(delivery, "delivery.requested", by=by, fields=list(spec.fields))
    return delivery


def checked(
    action: Action, audience: str, *, fields: Sequence[str] | None, now: datetime
) -> DeliverySpec:
    """Return what would be delivered. Raises DeliveryRefused if the promise does not allow it."""
    spec = spec_for(action, audience)
    promise = promise_of(action)
    wanted = tuple(spec.fields if fields is None else dict.fromkeys(fields))
    try:
        check_delivery(promise, audience, wanted)
    except DeliveryBeyondPromise:
        allowed = sorted(promise.allowed_fields(audience))
        beyond = sorted(set(wanted) - set(allowed))
        raise DeliveryRefused(
            f"People who signed {action.slug!r} were promised that the {audience} is shown "
            f"{', '.join(allowed) or 'only their number'}, and nothing else. "
            f"Leave out {', '.join(beyond)}."
        ) from None
    if wanted and action.page_key and keys.is_only_offline(action.page_key, audience):
        raise DeliveryRefused(
            f"The key that opens what was promised to the {audience} is kept offline: use the desk."
        )
    # The number alone is public at any time; only a list has to wait.
    waits = bool(wanted) and any(line.when is When.AFTER_CLOSE for line in promise.of(audience))
    if waits and actions.takes_part(action, now):
        raise DeliveryRefused(
            f"People were promised that {action.slug!r} is handed to the {audience} when it has "
            f"closed, and it is open. Close it first."
        )
    return DeliverySpec(spec.name, audience, wanted, spec.template)


def start(now: datetime) -> Delivery | None:
    """Take the oldest delivery that waits, or whose maker was killed; None if there is none.

    Two workers never get the same one while its lease lasts.
    """
    abandoned = Q(state=State.BUILDING, lease_until__lt=now)
    for delivery in Delivery.objects.filter(Q(state=State.REQUESTED) | abandoned).order_by("pk"):
        if delivery.attempts >= ATTEMPTS:
            fail(delivery, "The program that made it was stopped several times.")
            continue
        claimed = Delivery.objects.filter(
            pk=delivery.pk, state=delivery.state, attempts=delivery.attempts
        ).update(state=State.BUILDING, attempts=delivery.attempts + 1, lease_until=now + LEASE)
        if claimed:
            delivery.refresh_from_db()
            return delivery
    return None


def report_progress(delivery: Delivery, rows: int) -> None:
    """Say how many rows are done, and keep the lease."""
    until = datetime.now(tz=UTC) + LEASE
    Delivery.objects.filter(pk=delivery.pk).update(progress=rows, lease_until=until)


def fail(delivery: Delivery, sentence: str) -> None:
    """Give up, for a reason that the maker can read."""
    with transaction.atomic():
        delivery.state, delivery.note, delivery.lease_until = State.FAILED, sentence, None
        delivery.key = None
        delivery.save(update_fields=["state", "note", "lease_until", "key"])
        _note(delivery, "delivery.failed", by="worker", reason=sentence)
    sealed_path(delivery).unlink(missing_ok=True)


def download(delivery: Delivery, *, by: str, now: datetime) -> Iterator[bytes]:
    """Give the package, once: its key is destroyed before the first byte leaves.

    Raises DeliveryGone if somebody has downloaded it already, it is not ready, or somebody on
    its list may have withdrawn since it was made.
    """
    if delivery.state == State.READY and _is_overtaken(delivery):
        sentence = "Somebody has withdrawn since this was made. Ask for a new one."
        fail(delivery, sentence)
        raise DeliveryGone(sentence)
    with transaction.atomic():
        locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if locked.state != State.READY or locked.key is None:
            raise DeliveryGone(
                f"The delivery {locked.number} can be downloaded once, when it is ready. "
                f"It is {locked.get_state_display().lower()}. Ask for a new one if you need it."
            )
        if not sealed_path(locked).exists():
            raise DeliveryGone(
                f"The sealed package of {locked.number} is not on this machine any more. "
                "Ask for a new one."
            )
        key = bytes(locked.key)
        locked.state, locked.key = State.DOWNLOADED, None
        locked.downloaded_by, locked.downloaded_at = by, now
        locked.save()
        _note(locked, "delivery.downloaded", by=by)
    return _last_reading(locked, key)


def record_outcome(
    delivery: Delivery, outcome: str, *, on: date, note: str, by: str, now: datetime
) -> None:
    """Record what became of a delivery. The worker bakes the page anew from the journal's entry.

    Handing over is stated in the ledger: a leaf of value 0 with the hash of `statement`.

    Raises DeliveryBusy if the package has not been downloaded, or the day lies ahead.
    """
    with transaction.atomic():
        locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if outcome not in OUTCOMES or locked.state not in {State.DOWNLOADED, *OUTCOMES}:
            raise DeliveryBusy(
                f"Nothing can be recorded about {locked.number} yet: it is "
                f"{locked.get_state_display().lower()}. Download it first."
            )
        if on > now.astimezone(UTC).date():
            raise DeliveryBusy("The day of the outcome lies ahead. Record it when it has come.")
        is_new = locked.state != outcome
        locked.state, locked.handed_over_on, locked.note = outcome, on, note
        locked.save(update_fields=["state", "handed_over_on", "note"])
        if is_new:
            if outcome == State.HANDED_OVER:
                flush.append([_statement_leaf(locked, now)])
            _note(locked, f"delivery.{outcome}", by=by, rows=locked.listed, day=on.isoformat())


def sealed_path(delivery: Delivery) -> Path:
    """Return where the sealed package lies until it is downloaded."""
    return Path(settings.ZVAROT_DELIVERIES_DIR) / f"{delivery.pk}.sealed"


def statement(delivery: Delivery) -> bytes:
    """Return the words whose hash stands in the ledger: for whom, how many, which package."""
    said = {
        "action": delivery.action.slug,
        "audience": delivery.audience,
        "count": delivery.count,
        "listed": delivery.listed,
        "package": delivery.sha256,
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _is_overtaken(delivery: Delivery) -> bool:
    has_names = bool(delivery.fields)
    return has_names and signatures.has_withdrawn_since(delivery.action, delivery.log_size)


def _last_reading(delivery: Delivery, key: bytes) -> Iterator[bytes]:
    path = sealed_path(delivery)
    try:
        yield from vault.opened(path, key, name=delivery.number.encode())
    finally:
        path.unlink(missing_ok=True)


def _statement_leaf(delivery: Delivery, now: datetime) -> Leaf:
    return Leaf(
        type=Type.STATEMENT,
        klass=Klass.UNCONFIRMED,
        action_id=delivery.action_id,
        day=day_number(now.astimezone(UTC).date()),
        value=0,
        body=hashlib.sha256(b"ap/statement/v1" + statement(delivery)).digest(),
    )


def _note(delivery: Delivery, verb: str, *, by: str, **detail: object) -> None:
    journal.write(
        verb,
        delivery.action.slug,
        actor=by,
        at=None,
        delivery=delivery.pk,
        audience=delivery.audience,
        **detail,
    )
