"""The translation desk: what a volunteer types so that the recipient can read a message.

It is sealed for the moderators as well, because it is read like the message itself: a new or
changed translation must be approved again.
"""

from django.db import transaction

from zvarot.actions.models import Action
from zvarot.contract.audiences import MODERATOR
from zvarot.contract.envelope import PlaintextTooLong
from zvarot.contract.message import FIELD
from zvarot.lib.text import is_clean_text, normalised
from zvarot.moderation import services
from zvarot.moderation.errors import DecisionRefused, MessageClosed
from zvarot.moderation.models import Decision, Message, Translation
from zvarot.moderation.opening import Opener, seal_for
from zvarot.moderation.services import Ask
from zvarot.sealing.keys import KeyFiles

MAX_CHARS = 1000


@transaction.atomic
def translate(
    action: Action, message_id: int, lang: str, text: str, ask: Ask, *, keys: KeyFiles
) -> Message:
    """Keep a translation, in place of the one before; an empty text removes it.

    Raises MessageGone, or DecisionRefused with what is in the way.
    """
    message, is_done = services.to_decide(action, message_id, ask, Decision.Verb.TRANSLATE)
    if is_done:
        return message
    said = normalised(text)
    _check(lang, said)
    Translation.objects.filter(message=message).delete()
    if said:
        Translation.objects.create(
            message=message,
            lang=lang,
            for_moderator=_sealed(message, said, keys),
            by=ask.by,
            on=ask.day,
        )
    services.ask_again(message)
    Decision.objects.create(
        message=message, verb=Decision.Verb.TRANSLATE, by=ask.by, on=ask.day, can_undo=False
    )
    message.version += 1
    return services.settle(message, ask.day, keys)


def _check(lang: str, text: str) -> None:
    if text and not (lang.replace("-", "").isalnum() and lang.isascii() and len(lang) <= 12):
        raise DecisionRefused("Say which language the translation is in.")
    if len(text) > MAX_CHARS:
        raise DecisionRefused(f"Please keep a translation under {MAX_CHARS} characters.")
    if not is_clean_text(text):
        raise DecisionRefused("There are signs in it that cannot be printed. Type it anew.")


def _sealed(message: Message, text: str, keys: KeyFiles) -> bytes:
    try:
        size = Opener(keys).opened(message.signature).size
        return seal_for(message.signature, MODERATOR, {FIELD: text}, size=size, keys=keys)
    except MessageClosed as closed:
        raise DecisionRefused(str(closed)) from None
    except PlaintextTooLong:
        raise DecisionRefused("It is too long. Shorten the translation.") from None
