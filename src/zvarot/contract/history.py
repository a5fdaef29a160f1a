"""The history of one action's count: what each day changed, and what came or went in one go.

Made from the leaves when a checkpoint is signed, published as one file under a name with its
hash, read by the front. Its sum is the count of the same checkpoint, always.
"""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from zvarot.contract.counts import PART_NAMES, Parts

LICENCE: Final = "CC0-1.0"
FOLDER: Final = "history/"
NO_COUNTRIES: Final = (
    "Countries are not listed: this action does not tell the public where people live."
)
COUNTRIES: Final = (
    "How many of those who were counted here said that they live in a country, where they are "
    "enough; the rest, and whose are too few, under 'other'. The figures change in steps, do not "
    "fall when somebody withdraws, and need not add up to the count."
)
OTHER: Final = "other"


@dataclass(frozen=True, kw_only=True)
class Day:
    """change -- what this UTC day added, by class; may be negative. withdrawn -- how many left."""

    day: date
    change: Parts
    withdrawn: int = 0


@dataclass(frozen=True, kw_only=True)
class Added:
    """One leaf that moved the count by more than one person's own act.

    kind -- paper, invalidation, correction. klass -- one of PART_NAMES.
    digest -- the SHA-256 in the leaf, in hex. evidence -- the text that has this hash: canonical
    JSON; empty if the site no longer has it, and then the page says so.
    """

    kind: str
    klass: str
    value: int
    day: date
    index: int
    digest: str
    evidence: str

    @property
    def facts(self) -> dict[str, Any]:
        """What the evidence says, or nothing if it has another hash than the leaf."""
        if hashlib.sha256(self.evidence.encode()).hexdigest() != self.digest:
            return {}
        found: dict[str, Any] = json.loads(self.evidence)
        return found


@dataclass(frozen=True, kw_only=True)
class History:
    """days -- only those on which something changed, oldest first; so are the additions.

    countries -- people by country, and OTHER; None if this action tells none.
    """

    slug: str
    days: tuple[Day, ...] = ()
    added: tuple[Added, ...] = ()
    countries: Mapping[str, int] | None = None

    @cached_property
    def total(self) -> Parts:
        """Return the count: the sum of all days."""
        return Parts(
            **{name: sum(getattr(one.change, name) for one in self.days) for name in PART_NAMES}
        )

    def dump(self) -> bytes:
        data = {
            "action": self.slug,
            "days": [
                {"day": one.day.isoformat(), **one.change.to_json(), "withdrawn": one.withdrawn}
                for one in self.days
            ],
            "added": [{**vars(one), "day": one.day.isoformat()} for one in self.added],
            "countries": None if self.countries is None else dict(self.countries),
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def load(cls, body: bytes) -> "History":
        data = json.loads(body)
        return cls(
            slug=data["action"],
            days=tuple(
                Day(
                    day=date.fromisoformat(one["day"]),
                    change=Parts.from_json(one),
                    withdrawn=one["withdrawn"],
                )
                for one in data["days"]
            ),
            added=tuple(
                Added(**{**one, "day": date.fromisoformat(one["day"])}) for one in data["added"]
            ),
            countries=data.get("countries"),
        )

    @cached_property
    def path(self) -> str:
        """Return where it is published: another content, another name."""
        return f"{FOLDER}{self.slug}.{hashlib.sha256(self.dump()).hexdigest()[:12]}.json"


def counts_json(history: History, *, size: int, root: str) -> bytes:
    """Return `/<slug>/counts.json`: the open data of one action.

    size, root -- of the checkpoint whose leaves it adds up, the root in base64.
    """
    data: Mapping[str, Any] = {
        "action": history.slug,
        "licence": LICENCE,
        "checkpoint": {"size": size, "root": root},
        "count": history.total.total,
        "parts": history.total.to_json(),
        "first_day": history.days[0].day.isoformat() if history.days else None,
        "last_day": history.days[-1].day.isoformat() if history.days else None,
        "countries_note": NO_COUNTRIES if history.countries is None else COUNTRIES,
        **{name: value for name, value in json.loads(history.dump()).items() if name != "action"},
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def countries_csv(history: History) -> bytes:
    """Return `/<slug>/countries.csv`: a line for each country that is told, the largest first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["country", "people", "licence"])
    for country, people in by_size(history.countries or {}):
        writer.writerow([country, people, LICENCE])
    return out.getvalue().encode()


def by_size(countries: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return countries with the largest first, and OTHER last."""
    return sorted(countries.items(), key=lambda pair: (pair[0] == OTHER, -pair[1], pair[0]))


def counts_csv(history: History, *, size: int) -> bytes:
    """Return `/<slug>/counts.csv`: a line for each day on which the count changed.

    Changes are of the day, `count` is the whole number at its end.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["day", *PART_NAMES, "withdrawn", "count", "log_size", "licence"])
    count = 0
    for one in history.days:
        count += one.change.total
        changes = one.change.to_json().values()
        writer.writerow([one.day.isoformat(), *changes, one.withdrawn, count, size, LICENCE])
    return out.getvalue().encode()
