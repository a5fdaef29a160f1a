"""Look at the cards of a batch in the background: a child process, gone with what it has read."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from zvarot.contract.audiences import RECIPIENT
from zvarot.contract.card import PROGRAM, Card, Check, Layout
from zvarot.moderation import batches, printing, rules
from zvarot.moderation.errors import CardsFailed, MessageClosed
from zvarot.moderation.models import Batch, BatchItem, Translation
from zvarot.moderation.opening import Opener
from zvarot.moderation.printing import Sheet
from zvarot.sealing.keys import KeyFiles

_ROWS_AT_ONCE: Final = 500
_children: list["subprocess.Popen[bytes]"] = []


class _Reporter:
    """Tells how far the program is, once a second: the second half of the whole work."""

    def __init__(self, batch: Batch, cards: int) -> None:
        self._batch, self._cards, self._next = batch, cards, 0.0

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + 1
        reached = self._cards + done * self._cards // max(1, of)
        batches.report_progress(self._batch, reached, 2 * self._cards)


def run_next() -> bool:
    """Start a child for the oldest batch that waits; tell whether there was one.

    Returns at once. One child at a time: it keeps a core busy.
    """
    _children[:] = [child for child in _children if child.poll() is None]
    if _children:
        return False
    batch = batches.start(datetime.now(tz=UTC))
    if batch is None:
        return False
    command = [sys.executable, "-m", "zvarot", "manage", "make_batch", str(batch.pk)]
    _children.append(subprocess.Popen(command))
    return True


def wait() -> None:
    """Wait for the child that was started, if there is one."""
    for child in _children:
        child.wait()


def run(batch: Batch, keys: KeyFiles, program: Sequence[str] = PROGRAM) -> None:
    """Look at all cards of a batch: it is made, or says what is in the way."""
    try:
        cards = list(_reported(batch, opened(batch, keys)))
        if not cards:
            batches.give_up(batch, "Nothing is left in it. Dissolve it.")
            return
        result = printing.check(
            [card for _, card in cards], sheet_of(batch, program), _Reporter(batch, len(cards))
        )
    except (CardsFailed, MessageClosed) as failed:
        batches.give_up(batch, str(failed))
        return
    if result.is_clean:
        batches.finish(batch, now=datetime.now(tz=UTC))
    else:
        _note_unfit(batch, [pk for pk, _ in cards], result)


def opened(batch: Batch, keys: KeyFiles) -> Iterator[tuple[int, Card]]:
    """Open what is in a batch now, in random order: yields (id of the item, its card).

    Raises MessageClosed if the recipient's key is not on this machine, or one does not open.
    """
    opener = Opener(keys)
    if not opener.has_key(batch.action_id, RECIPIENT):
        raise MessageClosed(
            "The key that opens what was approved is not on this machine. If it is kept "
            "offline, make the cards at the desk."
        )
    rows = batches.items_of(batch).order_by("message__signature__row_id")
    every = iter(rows.select_related("message__signature__action").iterator(_ROWS_AT_ONCE))
    while items := list(islice(every, _ROWS_AT_ONCE)):
        yield from _cards(items, opener)


def sheet_of(batch: Batch, program: Sequence[str] = PROGRAM) -> Sheet:
    """Return how a batch is printed."""
    action = batch.action
    return Sheet(
        layout=Layout(batch.layout),
        title=action.title,
        lang=action.default_lang,
        artwork=rules.artwork(action),
        program=program,
    )


def _cards(items: Sequence[BatchItem], opener: Opener) -> Iterator[tuple[int, Card]]:
    texts = opener.opened_all([item.message.signature for item in items], RECIPIENT)
    found = Translation.objects.filter(message__in=[item.message_id for item in items])
    translations = {one.message_id: one for one in found.exclude(for_recipient=None)}
    for item in items:
        said = texts[item.message.signature_id]
        if said is None:
            raise MessageClosed("A message in it does not open any more. Dissolve it.")
        one = translations.get(item.message_id)
        translated = (
            opener.translation(item.message.signature, bytes(one.for_recipient), RECIPIENT)
            if one is not None and one.for_recipient is not None
            else ""
        )
        yield (
            item.pk,
            Card(
                name=said.name,
                text=said.text,
                lang=item.message.lang or "und",
                translation=translated,
                translation_lang=one.lang if one is not None and translated else "",
            ),
        )


def _reported(batch: Batch, cards: Iterator[tuple[int, Card]]) -> Iterator[tuple[int, Card]]:
    total = 2 * batches.items_of(batch).count()
    for done, card in enumerate(cards, start=1):
        if done % _ROWS_AT_ONCE == 0:
            batches.report_progress(batch, done, total)
        yield card


def _note_unfit(batch: Batch, items: Sequence[int], result: Check) -> None:
    unfit = [items[place] for place in {*result.undrawn, *result.too_long} if place < len(items)]
    for start in range(0, len(unfit), _ROWS_AT_ONCE):
        part = unfit[start : start + _ROWS_AT_ONCE]
        BatchItem.objects.filter(pk__in=part).update(is_unfit=True)
    reasons = []
    if result.missing:
        reasons.append(f"There is no font for: {', '.join(sorted(result.missing))}.")
    if result.too_long:
        reasons.append(f"Too long for a card: {len(result.too_long)}.")
    batches.give_up(batch, " ".join(reasons))
