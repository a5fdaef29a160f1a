"""What looks odd while confirmations are mailed: bursts, one domain, mailboxes to throw away.

Counts by hour, and by domain under a keyed token; the domain's name is written down only once so
many share it that it points at nobody. Nothing is kept from guarded up. What is odd is shown to
staff, and from a higher number on held until a person has looked: flagged, never refused. One
person with a throw-away mailbox may have the best of reasons for it.
Source: docs/explain/counting.md
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.db.models import Avg, F

from zvarot.actions.models import Action
from zvarot.journal import queries as entries
from zvarot.journal import services as journal
from zvarot.outbox import services as outbox
from zvarot.signatures.addresses import RULES
from zvarot.signatures.models import DomainTally, HourTally, Review

ALERT: Final = "alert"
NAMED_FROM: Final = 20  # fewer of one domain in an hour are a token and not a name
HELD_DISPOSABLE_FROM: Final = 20
HELD_FROM: Final = 100
PERCENT: Final = 5
BURST_FROM: Final = 200
BURST_TIMES: Final = 5
KEPT: Final = timedelta(days=2)
_KEY: Final = b"ap/domain/v1"
_LARGE: Final = {domain for rule in RULES for domain in rule.domains}
_DISPOSABLE: Final = Path(__file__).parent / "data" / "disposable-domains.txt"


@dataclass(frozen=True, kw_only=True)
class Trend:
    """One thing for staff to look at. what -- burst, disposable, domain."""

    what: str
    hour: datetime
    mailed: int
    domain: str = ""


def note(action: Action, domain: str, *, key: bytes, now: datetime) -> Review | None:
    """Count one mail, and return the review in which its signature is held, if it is.

    key -- the action's, for tokens of addresses; destroyed when the action ends.
    """
    if action.level != Action.Level.STANDARD:
        return None
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    all_of_hour = _counted(action, hour)
    tally = _counted_domain(action, domain, hour, key)
    if _is_burst(action, all_of_hour):
        _alert(action, "burst", now)
    if domain in _LARGE or tally.mailed < NAMED_FROM:
        return None
    reason = Review.Reason.DISPOSABLE if is_disposable(domain) else Review.Reason.TREND
    if tally.mailed * 100 > all_of_hour.mailed * PERCENT or tally.mailed >= HELD_FROM:
        _alert(action, "disposable" if reason == Review.Reason.DISPOSABLE else "domain", now)
    held_from = HELD_DISPOSABLE_FROM if reason == Review.Reason.DISPOSABLE else HELD_FROM
    if tally.mailed < held_from:
        return None
    review, _ = Review.objects.get_or_create(
        action=action, day=hour.date(), domain=domain, defaults={"reason": reason}
    )
    return review


def trends(action: Action) -> list[Trend]:
    """Return what looked odd in the last two days, newest first."""
    found = [
        Trend(what="burst", hour=one.hour, mailed=one.mailed)
        for one in HourTally.objects.filter(action=action, mailed__gte=BURST_FROM)
        if _is_burst(action, one)
    ]
    mailed = dict(HourTally.objects.filter(action=action).values_list("hour", "mailed"))
    for one in DomainTally.objects.filter(action=action).exclude(domain=""):
        is_large_share = one.mailed * 100 > mailed.get(one.hour, 0) * PERCENT
        if one.domain not in _LARGE and (is_large_share or one.mailed >= HELD_FROM):
            what = "disposable" if is_disposable(one.domain) else "domain"
            found.append(Trend(what=what, hour=one.hour, mailed=one.mailed, domain=one.domain))
    return sorted(found, key=lambda one: one.hour, reverse=True)


def forget(now: datetime) -> None:
    """Erase tallies that are older than two days."""
    HourTally.objects.filter(hour__lt=now - KEPT).delete()
    DomainTally.objects.filter(hour__lt=now - KEPT).delete()


@lru_cache(maxsize=1)
def _disposable() -> frozenset[str]:
    return frozenset(_DISPOSABLE.read_text("ascii").split())


def is_disposable(domain: str) -> bool:
    """Tell whether a provider gives out mailboxes to throw away; so do its subdomains."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in _disposable() for start in range(len(labels) - 1))


def _counted(action: Action, hour: datetime) -> HourTally:
    tally, _ = HourTally.objects.get_or_create(action=action, hour=hour)
    HourTally.objects.filter(pk=tally.pk).update(mailed=F("mailed") + 1)
    tally.mailed += 1
    return tally


def _counted_domain(action: Action, domain: str, hour: datetime, key: bytes) -> DomainTally:
    message = _KEY + hour.isoformat().encode() + domain.encode()
    token = hmac.digest(key, message, hashlib.sha256)[:16]
    tally, _ = DomainTally.objects.get_or_create(action=action, hour=hour, token=token)
    DomainTally.objects.filter(pk=tally.pk).update(mailed=F("mailed") + 1)
    tally.mailed += 1
    if tally.mailed >= NAMED_FROM and not tally.domain:
        DomainTally.objects.filter(pk=tally.pk).update(domain=domain)
    return tally


def _is_burst(action: Action, tally: HourTally) -> bool:
    if tally.mailed < BURST_FROM:
        return False
    day_before = tally.hour - timedelta(days=1)
    before = HourTally.objects.filter(action=action, hour__lt=tally.hour, hour__gte=day_before)
    usual = before.aggregate(mailed=Avg("mailed"))["mailed"] or 0
    return tally.mailed > BURST_TIMES * float(usual)


def _alert(action: Action, what: str, now: datetime) -> None:
    """Have staff told by mail, once a day for each action: the studio shows the rest."""
    last = entries.latest("count.looks_odd", action.slug)
    if last is not None and last.at.astimezone(UTC).date() == now.astimezone(UTC).date():
        return
    journal.write("count.looks_odd", action.slug, at=now, what=what)
    key = f"{ALERT}:{action.pk}:{what}"
    outbox.queue([outbox.Order(kind=ALERT, ref=f"{action.pk}:{what}", key=key, not_before=now)])
