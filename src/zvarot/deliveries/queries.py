"""Questions about deliveries."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from zvarot.actions.models import Action
from zvarot.contract.audiences import TARGET
from zvarot.deliveries.models import Delivery
from zvarot.deliveries.services import OUTCOMES
from zvarot.deliveries.specs import promise_of


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
    """Return (action, audience) whose envelopes may not be kept any longer after a delivery."""
    done = Delivery.objects.filter(state__in=OUTCOMES, handed_over_on__isnull=False).select_related(
        "action"
    )
    latest: dict[tuple[int, str], Delivery] = {}
    for delivery in done.order_by("handed_over_on"):
        latest[delivery.action_id, delivery.audience] = delivery
    return sorted(key for key, delivery in latest.items() if _is_over(delivery, today))


def _is_over(delivery: Delivery, today: date) -> bool:
    lines = promise_of(delivery.action).of(delivery.audience)
    days = max((line.days for line in lines), default=0)
    return delivery.handed_over_on is not None and (today - delivery.handed_over_on).days > days
