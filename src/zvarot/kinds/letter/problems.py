"""What keeps letters from opening, in sentences an editor can act on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zvarot.contract.audiences import TARGET
from zvarot.contract.letter import FIELD, Channel, LetterText
from zvarot.contract.promise import Promise
from zvarot.kinds.letter.texts import is_sent_by_us


def letter_problems(texts: Sequence[LetterText], promise: Promise) -> list[str]:
    """Say why these letters cannot be sent under this promise; nothing if they can."""
    if not texts:
        return [_("Nobody would get a letter: choose an office, or import those of the place.")]
    found = [
        _("There is no way to reach “%s”. Add a channel that works to the office.") % target.name
        for text in texts
        for target in text.targets
        if target.channel is Channel.NONE
    ]
    is_promised = FIELD in promise.allowed_fields(TARGET)
    if is_sent_by_us(texts) and not is_promised:
        found.append(
            _("We send these letters, so the promise says it: tick “Your letter” for the office.")
        )
    if is_promised and not found and not is_sent_by_us(texts):
        found.append(
            _(
                "All these letters leave from the supporters, so nothing goes to the office from "
                "us: tick “only the number” for the office."
            )
        )
    return found
