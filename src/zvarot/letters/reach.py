"""How an office is reached now: its working addresses and its pace, from the directory."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from zvarot.letters.pace import DEFAULT_PER_HOUR, Pace, Reach
from zvarot.offices.models import Channel, Office

Kind, Health = Channel.Kind, Channel.Health
_WORKING = (Health.WORKS, Health.UNKNOWN)  # in this order


class Directory:
    """The offices of the control plane, looked up anew each time."""

    def find(self, slug: str) -> Reach | None:
        """Return how the office is reached; None if there is no such office."""
        office = Office.objects.filter(slug=slug).first()
        if office is None:
            return None
        channels = list(office.channels.filter(health__in=_WORKING))
        mail = sorted(
            (one for one in channels if one.kind == Kind.EMAIL),
            key=lambda one: _WORKING.index(Health(one.health)),
        )
        by_post = any(one.kind == Kind.POST for one in channels)
        if not mail:
            return Reach(by_post=by_post)
        return Reach(address=mail[0].value.strip(), by_post=by_post, pace=pace_of(mail[0]))

    def titles(self, slugs: Sequence[str]) -> dict[str, str]:
        """Return what offices are called, by slug."""
        offices = Office.objects.filter(slug__in=slugs).prefetch_related("titles")
        return {office.slug: str(office) for office in offices}

    def report(self, slug: str, *, is_refusal: bool, now: datetime) -> None:
        """Note that the office's e-mail address does not take our mail."""
        reach = self.find(slug)
        if reach is None or not reach.address:
            return
        Channel.objects.filter(
            office__slug=slug, kind=Kind.EMAIL, value__contains=reach.address
        ).update(
            health=Health.BLOCKED if is_refusal else Health.BOUNCES,
            checked_on=now.astimezone(UTC).date(),
        )


def pace_of(channel: Channel) -> Pace:
    """Read an office's pace from its channel; what is not said is the installation's default."""
    default = getattr(settings, "ZVAROT_LETTERS_PER_HOUR", DEFAULT_PER_HOUR)
    return Pace(
        per_hour=getattr(channel, "per_hour", None) or default,
        daily_cap=getattr(channel, "daily_cap", None) or 0,
        hours_from=_clock(getattr(channel, "hours_from", None)),
        hours_until=_clock(getattr(channel, "hours_until", None)),
        time_zone=_zone(getattr(channel, "time_zone", None)),
    )


def _clock(value: Any) -> time | None:
    if isinstance(value, int):
        return time(value % 24)
    return value if isinstance(value, time) else None


def _zone(name: str | None) -> str:
    try:
        return ZoneInfo(name or "UTC").key
    except (LookupError, ValueError, OSError):
        return "UTC"
