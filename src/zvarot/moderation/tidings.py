"""One mail to each writer who asked for news, when the batch with their message has been sent.

Queued in the transaction that marks the batch as sent. The mail names neither case nor action: a
mailbox must not tell what somebody wrote. It is handed over once; if the worker is killed in the
moment of handing over, it is not sent again (`BatchItem.told` stands at `handing`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from zvarot.actions import queries as actions
from zvarot.contract.audiences import ORGANISER
from zvarot.contract.envelope import EnvelopeMalformed, Header
from zvarot.moderation.errors import MessageClosed
from zvarot.moderation.models import Batch, BatchItem
from zvarot.outbox import services as outbox
from zvarot.outbox.services import Order
from zvarot.sealing.errors import EnvelopeRefused
from zvarot.sealing.keys import KeyFiles
from zvarot.sealing.opening import open_sealed
from zvarot.signatures.models import Envelope

SENT: Final = "batch-sent"
_CHUNK: Final = 500
Told = BatchItem.Told


@dataclass(frozen=True, kw_only=True, repr=False)
class Tiding:
    """What the mail needs. Is never printed. lang -- of the page that they wrote on."""

    item_id: int
    email: str
    lang: str
    sent_on: date


def queue(batch: Batch, *, now: datetime, keys: KeyFiles) -> int:
    """Queue a mail for each message of the batch whose writer asked; returns how many.

    None where the organiser's key is not on this machine: then news are sent from the list that
    the organiser has.
    """
    if not keys.audience_secrets(batch.action_id, ORGANISER):
        return 0
    pks = list(_asked(batch).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), _CHUNK):
        outbox.queue(
            Order(kind=SENT, ref=str(pk), key=f"{SENT}:{pk}", not_before=now)
            for pk in pks[start : start + _CHUNK]
        )
    return len(pks)


def tiding(item_id: int, keys: KeyFiles) -> Tiding | None:
    """Open the address of one writer; None if nobody is to be told any more.

    Raises MessageClosed if it does not open.
    """
    rows = BatchItem.objects.select_related("batch", "message__signature__action")
    item = rows.filter(pk=item_id, told=Told.NO).first()
    if item is None or item.batch.sent_on is None:
        return None
    signature = item.message.signature
    envelope = Envelope.objects.filter(signature=signature, audience=ORGANISER).first()
    if envelope is None or envelope.sealed is None:
        return None
    sealed = bytes(envelope.sealed)
    secrets = keys.audience_secrets(signature.action_id, ORGANISER)
    try:
        answers = open_sealed(
            sealed,
            {one.public.key_id: one for one in secrets}[Header.unpack(sealed).key_id],
            action_id=signature.action_id,
            row_id=bytes(signature.row_id),
            promise_hash=bytes(signature.promise_hash),
        )
    except (KeyError, EnvelopeMalformed, EnvelopeRefused):
        raise MessageClosed("The address could not be opened.") from None
    promised = actions.promised(signature.action, bytes(signature.promise_hash))
    return Tiding(
        item_id=item_id,
        email=answers.get("email", ""),
        lang=promised.lang if promised else "",
        sent_on=item.batch.sent_on,
    )


def start_handing(item_id: int) -> bool:
    """Note that the mail is about to leave; False: somebody has told them, or they withdrew."""
    return bool(BatchItem.objects.filter(pk=item_id, told=Told.NO).update(told=Told.HANDING))


def put_back(item_id: int) -> None:
    """Note that the mail certainly was not sent, and may be tried again."""
    BatchItem.objects.filter(pk=item_id, told=Told.HANDING).update(told=Told.NO)


def done(item_id: int) -> None:
    """Note that the mail was sent."""
    BatchItem.objects.filter(pk=item_id).update(told=Told.YES)


def fail(item_id: int) -> None:
    """Note that no mail can be sent to them."""
    BatchItem.objects.filter(pk=item_id).update(told=Told.FAILED)


def _asked(batch: Batch) -> QuerySet[BatchItem]:
    has_address = Envelope.objects.filter(audience=ORGANISER, sealed__isnull=False)
    return BatchItem.objects.filter(
        batch=batch, message__signature__in=has_address.values("signature")
    )
