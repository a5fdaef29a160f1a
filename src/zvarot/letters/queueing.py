"""Queue the letters of people who confirmed: one row for each office, and no text in it."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, Protocol

from django.db import transaction
from django.db.models import Exists, OuterRef

from zvarot.actions import queries as actions
from zvarot.actions.models import Action
from zvarot.contract import letter as contract
from zvarot.contract.audiences import TARGET
from zvarot.letters.errors import LetterClosed
from zvarot.letters.handing import wake
from zvarot.letters.models import Dispatch
from zvarot.letters.opening import Opener, names_people
from zvarot.letters.pace import Reach
from zvarot.letters.services import settle
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Envelope, Signature
from zvarot.signatures.services import erase_envelopes

KIND: Final = "letter"
BATCH = 200
UNCONFIRMED: Final = "Not confirmed by e-mail, so no letter is sent in this name."
_OURS = {one.value for one in contract.Channel if one.is_ours}
State, Channel = Dispatch.State, Dispatch.Channel


class Offices(Protocol):
    """How offices are reached; asked anew each time, because addresses change."""

    def find(self, slug: str) -> Reach | None: ...

    def report(self, slug: str, *, is_refusal: bool, now: datetime) -> None:
        """Note that the office's e-mail address does not take our mail."""


def queue_confirmed(now: datetime, keys: KeyFiles, offices: Offices) -> int:
    """Queue letters of one batch of signatures; returns how many signatures there were.

    Queued again after a crash, a letter is one: each signature has each place once.
    """
    opener = Opener(keys)
    ids = [
        pk
        for pk in Action.objects.filter(kind=KIND).values_list("pk", flat=True)
        if opener.has_key(pk)
    ]
    if not ids:
        return 0
    with transaction.atomic():
        rows = _unqueued(ids)
        dispatches = [one for row in rows for one in _of(row, opener, offices, now)]
        Dispatch.objects.bulk_create(dispatches, ignore_conflicts=True)
        has_letters = {one.signature_id for one in dispatches}
        erase_envelopes([row.pk for row in rows if row.pk not in has_letters], TARGET)
        cancelled = Dispatch.objects.filter(signature__in=rows, state=State.CANCELLED)
        settle(list(cancelled.values_list("pk", flat=True)), State.CANCELLED, now=now)
        for office in sorted({one.office for one in dispatches if one.channel == Channel.EMAIL}):
            wake(office, now)
    return len(rows)


def goes_in_digest(action: Action) -> bool:
    """Tell whether an office gets one mail a day: as set, or because no names are promised."""
    chosen = action.options.get("dispatch")
    return chosen == "digest" if chosen in {"each", "digest"} else not names_people(action)


def start_of_day(now: datetime) -> datetime:
    """Return midnight, UTC: rows keep no time of day, which could point at a person."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def new_token() -> str:
    """Return a random name for a letter."""
    return secrets.token_hex(16)


def _unqueued(action_ids: Sequence[int]) -> list[Signature]:
    sealed = Envelope.objects.filter(
        signature=OuterRef("pk"), audience=TARGET, sealed__isnull=False
    )
    counts = (Signature.State.CONFIRMED, Signature.State.COUNTED)
    rows = Signature.objects.filter(action__in=action_ids, state__in=counts)
    rows = rows.filter(Exists(sealed)).exclude(
        Exists(Dispatch.objects.filter(signature=OuterRef("pk")))
    )
    locked = rows.select_for_update(of=("self",), skip_locked=True).select_related("action")
    return list(locked.order_by("row_id")[:BATCH])


def _of(row: Signature, opener: Opener, offices: Offices, now: datetime) -> list[Dispatch]:
    try:
        letters = opener.opened(row).letters
    except LetterClosed as closed:
        failed = _dispatch(row, 0, "", Channel.EMAIL, "", now)
        failed.state, failed.reason = State.FAILED, str(closed)
        return [failed]
    made: list[Dispatch] = []
    for place, letter in enumerate(letters):
        channel = _channel(row.action, letter, offices)
        if channel is not None:
            made.append(_dispatch(row, place, letter.to, channel, letter.lang, now))
    if not _may_be_named(row):
        for one in made:
            one.state, one.reason = State.CANCELLED, UNCONFIRMED
    return made


def _channel(action: Action, letter: contract.Letter, offices: Offices) -> Dispatch.Channel | None:
    """Return the way the letter goes; None if that is the supporter's own."""
    chosen = action.options.get("channels", {}).get(letter.to)
    if chosen is not None and chosen not in _OURS:
        return None
    if chosen is None:
        reach = offices.find(letter.to)
        is_paper = reach is not None and reach.by_post and not reach.address
    else:
        is_paper = chosen == contract.Channel.PAPER
    if is_paper:
        return Channel.PAPER
    return Channel.DIGEST if goes_in_digest(action) else Channel.EMAIL


def _may_be_named(row: Signature) -> bool:
    """Where addresses are asked, a letter in a name waits for its owner's word."""
    is_confirmed = row.klass == Signature.Class.CONFIRMED
    return is_confirmed or not actions.confirms(row.action) or not names_people(row.action)


def _dispatch(
    row: Signature, place: int, office: str, channel: Dispatch.Channel, lang: str, now: datetime
) -> Dispatch:
    return Dispatch(
        action=row.action,
        signature=row,
        place=place,
        office=office[:80],
        channel=channel,
        lang=lang[:12],
        token=new_token(),
        not_before=start_of_day(now),
        changed_on=now.astimezone(UTC).date(),
    )
