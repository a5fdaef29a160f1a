"""What staff decide about letters on their way, and how a letter's text ends.

A letter that is settled knows its signature no more. When all letters of an act are settled,
the sealed text is erased.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from zvarot.contract.audiences import TARGET
from zvarot.journal import services as journal
from zvarot.letters.models import Dispatch, OfficePace
from zvarot.signatures.services import erase_envelopes

State, Channel = Dispatch.State, Dispatch.Channel
WAITING: Final = (State.QUEUED, State.DEFERRED)
TROUBLED: Final = (State.BOUNCED, State.FAILED, State.UNSURE)
KEPT_DAYS = 30  # the sealed text of a letter in trouble, for another attempt
_CHUNK = 500


def settle(ids: Sequence[int], state: Dispatch.State, *, now: datetime) -> None:
    """Bring letters to their end: forget whose they are, and erase texts nobody needs any more.

    With the mail of a digest its letters end as well; if it is cancelled, they wait for the next.
    """
    if not ids:
        return
    mails = Dispatch.objects.filter(pk__in=ids, digest_on__isnull=False)
    members = Dispatch.objects.filter(digest__in=list(mails.values_list("pk", flat=True)))
    if state == State.CANCELLED:
        members.filter(state=State.QUEUED).update(digest=None)
    everything = [*ids, *members.values_list("pk", flat=True)]
    rows = Dispatch.objects.filter(pk__in=everything)
    owned = rows.exclude(signature=None)
    signatures = set(owned.values_list("signature_id", flat=True))
    tests = mails.filter(is_test=True)
    members.filter(digest__in=list(tests.values_list("pk", flat=True))).update(is_test=True)
    rows.update(
        state=state,
        signature=None,
        lease="",
        leased_until=None,
        changed_on=now.astimezone(UTC).date(),
    )
    still = Dispatch.objects.filter(signature__in=signatures)
    done = signatures - set(still.values_list("signature_id", flat=True))
    erase_envelopes(sorted(done), TARGET)


def cancel(letters: QuerySet[Dispatch], *, actor: str, now: datetime, subject: str = "") -> int:
    """Cancel those of the letters that wait or are in trouble; returns how many."""
    wanted = letters.filter(state__in=(*WAITING, *TROUBLED))
    count = 0
    for ids in _chunks(wanted.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = Dispatch.objects.select_for_update(of=("self",)).filter(
                pk__in=ids, state__in=(*WAITING, *TROUBLED)
            )
            held = list(locked.order_by("pk").values_list("pk", flat=True))
            settle(held, State.CANCELLED, now=now)
            count += len(held)
    if count:
        journal.write("letters.cancelled", subject, actor=actor, at=now, letters=count)
    return count


@transaction.atomic
def retry(letters: QuerySet[Dispatch], *, actor: str, now: datetime, subject: str = "") -> int:
    """Queue letters in trouble again; of unsure ones a second copy may arrive. Returns how many."""
    troubled = letters.filter(state__in=TROUBLED)
    # What has bounced after it was sent has no text any more.
    whole = troubled.exclude(signature=None, digest_on=None)
    rows = list(whole.values_list("pk", "office"))
    count = Dispatch.objects.filter(pk__in=[pk for pk, _ in rows]).update(
        state=State.QUEUED,
        attempts=0,
        reason="",
        lease="",
        leased_until=None,
        not_before=now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0),
        changed_on=now.astimezone(UTC).date(),
    )
    _wake({office for _, office in rows}, now)
    if count:
        journal.write("letters.sent_again", subject, actor=actor, at=now, letters=count)
    return count


@transaction.atomic
def pause(office: str, reason: str, *, actor: str, now: datetime) -> None:
    """Hold back all letters to an office, for a reason that staff can read."""
    turn, _ = OfficePace.objects.get_or_create(office=office)
    if turn.paused_reason:
        return
    OfficePace.objects.filter(pk=turn.pk).update(paused_reason=reason[:120] or "Held by staff.")
    journal.write("letters.paused", office, actor=actor, at=now, reason=reason[:120])


@transaction.atomic
def resume(office: str, *, actor: str, now: datetime) -> None:
    """Let letters to an office go on, at its pace."""
    held = OfficePace.objects.filter(office=office).exclude(paused_reason="")
    if held.update(paused_reason=""):
        _wake({office}, now)
        journal.write("letters.resumed", office, actor=actor, at=now)


@transaction.atomic
def mark_printed(ids: Iterable[int], *, actor: str, now: datetime) -> int:
    """Note that letters were printed for the post; returns how many were still waiting for it."""
    wanted = Dispatch.objects.select_for_update(of=("self",)).filter(
        pk__in=list(ids), channel=Channel.PAPER, state=State.QUEUED
    )
    rows = list(wanted.order_by("pk").values_list("pk", "action__slug"))
    for part in _chunks(pk for pk, _ in rows):
        settle(part, State.PRINTED, now=now)
    for slug in sorted({slug for _, slug in rows}):
        count = sum(1 for _, one in rows if one == slug)
        journal.write("letters.printed", slug, actor=actor, at=now, letters=count)
    return len(rows)


def note_printing(slug: str, count: int, *, actor: str, now: datetime) -> None:
    """Write down that somebody opened letters to print them."""
    journal.write("letters.print_opened", slug, actor=actor, at=now, letters=count)


def note_reading(slug: str, office: str, count: int, *, actor: str, now: datetime) -> None:
    """Write down that somebody opened letters to choose what is quoted."""
    journal.write("letters.excerpts_read", slug, actor=actor, at=now, office=office, letters=count)


@transaction.atomic
def choose_excerpts(letters: QuerySet[Dispatch], ids: Iterable[int]) -> None:
    """Quote these letters, and no others of them, in the digest."""
    wanted = set(ids)
    letters.exclude(pk__in=wanted).update(is_excerpt=False)
    letters.filter(pk__in=wanted).update(is_excerpt=True)


def give_up_old(now: datetime) -> int:
    """Erase the texts of letters that have been in trouble for too long; returns how many."""
    before = now.astimezone(UTC).date() - timedelta(days=KEPT_DAYS)
    old = Dispatch.objects.filter(state__in=TROUBLED, changed_on__lt=before)
    old = old.exclude(signature=None)
    count = 0
    for state in TROUBLED:
        for ids in _chunks(old.filter(state=state).values_list("pk", flat=True)):
            with transaction.atomic():
                settle(ids, state, now=now)
            count += len(ids)
    return count


def _wake(offices: Iterable[str], now: datetime) -> None:
    for office in sorted(offices):
        turn, _ = OfficePace.objects.get_or_create(office=office)
        soonest = max(now, turn.free_at or now)
        OfficePace.objects.filter(pk=turn.pk).update(next_at=soonest)


def _chunks(ids: Iterable[int]) -> list[list[int]]:
    rows = list(ids)
    return [rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK)]
