"""A real surge, sixty times faster: the count keeps up, and is never more than the ledger says.

The counts of a petition of 1.8 million, a line a minute for a day. Each hundredth signature is
made here. Time is given in: a minute of the day is a second of the worker.
"""

import csv
import json
import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from tests.front import site
from tests.signatures.world import PROMISE_HASH, World
from zvarot.actions.models import Action
from zvarot.front.edition import Edition, load_edition
from zvarot.front.wire import Wire
from zvarot.ledger.leaf import unpack
from zvarot.signatures import queries
from zvarot.signatures.flush import MOST, flush
from zvarot.signatures.models import Signature
from zvarot.signatures.notary import Notary

SERIES = Path(__file__).parent.parent / "data" / "uk-petition-700143-first-day.csv"
FASTER, ONE_OF, EVERY = 60, 100, timedelta(seconds=2)


def arrivals() -> list[tuple[timedelta, int]]:
    """When how many had come altogether, in the worker's time."""
    with SERIES.open() as file:
        rows = [
            (datetime.fromisoformat(line["timestamp"]), int(line["count"]))
            for line in csv.DictReader(file)
        ]
    start, before = rows[0]
    return [((at - start) / FASTER, (count - before) // ONE_OF) for at, count in rows]


def waiting(action: Action, number: int) -> Iterator[Signature]:
    for _ in range(number):
        yield Signature(
            action=action,
            row_id=os.urandom(16),
            state=Signature.State.CONFIRMED,
            klass=Signature.Class.UNCONFIRMED,
            promise_hash=PROMISE_HASH,
            leaf_tag=os.urandom(32),
            withdraw_hash=os.urandom(32),
            body_hash=os.urandom(32),
        )


class Shown:
    """What a visitor finds after this look: on the page, as data, on the page about it."""

    def __init__(self, edition: Edition, now: datetime) -> None:
        page = edition.pages[f"/{site.SLUG}/"].reply(b"k" * 32, now.timestamp()).body.decode()
        found = re.search(r"<b>([\d,]+)</b>", page)
        self.page = int(found[1].replace(",", "")) if found else 0
        self.count = json.loads(edition.replies[f"/{site.SLUG}/count.json"].body)
        self.open_data = json.loads(edition.replies[f"/{site.SLUG}/counts.json"].body)


@pytest.mark.slow
def test_a_surge_sixty_times_as_fast_is_counted_within_one_flush(
    world: World, tmp_path: Path
) -> None:
    published = site.publish(tmp_path / "published")
    published.store.delete(["log/checkpoint", "log/tile/0/000.p/3", "counts.json"])
    store, wire = published.store, Wire("http://127.0.0.1")
    action = world.action(site.SLUG, asks_email=False)
    key = world.keys.ledger_key()
    notary = Notary(store=store, keys_dir=tmp_path / "keys", key=key, origin="example.org/log")
    series, start = arrivals(), world.now
    come, in_ledger, place, edition = 0, 0, 0, None

    while place < len(series):
        world.now += EVERY
        new = list(islice(series, place, None))
        due = [count for at, count in new if at <= world.now - start]
        place += len(due)
        arrived = due[-1] if due else come
        Signature.objects.bulk_create(waiting(action, arrived - come))
        come = arrived
        assert flush(world.now) <= MOST
        size = notary.publish(world.now)
        edition = load_edition(store, wire, max_body=16384, before=edition)

        shown = Shown(edition, world.now)
        in_ledger += sum(unpack(leaf).value for leaf in queries.leaves(in_ledger, size))
        assert shown.page == shown.count["count"] == shown.open_data["count"] == in_ledger
        assert shown.count["checkpoint"]["size"] == size
        assert shown.page == come, f"{come - shown.page} wait longer than one flush"

    assert come == series[-1][1] > 15_000
