"""Questions about deliveries."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from zvarot.actions.models import Action
from zvarot.contract.audiences import POSTMAN, TARGET
from zvarot.contract.promise import DAYS_AT_MOST, Promise
from zvarot.deliveries.models import Delivery
from zvarot.deliveries.services import OUTCOMES


def of_action(action: Action) -> QuerySet[Delivery]:
    """Return an action's deliveries, newest first."""
    return Delivery.objects.filter(action=action).order_by("-pk")


def delivered(action: Action) -> dict[str, Any] | None:
    """Return what the action's page says: date, n, outcome of the newest one with an outcome.

    n -- names handed over; where only a number was promised, that number.
    """
    found = (
        of_action(action)
        .filter(audience=TARGET, state__in=OUTCOMES, handed_over_on__isnull=False)
        .order_by("-handed_over_on", "-pk")
        .first()
    )
    if found is None:
        return None
    n = found.listed if found.fields else found.count
    return {"date": found.handed_over_on, "n": n, "outcome": str(found.state)}


def erasable(today: date) -> list[tuple[int, str]]:
    """Return (action, audience) whose envelopes may not be kept any longer.

    The shortest time that any page of the action promised, counted from the last delivery; at
    the latest a year after the end. Only once it has ended: while people sign, a front still
    closes envelopes for that key.
    """
    done = Delivery.objects.filter(
        state__in=OUTCOMES, handed_over_on__isnull=False, action__ended_on__isnull=False
    ).select_related("action")
    latest: dict[tuple[int, str], Delivery] = {}
    for delivery in done.order_by("handed_over_on"):
        latest[delivery.action_id, delivery.audience] = delivery
    over = {key for key, delivery in latest.items() if _is_over(delivery, today)}
    long_ago = today - timedelta(days=DAYS_AT_MOST)
    for action in Action.objects.filter(ended_on__lt=long_ago):
        lines = [line for promise in _promises(action) for line in promise.disclosures]
        over |= {(action.pk, one.audience) for one in lines if one.audience != POSTMAN}
    return sorted(over)


def used_up(today: date) -> list[Delivery]:
    """Return deliveries of which the envelopes they used may not be kept any longer.

    Their actions may go on: who signed after such a delivery was made waits for the next one.
    """
    done = Delivery.objects.filter(
        state__in=OUTCOMES, handed_over_on__isnull=False, erased_on=None
    ).select_related("action")
    return [delivery for delivery in done.order_by("pk") if _is_over(delivery, today)]


def _is_over(delivery: Delivery, today: date) -> bool:
    lines = [one for promise in _promises(delivery.action) for one in promise.of(delivery.audience)]
    days = min((line.days for line in lines if line.fields), default=0)
    return delivery.handed_over_on is not None and (today - delivery.handed_over_on).days > days


def _promises(action: Action) -> list[Promise]:
    return [Promise.from_json(one) for one in action.promised.values_list("promise", flat=True)]
