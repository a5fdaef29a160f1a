"""The daily digest: one mail to an office with the number of new letters and some excerpts.

Its mail is a `Dispatch` as well and goes the same way as a single letter: at the office's pace,
once or visibly unsure. It speaks of all letters up to the day before, so that staff have time
to choose what is quoted.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from zvarot.contract.letter import Letter
from zvarot.letters.errors import LetterClosed
from zvarot.letters.handing import wake
from zvarot.letters.models import Dispatch
from zvarot.letters.opening import NAMES, Opened, Opener
from zvarot.letters.pace import local_day
from zvarot.letters.queueing import Offices, new_token, start_of_day

MOST_EXCERPTS = 5
MAX_EXCERPT_CHARS = 1200
State, Channel = Dispatch.State, Dispatch.Channel
_OPEN = (
    State.QUEUED,
    State.LEASED,
    State.HANDING,
    State.DEFERRED,
    State.FAILED,
    State.BOUNCED,
    State.UNSURE,
)


def gather(now: datetime, offices: Offices) -> int:
    """Make today's digest for each action and office with letters of earlier days.

    Returns how many. None is made while the last one has not arrived: its letters go with it.
    """
    made = 0
    new = _gathered_not(now).values_list("action_id", "office").distinct().order_by()
    for action_id, office in list(new):
        reach = offices.find(office)
        day = local_day(now, reach.pace) if reach else start_of_day(now).date()
        made += _gather(action_id, office, day, now)
    return made


def candidates(action_id: int, office: str) -> QuerySet[Dispatch]:
    """Return letters that may be quoted in the next digest to the office."""
    return Dispatch.objects.filter(
        action=action_id, office=office, channel=Channel.DIGEST, state=State.QUEUED
    )


def excerpts(mail: Dispatch, opener: Opener) -> list[str]:
    """Open what staff chose to quote in this digest."""
    return [
        text
        for letter in mail.letters.filter(is_excerpt=True).order_by("token")[:MOST_EXCERPTS]
        if (text := excerpt_of(letter, opener))
    ]


def excerpt_of(dispatch: Dispatch, opener: Opener) -> str:
    """Return what a letter says, without salutation, signature and names; empty if nothing."""
    if dispatch.signature is None:
        return ""
    try:
        opened = opener.opened(dispatch.signature)
    except LetterClosed:
        return ""
    if dispatch.place >= len(opened.letters):
        return ""
    kept = "\n\n".join(_without_names(opened.letters[dispatch.place], opened))
    return kept if len(kept) <= MAX_EXCERPT_CHARS else f"{kept[:MAX_EXCERPT_CHARS].rstrip()}…"


def _without_names(letter: Letter, opened: Opened) -> Iterator[str]:
    names = {name.casefold() for key in NAMES if (name := opened.answers.get(key, "").strip())}
    paragraphs = [part.strip() for part in letter.text.split("\n\n") if part.strip()]
    # The first greets, the last is signed.
    for paragraph in paragraphs[1:-1]:
        if not any(name in paragraph.casefold() for name in names):
            yield paragraph


def _gathered_not(now: datetime) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(
        channel=Channel.DIGEST,
        state=State.QUEUED,
        digest=None,
        not_before__lt=start_of_day(now),
    )


@transaction.atomic
def _gather(action_id: int, office: str, day: date, now: datetime) -> int:
    mails = Dispatch.objects.filter(action=action_id, office=office, digest_on__isnull=False)
    if mails.filter(state__in=_OPEN).exists() or mails.filter(digest_on=day).exists():
        return 0
    first = _gathered_not(now).filter(action=action_id, office=office).order_by("pk").first()
    if first is None:
        return 0
    mail, is_new = Dispatch.objects.get_or_create(
        action_id=action_id,
        office=office,
        digest_on=day,
        defaults={
            "channel": Channel.EMAIL,
            "lang": first.lang,
            "token": new_token(),
            "not_before": start_of_day(now),
            "changed_on": start_of_day(now).date(),
        },
    )
    if not is_new:
        return 0
    _gathered_not(now).filter(action=action_id, office=office).update(digest=mail)
    wake(office, now)
    return 1
