"""A real surge: how many had come when, and sealed records of as many people.

The counts of a petition to the UK Parliament, about a line a minute for a day. Its densest hour
brought 122,869 signatures. Sixty times faster, that is one minute.
"""

import csv
import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.signatures.world import World
from zvarot.actions.models import Action
from zvarot.contract.record import SignatureRecord, pack, unpack

SERIES = Path(__file__).parent.parent / "data" / "uk-petition-700143-first-day.csv"
HOUR = timedelta(hours=1)
SEALED = 256
_Point = tuple[timedelta, int]


@dataclass(frozen=True)
class Course:
    """points -- seconds from the beginning, and how many had come by then altogether."""

    points: Sequence[_Point]

    @property
    def lasts(self) -> timedelta:
        return self.points[-1][0]

    @property
    def total(self) -> int:
        return self.points[-1][1]

    def come(self, at: timedelta) -> int:
        """Return how many had come by a moment; between two counts they came evenly."""
        place = bisect_right(self.points, (at, 1 << 60))
        if place == len(self.points):
            return self.total
        (before, low), (after, high) = self.points[place - 1], self.points[place]
        return low + int((high - low) * ((at - before) / (after - before)))

    def faster(self, times: int) -> "Course":
        return Course([(at / times, count) for at, count in self.points])

    def first(self, span: timedelta) -> "Course":
        """Return only the beginning of it."""
        kept = [(at, count) for at, count in self.points if at < span]
        return Course([*kept, (span, self.come(span))])


def densest_hour() -> Course:
    """Return the hour in which most came, counted from its beginning."""
    with SERIES.open() as file:
        rows = [
            (datetime.fromisoformat(line["timestamp"]), int(line["count"]))
            for line in csv.DictReader(file)
        ]
    whole = Course([(at - rows[0][0], count) for at, count in rows])
    start = max(
        (at for at, _ in whole.points if at + HOUR <= whole.lasts),
        key=lambda at: whole.come(at + HOUR) - whole.come(at),
    )
    zero = whole.come(start)
    inside = [(at - start, n - zero) for at, n in whole.points if start <= at < start + HOUR]
    return Course([*inside, (HOUR, whole.come(start + HOUR) - zero)])


@dataclass
class Crowd:
    """People who sign an action that asks no address.

    A few records are sealed as the front does it; the others are these under new row ids, with
    new tags. The worker opens none of them before a delivery.
    """

    sealed: Sequence[SignatureRecord]

    @classmethod
    def of(cls, world: World, action: Action) -> "Crowd":
        taken = [unpack(world.signs(action, None).body) for _ in range(SEALED)]
        return cls([one for one in taken if isinstance(one, SignatureRecord)])

    def rows(self, people: int) -> Iterator[tuple[bytes, bytes]]:
        """Give rows of the inbox: a random id, and a packed record."""
        for number in range(people):
            yield os.urandom(16), pack(_renewed(self.sealed[number % len(self.sealed)]))


def _renewed(record: SignatureRecord) -> SignatureRecord:
    row_id = os.urandom(16)
    return replace(
        record,
        row_id=row_id,
        leaf_tag=os.urandom(32),
        withdraw_hash=os.urandom(32),
        envelopes=tuple((who, body[:16] + row_id + body[32:]) for who, body in record.envelopes),
    )
