"""The verbs of a batch: chosen, made, printed, sent, and what became of it.

Until it is printed a batch is what its rows say: whoever withdraws is in it no more. Printing
fixes the number. Each step is one transaction with its entry in the journal.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, QuerySet

from zvarot.actions.models import Action
from zvarot.contract.card import Layout
from zvarot.contract.message import Route
from zvarot.journal import services as journal
from zvarot.moderation import queries, tidings
from zvarot.moderation.erasing import erase_for_moderators
from zvarot.moderation.errors import BatchBusy
from zvarot.moderation.models import Batch, BatchItem, Message
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Signature

MOST: Final = 20_000
LEASE: Final = timedelta(minutes=10)
ATTEMPTS: Final = 3
State = Batch.State
# From which states a batch comes into a state. Staff may also put right what they recorded.
_BEFORE: Final = {
    State.PRINTED: {State.MADE},
    State.SENT: {State.PRINTED},
    State.RETURNED: {State.SENT, State.RECEIVED},
    State.RECEIVED: {State.SENT, State.RETURNED},
    State.ANSWERED: {State.SENT, State.RECEIVED, State.RETURNED},
}
OUTCOMES: Final = (State.RETURNED, State.RECEIVED, State.ANSWERED)
UNPRINTED: Final = (State.OPEN, State.MADE)


def choose(
    action: Action, *, route: Route, layout: Layout, lang: str, most: int, by: str, now: datetime
) -> Batch:
    """Put approved messages that are in no batch into a new one; the worker looks at the cards.

    lang -- only this language; empty: any. most -- how many at most; the longest approved first.

    From here on no approval of these can be taken back: the moderators' copies are erased.
    Raises BatchBusy if there is none.
    """
    with transaction.atomic():
        # One at a time: numbers have no holes, and no message is chosen twice.
        Action.objects.select_for_update().get(pk=action.pk)
        rows = queries.free(action).filter(route=route)
        rows = rows.filter(lang=lang) if lang else rows
        pks = list(
            rows.order_by("decided_on", "pk").values_list("pk", flat=True)[: min(most, MOST)]
        )
        if not pks:
            raise BatchBusy("No approved message waits for this way and language.")
        last = Batch.objects.filter(action=action).aggregate(last=Max("number"))["last"] or 0
        today = now.astimezone(UTC).date()
        batch = Batch.objects.create(
            action=action,
            number=last + 1,
            route=route,
            layout=layout,
            lang=lang,
            made_on=today,
        )
        BatchItem.objects.bulk_create(BatchItem(batch=batch, message_id=pk) for pk in pks)
        erase_for_moderators(pks, today)
        _note(batch, "batch.opened", by=by, now=now, messages=len(pks))
    return batch


def dissolve(batch: Batch, *, by: str, now: datetime) -> None:
    """Give up a batch that was not printed: its messages wait for another one."""
    with transaction.atomic():
        held = _locked(batch)
        if held.state not in UNPRINTED:
            raise BatchBusy("It is on paper. Only what became of it can be recorded.")
        items_of(held).delete()
        held.delete()
        _note(held, "batch.dissolved", by=by, now=now)


def leave_out(batch: Batch, *, by: str, now: datetime) -> int:
    """Take out what cannot be printed, and look again; it waits for a font, or a larger card."""
    with transaction.atomic():
        held = _locked(batch)
        if held.state not in UNPRINTED:
            raise BatchBusy("It is on paper. Nothing can be taken out of it.")
        count, _ = items_of(held).filter(is_unfit=True).delete()
        try_again(held)
        _note(held, "batch.left_out", by=by, now=now, messages=count)
    return count


def items_of(batch: Batch) -> QuerySet[BatchItem]:
    """Return what is in a batch now: neither the withdrawn nor those taken off the count."""
    return BatchItem.objects.filter(
        batch=batch,
        message__state=Message.State.APPROVED,
        message__signature__state=Signature.State.COUNTED,
    )


def count_of(batch: Batch) -> int:
    """Return how many cards a batch has: as printed, or as it would be printed now."""
    return items_of(batch).count() if batch.state in UNPRINTED else batch.messages


def mark_printed(batch: Batch, *, by: str, now: datetime) -> None:
    """Note that a batch is on paper. Its number is fixed; who withdraws now is too late."""
    with transaction.atomic():
        held = _locked(batch)
        _check(held, State.PRINTED)
        held.state, held.printed_on = State.PRINTED, now.astimezone(UTC).date()
        held.messages = items_of(held).count()
        if not held.messages:
            raise BatchBusy("Nothing is left in it. Dissolve it.")
        held.save(update_fields=["state", "printed_on", "messages"])
        _note(held, "batch.printed", by=by, now=now, messages=held.messages)


def mark_sent(batch: Batch, *, on: date, note: str, by: str, now: datetime, keys: KeyFiles) -> None:
    """Note that a batch has left, and queue one mail for each who asked for news."""
    with transaction.atomic():
        held = _locked(batch)
        _check(held, State.SENT, on=on, now=now)
        held.state, held.sent_on, held.note = State.SENT, on, note
        held.told = tidings.queue(held, now=now, keys=keys)
        held.save(update_fields=["state", "sent_on", "note", "told"])
        _note(held, "batch.sent", by=by, now=now, messages=held.messages, told=held.told)


def record_outcome(
    batch: Batch, outcome: str, *, on: date, note: str, by: str, now: datetime
) -> None:
    """Note that a batch came back, arrived or was answered. The page tells it as well."""
    if outcome not in OUTCOMES:
        raise BatchBusy("Say what became of it.")
    with transaction.atomic():
        held = _locked(batch)
        _check(held, State(outcome), on=on, now=now)
        held.state, held.ended_on, held.note = outcome, on, note or held.note
        held.save(update_fields=["state", "ended_on", "note"])
        _note(held, f"batch.{outcome}", by=by, now=now)


def start(now: datetime) -> Batch | None:
    """Take the oldest batch whose cards nobody has looked at, for a while; None: there is none."""
    waiting = Batch.objects.filter(state=State.OPEN, problem="").exclude(lease_until__gte=now)
    for batch in waiting.order_by("pk"):
        if batch.attempts >= ATTEMPTS:
            give_up(batch, "The program that looked at its cards was stopped several times.")
            continue
        claimed = Batch.objects.filter(
            pk=batch.pk, state=State.OPEN, attempts=batch.attempts
        ).update(attempts=batch.attempts + 1, lease_until=now + LEASE)
        if claimed:
            batch.refresh_from_db()
            return batch
    return None


def report_progress(batch: Batch, done: int, total: int) -> None:
    """Say how many cards are done, and keep the lease."""
    until = datetime.now(tz=UTC) + LEASE
    Batch.objects.filter(pk=batch.pk).update(progress=done, total=total, lease_until=until)


def give_up(batch: Batch, problem: str) -> None:
    """Leave a batch unmade, for a reason that staff can read and mend."""
    Batch.objects.filter(pk=batch.pk, state=State.OPEN).update(
        problem=problem[:300], lease_until=None
    )


def try_again(batch: Batch) -> None:
    """Let the worker look at the cards once more."""
    BatchItem.objects.filter(batch=batch).update(is_unfit=False)
    Batch.objects.filter(pk=batch.pk, state=State.OPEN).update(
        problem="", attempts=0, progress=0, lease_until=None
    )


def finish(batch: Batch, *, now: datetime) -> None:
    """Note that all cards of a batch can be printed."""
    with transaction.atomic():
        held = _locked(batch)
        if held.state != State.OPEN:
            return
        held.state, held.lease_until = State.MADE, None
        held.save(update_fields=["state", "lease_until"])
        journal.write(
            "batch.made", held.action.slug, at=now, batch=held.number, messages=count_of(held)
        )


def note_opened(batch: Batch, count: int, *, by: str, now: datetime) -> None:
    """Write down that somebody opened the messages of a batch to print them."""
    _note(batch, "batch.print_opened", by=by, now=now, messages=count)


def _locked(batch: Batch) -> Batch:
    rows = Batch.objects.select_for_update(of=("self",)).select_related("action")
    found = rows.filter(pk=batch.pk).first()
    if found is None:
        raise BatchBusy("Somebody has dissolved this batch meanwhile.")
    return found


def _check(
    batch: Batch, state: Batch.State, *, on: date | None = None, now: datetime | None = None
) -> None:
    if batch.state not in _BEFORE[state]:
        raise BatchBusy("That step does not follow the state of this batch. Look again.")
    if on and now and on > now.astimezone(UTC).date():
        raise BatchBusy("That day lies ahead. Record it when it has come.")


def _note(batch: Batch, verb: str, *, by: str, now: datetime, **detail: object) -> None:
    journal.write(verb, batch.action.slug, actor=by, at=now, batch=batch.number, **detail)
