"""Whether a pending signature is mailed now, later or never; and what stays after the mail.

The worker opens the address, computes its two tokens and asks here. No address comes in.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto

from django.db import transaction

from zvarot.actions.queries import reminds
from zvarot.contract.audiences import POSTMAN
from zvarot.outbox import services as outbox
from zvarot.outbox.bulk import insert_new, moment
from zvarot.signatures.models import Dedup, MailWindow, Signature, Suppression
from zvarot.signatures.services import REMIND, erase, erase_envelopes
from zvarot.signatures.trends import note

WINDOW = timedelta(hours=24)
PER_SITE = 3  # mails to one address in a window, over all actions
REMIND_AFTER = timedelta(hours=20)  # well within the 48 hours that the postman's key lives


class Verdict(Enum):
    SEND = auto()
    HOLD = auto()  # the address was written to a short while ago
    DROP = auto()  # it never wants mail, or has confirmed already: its row was erased
    GONE = auto()  # nothing waits under this row any more


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A pending signature as the postman needs it."""

    signature_id: int
    action_id: int
    row_id: bytes
    promise_hash: bytes
    expires_on: date
    sealed: bytes


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where an address is, for the tally of domains: nothing of it is kept with the row."""

    domain: str
    key: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """until -- when to ask again, for HOLD."""

    verdict: Verdict
    until: datetime | None = None


def waiting(row_id: bytes) -> Waiting | None:
    """Return the pending signature, if it still has an address to be mailed."""
    row = Signature.objects.filter(row_id=row_id, state=Signature.State.PENDING).first()
    if row is None or row.expires_on is None:
        return None
    letter = row.envelopes.filter(audience=POSTMAN).exclude(sealed=None).first()
    if letter is None:
        return None
    return Waiting(
        signature_id=row.pk,
        action_id=row.action_id,
        row_id=row_id,
        promise_hash=bytes(row.promise_hash),
        expires_on=row.expires_on,
        sealed=bytes(letter.sealed or b""),
    )


@transaction.atomic
def reserve(
    row_id: bytes, *, token: bytes, suppression: bytes, now: datetime, origin: Origin | None = None
) -> Answer:
    """Take the place for one mail to this address, or say why there is none.

    Asked again after a crash, a row that has its place keeps it: so the second attempt is
    sent, and does not count as a second mail.
    """
    row = (
        Signature.objects.select_for_update()
        .filter(row_id=row_id, state=Signature.State.PENDING)
        .first()
    )
    if row is None:
        return Answer(verdict=Verdict.GONE)
    if is_suppressed(suppression, now=now) or Dedup.objects.filter(token=token).exists():
        erase([row.pk])
        return Answer(verdict=Verdict.DROP)
    if row.dedup_token is None:
        until = _take_places({token: 1, suppression: PER_SITE}, now)
        if until is not None:
            return Answer(verdict=Verdict.HOLD, until=until)
        row.dedup_token, row.suppression_token = token, suppression
        if origin is not None:
            row.review = note(row.action, origin.domain, key=origin.key, now=now)
        row.save(update_fields=["dedup_token", "suppression_token", "review"])
    return Answer(verdict=Verdict.SEND)


@transaction.atomic
def may_remind(row_id: bytes, *, suppression: bytes, now: datetime) -> bool:
    """Tell whether one reminder may go out, and count it among the mails to the address."""
    row = Signature.objects.filter(row_id=row_id, state=Signature.State.PENDING).first()
    if row is None:
        return False
    if is_suppressed(suppression, now=now):
        return False
    return _take_places({suppression: PER_SITE}, now) is None


def is_suppressed(token: bytes, *, now: datetime) -> bool:
    """Tell whether somebody asked that we never write to this address."""
    today = now.astimezone(UTC).date()
    return Suppression.objects.filter(token=token, until__gte=today).exists()


@transaction.atomic
def sent(letter: Waiting, message: outbox.Claimed, *, now: datetime) -> None:
    """Erase the address of a row that was mailed, or keep it for the one reminder."""
    outbox.done(message)
    row = Signature.objects.select_related("action").filter(pk=letter.signature_id).first()
    if row is None:
        return
    if message.kind != REMIND and reminds(row.action):
        hexed = letter.row_id.hex()
        order = outbox.Order(
            kind=REMIND, ref=hexed, key=f"{REMIND}:{hexed}", not_before=now + REMIND_AFTER
        )
        outbox.queue([order])
        return
    erase_envelopes([row.pk], POSTMAN)


@transaction.atomic
def give_up(letter: Waiting, message: outbox.Claimed, reason: str) -> None:
    """Bury the message and erase the address: no mail will ever reach it."""
    outbox.bury(message, reason)
    erase_envelopes([letter.signature_id], POSTMAN)


@transaction.atomic
def without_address(letter: Waiting, message: outbox.Claimed) -> None:
    """Count a signature as unconfirmed whose optional address was left empty."""
    outbox.done(message)
    Signature.objects.filter(pk=letter.signature_id, state=Signature.State.PENDING).update(
        state=Signature.State.CONFIRMED, klass=Signature.Class.UNCONFIRMED, expires_on=None
    )
    erase_envelopes([letter.signature_id], POSTMAN)


def _take_places(limits: dict[bytes, int], now: datetime) -> datetime | None:
    """Take a place in the window of each token, or return until when one of them is full.

    limits -- how many mails a token may have in its window.
    """
    rows = [(token, moment(now + WINDOW), 0) for token in sorted(limits)]
    insert_new(MailWindow, ("token", "until", "sent"), rows)
    found = MailWindow.objects.select_for_update().filter(token__in=list(limits))
    windows = list(found.order_by("token"))
    for window in windows:
        if window.until <= now or not window.sent:
            window.until, window.sent = now + WINDOW, 0
    full = [one.until for one in windows if one.sent >= limits[bytes(one.token)]]
    if full:
        return max(full)
    for window in windows:
        window.sent += 1
    MailWindow.objects.bulk_update(windows, ("until", "sent"))
    return None
