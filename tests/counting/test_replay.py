"""A real surge, sixty times faster: the count keeps up, and is never more than the ledger says.

The counts of a petition of 1.8 million, a line a minute for a day. Of the whole day each hundredth
signature is made here; of its densest hour every one, from the inbox on. Time is given in: a minute
of the day is a second of the worker. `python -m bench.replay` is the same by the clock.
"""

import csv
import json
import os
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from tests.counting.surge import SERIES, Crowd, densest_hour
from tests.front import site
from tests.signatures.world import PROMISE_HASH, World
from zvarot.actions.models import Action
from zvarot.contract.inbox import connect_sqlite
from zvarot.front.edition import Edition, load_edition
from zvarot.front.sinks import SqliteSink
from zvarot.front.wire import Wire
from zvarot.ledger import tiles
from zvarot.ledger.leaf import unpack
from zvarot.signatures.flush import MOST, flush
from zvarot.signatures.models import Signature
from zvarot.signatures.notary import Notary
from zvarot.worker.inbox import SqliteInbox

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


class Site:
    """What publishes and what is published: a notary, a front, and nothing between them."""

    def __init__(self, world: World, folder: Path) -> None:
        self._store = site.publish(folder / "published").store
        self._store.delete(["log/checkpoint", "log/tile/0/000.p/3", "counts.json"])
        self._notary = Notary(
            store=self._store,
            keys_dir=folder / "keys",
            key=world.keys.ledger_key(),
            origin="example.org/log",
        )
        self._edition: Edition | None = None
        self._size = self._in_ledger = 0

    def publish(self, now: datetime) -> int:
        """Publish what is flushed, and return the number that every visitor then finds.

        It must be the sum of the published lines of the checkpoint that stands beside it.
        """
        before, self._size = self._size, self._notary.publish(now)
        wire = Wire("http://127.0.0.1")
        self._edition = load_edition(self._store, wire, max_body=16384, before=self._edition)
        shown = Shown(self._edition, now)
        leaves = tiles.read_leaves(before, self._size, self._read)
        self._in_ledger += sum(unpack(leaf).value for leaf in leaves)
        assert shown.page == shown.count["count"] == shown.open_data["count"] == self._in_ledger
        assert shown.count["checkpoint"]["size"] == self._size
        return shown.page

    def _read(self, name: str) -> bytes:
        return self._store.read(f"log/{name}")


@pytest.mark.slow
def test_a_day_sixty_times_as_fast_is_counted_within_one_flush(
    world: World, tmp_path: Path
) -> None:
    public = Site(world, tmp_path)
    action = world.action(site.SLUG, asks_email=False)
    series, start = arrivals(), world.now
    come, place = 0, 0

    while place < len(series):
        world.now += EVERY
        new = list(islice(series, place, None))
        due = [count for at, count in new if at <= world.now - start]
        place += len(due)
        arrived = due[-1] if due else come
        Signature.objects.bulk_create(waiting(action, arrived - come))
        come = arrived
        assert flush(world.now) <= MOST

        shown = public.publish(world.now)

        assert shown == come, f"{come - shown} wait longer than one flush"

    assert come == series[-1][1] > 15_000


@pytest.mark.slow
def test_each_signature_of_the_densest_hour_is_counted_within_one_flush_at_sixty_times_its_speed(
    world: World, tmp_path: Path
) -> None:
    public = Site(world, tmp_path)
    action = world.action(site.SLUG, asks_email=False)
    crowd, course, start = Crowd.of(world, action), densest_hour().faster(FASTER), world.now
    path = tmp_path / "inbox" / "inbox.sqlite3"
    front, worker = SqliteSink(path), SqliteInbox(path)
    worker.create()
    come = most = shown = 0

    while come < course.total:
        world.now += EVERY
        arrived = course.come(world.now - start)
        most, come = max(most, arrived - come), arrived
        front.write(list(crowd.rows(arrived - shown)))
        while worker.drain(keys=world.keys, now=world.now):
            pass
        while flush(world.now) == MOST:  # the rest is due at once again
            pass

        shown = public.publish(world.now)

        assert shown == come, f"{come - shown} wait longer than one flush"

    front.close()
    with closing(connect_sqlite(path)) as inbox:
        assert inbox.execute("SELECT count(*) FROM record").fetchone() == (0,)
    assert come == 122_869
    assert most > 4_500  # in two seconds
