"""Take in what people have confirmed: one row for each message, with flags and without its text.

Only acts that stand in the ledger are taken: before that, a flush may still put their rows into
new places (signatures/reorder.py), and a decision would be lost with the old ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from zvarot.actions import queries as actions
from zvarot.actions.models import Action
from zvarot.contract.audiences import MODERATOR
from zvarot.lib.text import graphemes
from zvarot.moderation import flags, likeness, rules
from zvarot.moderation.guessing import language_of, script_of
from zvarot.moderation.models import Likeness, Message
from zvarot.moderation.opening import Opened, Opener
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Envelope, Signature

BATCH = 200
EMPTY: Final = "empty"  # nothing was written; there is nothing to print
State = Message.State


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A message before it is stored, and the marks of its text."""

    row: Message
    marks: list[bytes]


def take_in(now: datetime, keys: KeyFiles) -> int:
    """Take in one batch of messages; returns how many there were.

    Done again after a crash, each message is one: a signature has one at most.
    """
    opener = Opener(keys)
    taken = 0
    for action in Action.objects.filter(kind=rules.KIND).order_by("pk"):
        rows = list(_new(action)[: BATCH - taken]) if opener.has_key(action.pk) else []
        if rows:
            _take(action, rows, opener, keys, now.astimezone(UTC).date())
        taken += len(rows)
        if taken >= BATCH:
            break
    return taken


def flags_of(action: Action, opened: Opened, lang: str) -> list[str]:
    """Return the flags of a text, but for those that compare it with others."""
    expected = flags.Expected(
        lang=lang,
        names=(*rules.known_names(action), opened.name),
        hate=rules.hate_words(lang),
    )
    found = set(flags.of_text(opened.text, expected))
    found |= rules.broken(action, opened.text, rules.route_of(action, opened.route))
    bare = likeness.bare(opened.text)
    if bare in {likeness.bare(line) for line in rules.suggested_lines(action)}:
        found.add(flags.SUGGESTED)
    return flags.ordered(iter(found))


def _new(action: Action) -> QuerySet[Signature]:
    sealed = Envelope.objects.filter(
        signature=OuterRef("pk"), audience=MODERATOR, sealed__isnull=False
    )
    rows = Signature.objects.filter(action=action, state=Signature.State.COUNTED, message=None)
    if actions.confirms(action):
        rows = rows.filter(klass=Signature.Class.CONFIRMED)
    return rows.filter(Exists(sealed)).select_related("action").order_by("row_id")


def _take(
    action: Action, rows: Sequence[Signature], opener: Opener, keys: KeyFiles, today: date
) -> None:
    # Reading takes a second and happens outside the transaction: SQLite has one writer.
    opened = opener.opened_all(rows)
    key = keys.likeness_key(action.pk)
    read = [_read(action, row, opened[row.pk], key, today) for row in rows]
    with transaction.atomic():
        still = Signature.objects.select_for_update().filter(pk__in=[row.pk for row in rows])
        there = {one.pk for one in still.order_by("row_id")}
        # Asked after locking: another worker may have taken them in while we read.
        taken = Message.objects.filter(signature__in=there).values_list("signature_id", flat=True)
        there -= set(taken)
        for one in read:
            if one.row.signature_id in there:
                _store(one)


def _read(
    action: Action, signature: Signature, opened: Opened | None, key: bytes, today: date
) -> _Read:
    row = Message(
        signature=signature,
        action=action,
        came_on=today,
        decided_on=today,
        needs_two=rules.needs_two(action),
        route=rules.route_of(action, opened.route if opened else ""),
    )
    if opened is None:
        row.state, row.flags = State.HELD, [flags.CLOSED]
        return _Read(row=row, marks=[])
    row.lang = language_of(opened.text, opened.lang)[:12]
    row.script = script_of(opened.text)
    row.length = graphemes(opened.text)
    if not opened.text.strip():
        row.state, row.reason = State.REFUSED, EMPTY
        return _Read(row=row, marks=[])
    row.flags = flags_of(action, opened, row.lang)
    lines = rules.suggested_lines(action)
    return _Read(row=row, marks=likeness.marks(opened.text, key, without=lines))


def _store(one: _Read) -> None:
    message = one.row
    first = (
        Message.objects.filter(marks__action=message.action_id, marks__mark__in=one.marks)
        .order_by("pk")
        .first()
        if one.marks
        else None
    )
    if first is not None:
        message.alike_id = first.alike_id or first.pk
        message.flags = flags.ordered(iter([*message.flags, flags.ALIKE]))
        _note_alike(message.alike_id)
    message.save()
    Likeness.objects.bulk_create(
        Likeness(message=message, action_id=message.action_id, mark=mark) for mark in one.marks
    )


def _note_alike(pk: int) -> None:
    """Flag the first of its kind as well, once there is a second."""
    first = Message.objects.filter(pk=pk).first()
    if first is not None and flags.ALIKE not in first.flags:
        first.flags = flags.ordered(iter([*first.flags, flags.ALIKE]))
        first.save(update_fields=["flags"])
