"""What moderators decide about a message. Each decision is one transaction, and can be undone.

Approving seals the text, as cut, for the recipient; taking an approval back removes that seal. A
decision names the version of the row it was made on: whoever decides on an older one is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final

from django.db import transaction

from zvarot.actions.models import Action
from zvarot.contract.audiences import RECIPIENT
from zvarot.contract.envelope import PlaintextTooLong
from zvarot.contract.message import FIELD, ROUTE
from zvarot.moderation import rules
from zvarot.moderation.cuts import redacted, tidy
from zvarot.moderation.errors import DecisionRefused, MessageClosed, MessageGone
from zvarot.moderation.models import BatchItem, Decision, Message, Translation
from zvarot.moderation.opening import NAME, Opened, Opener, for_recipient, seal_for
from zvarot.moderation.words import REASONS
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Envelope, Signature

UNDO_DAYS: Final = 7  # moderators' copy is kept that long after a decision, to take it back
State, Verb = Message.State, Decision.Verb


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Who decides, when, and on which version of the row."""

    by: int
    seen: int
    now: datetime

    @property
    def day(self) -> date:
        return self.now.astimezone(UTC).date()


@transaction.atomic
def approve(action: Action, message_id: int, ask: Ask, *, keys: KeyFiles) -> Message:
    """Approve a message; where two must, the first time only notes who has.

    This and the verbs below: done again by the same person on the same version, nothing changes.

    Raises MessageGone, or DecisionRefused with what is in the way.
    """
    message, is_done = to_decide(action, message_id, ask, Verb.APPROVE)
    if is_done:
        return message
    if message.state == State.APPROVED:
        raise DecisionRefused("It is approved already.")
    message.needs_two = rules.needs_two(action)
    if message.needs_two and message.first_by == ask.by:
        raise DecisionRefused("You have approved it already. Another person must read it, too.")
    _write_down(message, Verb.APPROVE, ask)
    message.reason = ""
    if message.needs_two and message.first_by is None:
        message.first_by, message.state = ask.by, State.WAITING
    elif message.first_by is None:
        message.first_by, message.state = ask.by, State.APPROVED
    else:
        message.second_by, message.state = ask.by, State.APPROVED
    return settle(message, ask.day, keys)


@transaction.atomic
def hold(action: Action, message_id: int, ask: Ask, *, keys: KeyFiles) -> Message:
    """Put a message aside. Whoever had approved it must do so again."""
    message, is_done = to_decide(action, message_id, ask, Verb.HOLD)
    if is_done:
        return message
    _write_down(message, Verb.HOLD, ask)
    _reset(message, State.HELD)
    return settle(message, ask.day, keys)


@transaction.atomic
def refuse(action: Action, message_id: int, reason: str, ask: Ask, *, keys: KeyFiles) -> Message:
    """Refuse a message for one of the reasons in words.REASONS; it is erased after a week."""
    if reason not in REASONS:
        raise DecisionRefused("Say why it is refused.")
    message, is_done = to_decide(action, message_id, ask, Verb.REFUSE)
    if is_done:
        return message
    _write_down(message, Verb.REFUSE, ask, reason)
    _reset(message, State.REFUSED)
    message.reason = reason
    return settle(message, ask.day, keys)


@transaction.atomic
def cut(
    action: Action, message_id: int, cuts: Sequence[Sequence[Any]], ask: Ask, *, keys: KeyFiles
) -> Message:
    """Leave these parts out on the card, and no others. It must be approved after that."""
    message, is_done = to_decide(action, message_id, ask, Verb.CUT)
    if is_done:
        return message
    text = _text_of(message, keys).text
    wanted = [list(one) for one in tidy(cuts, len(text))]
    if wanted == message.cuts:
        return message
    if wanted and not redacted(text, wanted).replace("[…]", "").strip():
        raise DecisionRefused("Nothing would be left of it. Refuse it instead.")
    _write_down(message, Verb.CUT, ask)
    message.cuts = wanted
    _reset(message, State.WAITING)
    return settle(message, ask.day, keys)


@transaction.atomic
def undo(action: Action, message_id: int, ask: Ask, *, keys: KeyFiles) -> Message:
    """Take back the last decision, whoever made it: all stands as before it."""
    message, is_done = to_decide(action, message_id, ask, Verb.UNDO)
    if is_done:
        return message
    last = message.decisions.filter(can_undo=True).order_by("-pk").first()
    if last is None:
        raise DecisionRefused("There is nothing to take back.")
    was = last.was
    Decision.objects.filter(pk=last.pk).update(can_undo=False)
    Decision.objects.create(message=message, verb=Verb.UNDO, by=ask.by, on=ask.day, can_undo=False)
    message.state, message.reason, message.cuts = was["state"], was["reason"], was["cuts"]
    message.first_by, message.second_by = was["first_by"], was["second_by"]
    message.needs_two = rules.needs_two(action)
    if message.state == State.APPROVED and message.needs_two and message.second_by is None:
        message.state = State.WAITING  # approved when one was enough
    message.version += 1
    return settle(message, ask.day, keys)


def locked(action: Action, message_id: int) -> Message:
    """Return the row, ours until the transaction ends. Raises MessageGone."""
    rows = Message.objects.select_for_update(of=("self",)).select_related("signature__action")
    rows = rows.filter(signature__state=Signature.State.COUNTED)
    message = rows.filter(action=action, pk=message_id).first()
    if message is None:
        raise MessageGone("It is not here any more: whoever wrote it has taken it back.")
    return message


def check_can_change(message: Message, seen: int) -> None:
    """Raise DecisionRefused if the row has changed, is in a batch, or its text is gone."""
    if message.version != seen:
        raise DecisionRefused("Somebody else has decided meanwhile. Look again.")
    item = BatchItem.objects.filter(message=message).select_related("batch").first()
    if item is not None:
        raise DecisionRefused(f"It is in batch {item.batch.number} already.")
    if message.erased_on is not None:
        raise DecisionRefused("Its text has been erased: the time to take this back is over.")


def ask_again(message: Message) -> None:
    """Let nobody undo what was decided before: the card says something else now."""
    message.decisions.update(can_undo=False)
    _reset(message, State.WAITING)


def to_decide(
    action: Action, message_id: int, ask: Ask, verb: Decision.Verb
) -> tuple[Message, bool]:
    """Return the row, and whether this very decision was stored already."""
    message = locked(action, message_id)
    if message.version == ask.seen + 1:
        last = message.decisions.order_by("-pk").first()
        if last is not None and (last.verb, last.by) == (verb, ask.by):
            return message, True
    check_can_change(message, ask.seen)
    return message, False


def _write_down(message: Message, verb: Decision.Verb, ask: Ask, reason: str = "") -> None:
    Decision.objects.create(
        message=message,
        verb=verb,
        reason=reason,
        by=ask.by,
        on=ask.day,
        was={
            "state": message.state,
            "first_by": message.first_by,
            "second_by": message.second_by,
            "reason": message.reason,
            "cuts": message.cuts,
        },
    )
    message.version += 1


def _reset(message: Message, state: Message.State) -> None:
    message.state, message.reason = state, ""
    message.first_by = message.second_by = None


def settle(message: Message, day: date, keys: KeyFiles) -> Message:
    """Store the row and bring what is sealed for the recipient in step with it."""
    if message.state == State.APPROVED:
        _seal(message, keys)
    else:
        _unseal(message)
    message.decided_on = day
    message.save()
    return message


def _seal(message: Message, keys: KeyFiles) -> None:
    """Seal for the recipient what the card will say: name, text without the cuts, translation."""
    signature, opened = message.signature, _text_of(message, keys)
    if not opened.text.strip():
        raise DecisionRefused("Nothing is written in it.")
    shown = {NAME: opened.name, FIELD: redacted(opened.text, message.cuts), ROUTE: message.route}
    allowed = for_recipient(signature)
    if FIELD not in allowed:
        raise DecisionRefused("The promise it was written under gives the recipient no message.")
    answers = {name: said for name, said in shown.items() if name in allowed}
    try:
        sealed = seal_for(signature, RECIPIENT, answers, size=opened.size, keys=keys)
        _seal_translation(message, opened, keys)
    except PlaintextTooLong:
        raise DecisionRefused("With the marks for what is cut out it is too long.") from None
    Envelope.objects.update_or_create(
        signature=signature,
        audience=RECIPIENT,
        defaults={"sealed": sealed, "digest": sha256(sealed).digest()},
    )


def _seal_translation(message: Message, opened: Opened, keys: KeyFiles) -> None:
    found = Translation.objects.filter(message=message).exclude(for_moderator=None).first()
    if found is None or found.for_moderator is None:
        return
    text = Opener(keys).translation(message.signature, bytes(found.for_moderator), "moderator")
    found.for_recipient = seal_for(
        message.signature, RECIPIENT, {FIELD: text}, size=opened.size, keys=keys
    )
    found.save(update_fields=["for_recipient"])


def _unseal(message: Message) -> None:
    Envelope.objects.filter(signature=message.signature, audience=RECIPIENT).delete()
    Translation.objects.filter(message=message).update(for_recipient=None)


def _text_of(message: Message, keys: KeyFiles) -> Opened:
    try:
        return Opener(keys).opened(message.signature)
    except MessageClosed as closed:
        raise DecisionRefused(str(closed)) from None
