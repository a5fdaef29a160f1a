"""What is known of offices: whom can be reached how, whose term is over, what is to be checked."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from zvarot.offices.addressing import holder_on
from zvarot.offices.models import Channel, Holder, Office

# The first is the one that reaches an office soonest.
_BEST_FIRST: Final = (
    Channel.Kind.EMAIL,
    Channel.Kind.WEB_FORM,
    Channel.Kind.POST,
    Channel.Kind.FAX,
    Channel.Kind.PHONE,
    Channel.Kind.EMBASSY,
    Channel.Kind.HANDOVER,
)
_USABLE: Final = (Channel.Health.WORKS, Channel.Health.UNKNOWN)


def in_divisions(body: str, divisions: Iterable[str]) -> QuerySet[Office]:
    """Give the offices of a body in these divisions, such as the senators of a state."""
    return Office.objects.filter(
        live=True, successor=None, body=body, jurisdiction__in=list(divisions)
    ).prefetch_related("titles", "channels", "holders__names")


def reachable(office: Office, day: date) -> Channel | None:
    """Give the soonest channel that works, or may work; of one kind, one that was checked.

    What reaches the holder in person is not used while the office is vacant.
    """
    vacant = is_vacant(office, day)
    usable = [
        channel
        for channel in office.channels.all()
        if channel.health in _USABLE and not (vacant and channel.is_personal)
    ]
    return min(usable, key=_rank, default=None)


def is_vacant(office: Office, day: date) -> bool:
    """Tell whether nobody holds the office. One that never named a holder is not vacant."""
    return bool(office.holders.all()) and holder_on(office, day) is None


def vacant(day: date) -> QuerySet[Office]:
    """Give the offices that somebody held, or will hold, but nobody holds on that day."""
    return Office.objects.filter(
        Exists(Holder.objects.filter(office=OuterRef("pk"))),
        ~Exists(_holding(day).filter(office=OuterRef("pk"))),
        successor=None,
    )


def expired_holders(day: date) -> QuerySet[Holder]:
    """Give who held an office last, where the term has ended and nobody is known to follow."""
    later = Holder.objects.filter(
        Q(held_until__gt=OuterRef("held_until")) | Q(held_until=None), office=OuterRef("office")
    )
    return (
        Holder.objects.filter(~Exists(later), held_until__lt=day, office__successor=None)
        .select_related("office")
        .order_by("held_until", "pk")
    )


def stale_checks(day: date, after_days: int = 180) -> QuerySet[Holder]:
    """Give who holds an office as far as we know, and was looked at too long ago."""
    old = day - timedelta(days=after_days)
    return _holding(day).filter(as_of__lt=old).select_related("office").order_by("as_of", "pk")


def stale_channels(day: date, after_days: int = 180) -> QuerySet[Channel]:
    """Give the channels in use whose last check is too long ago. Never checked is not old."""
    return (
        Channel.objects.filter(health__in=_USABLE, checked_on__lt=day - timedelta(days=after_days))
        .select_related("office")
        .order_by("checked_on", "pk")
    )


def _holding(day: date) -> QuerySet[Holder]:
    return Holder.objects.filter(
        Q(held_from=None) | Q(held_from__lte=day), Q(held_until=None) | Q(held_until__gte=day)
    )


def _rank(channel: Channel) -> tuple[int, int]:
    return (
        _BEST_FIRST.index(Channel.Kind(channel.kind)),
        _USABLE.index(Channel.Health(channel.health)),
    )
