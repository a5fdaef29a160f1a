"""Erase what moderators have read, once nobody needs it to take a decision back."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from zvarot.contract.audiences import MODERATOR, RECIPIENT
from zvarot.moderation.models import Message, Translation
from zvarot.signatures.services import erase_envelopes

_CHUNK: Final = 500


def erase_for_moderators(message_ids: Sequence[int], day: date) -> int:
    """Erase the moderators' copies of these messages; returns of how many."""
    erased = 0
    for ids in _chunks(message_ids):
        rows = Message.objects.filter(pk__in=ids, erased_on=None)
        erase_envelopes(list(rows.values_list("signature_id", flat=True)), MODERATOR)
        Translation.objects.filter(message__in=ids).update(for_moderator=None)
        # Where something was cut out tells how long it was: that has no use any more either.
        erased += rows.update(erased_on=day, cuts=[])
    return erased


def erase_for_recipient(message_ids: Sequence[int]) -> None:
    """Erase what was sealed for the recipient."""
    for ids in _chunks(message_ids):
        rows = Message.objects.filter(pk__in=ids)
        erase_envelopes(list(rows.values_list("signature_id", flat=True)), RECIPIENT)
        Translation.objects.filter(message__in=ids).update(for_recipient=None)


def _chunks(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)]
