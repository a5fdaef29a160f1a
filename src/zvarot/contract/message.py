"""A message of solidarity: who it reaches, what the place it goes to lets through, what was sent.

The form keeps it in the answer `message`; `route` says which way it may take. The rules of a
prison system are data: whoever reads messages there decides, and the form only warns.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

FIELD: Final = "message"
ROUTE: Final = "route"


class Route(StrEnum):
    """Who receives a message."""

    PRISON = "prison"
    FAMILY = "family"
    LAWYER = "lawyer"
    KEPT = "kept"  # for the day of release


class Reach(StrEnum):
    """What the case record says of a route."""

    OPEN = "open"  # messages arrive
    UNCERTAIN = "uncertain"  # some are handed over, some are not
    IMPOSSIBLE = "impossible"  # nothing is handed over; a page may not promise it


@dataclass(frozen=True, kw_only=True)
class RouteLine:
    """One route of a case, as it was on a day.

    note -- what a writer should know of it, in the page's language.
    """

    route: Route
    reach: Reach
    note: str = ""
    checked_on: date | None = None

    def to_json(self) -> dict[str, Any]:
        on = self.checked_on.isoformat() if self.checked_on else None
        return {
            "route": self.route.value,
            "reach": self.reach.value,
            "note": self.note,
            "checked_on": on,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RouteLine":
        on = data.get("checked_on")
        return cls(
            route=Route(data["route"]),
            reach=Reach(data["reach"]),
            note=data.get("note", ""),
            checked_on=date.fromisoformat(on) if on else None,
        )


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """One batch of printed messages, as the page tells it.

    messages -- how many were in it. outcome -- "sent", "received", "returned", "answered".
    """

    number: int
    messages: int
    route: Route
    sent_on: date
    outcome: str = "sent"

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "route": self.route.value, "sent_on": self.sent_on.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "BatchLine":
        return cls(
            **{
                **data,
                "route": Route(data["route"]),
                "sent_on": date.fromisoformat(data["sent_on"]),
            }
        )
