"""What a replay needs: a worker and a front in their own processes, a feeder, a visitor.

Settings come from the environment.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402  needs the set-up above

from bench.replay import Replay, Seen  # noqa: E402
from tests.counting.surge import Course, Crowd, densest_hour  # noqa: E402
from tests.front import site  # noqa: E402
from tests.front.running import Running, running  # noqa: E402
from tests.signatures import world as worlds  # noqa: E402
from zvarot.front.sinks import SqliteSink  # noqa: E402
from zvarot.ledger.checkpoint import Checkpoint  # noqa: E402
from zvarot.ledger.verifier import shown_number  # noqa: E402

TICK_SECONDS, LOOK_EVERY, PATIENCE_SECONDS = 0.05, 0.1, 120.0


def replay(folder: Path, *, minutes: int, faster: int) -> Replay:
    """Replay the beginning of the densest hour; then a stranger checks the whole site."""
    call_command("migrate", verbosity=0)
    world = worlds.make(folder)
    action = world.action(site.SLUG, asks_email=False)
    published = site.publish(folder / "published", action_id=action.pk)
    published.store.delete(["log/checkpoint", "log/tile/0/000.p/3", "counts.json"])
    crowd = Crowd.of(world, action)
    course = densest_hour().first(timedelta(minutes=minutes)).faster(faster)
    with _worker(published.url), running(published, folder, workers="1") as front:
        done = Replay()
        began = time.monotonic()
        feeder = threading.Thread(target=_feed, args=(folder, crowd, course, done, began))
        feeder.start()
        _watch(front, course.total, done, began)
        feeder.join()
        _verify(f"http://127.0.0.1:{front.port}", folder)
    return done


def _feed(folder: Path, crowd: Crowd, course: Course, done: Replay, began: float) -> None:
    """Put into the inbox whoever is due, twenty times a second; each time is one commit."""
    sink, come = SqliteSink(folder / "inbox" / "inbox.sqlite3"), 0
    while come < course.total:
        due = course.come(timedelta(seconds=time.monotonic() - began))
        if due > come:
            sink.write(list(crowd.rows(due - come)))
            come = due
            done.come.append(Seen(time.monotonic() - began, come))
        time.sleep(TICK_SECONDS)
    sink.close()


def _watch(front: Running, total: int, done: Replay, began: float) -> None:
    """Look at the page until everybody is on it; each number must be in the signed log."""
    number = 0
    while number < total:
        at = time.monotonic() - began
        number = shown_number(front.get(f"/{site.SLUG}/").text) or 0
        done.seen.append(Seen(at, number))
        _in_the_log(front, number)
        if at > PATIENCE_SECONDS + (done.come[-1].at if done.come else 0.0):
            raise RuntimeError(f"The page stays at {number} of {total}.")
        time.sleep(LOOK_EVERY)
    done.took = time.monotonic() - began


def _in_the_log(front: Running, number: int) -> None:
    """Compare with what is signed: every leaf here adds one, so a sum is a size of the log."""
    counted = json.loads(front.get(f"/{site.SLUG}/count.json").body)
    if counted["count"] != counted["checkpoint"]["size"]:
        raise RuntimeError(f"count.json says {counted}.")
    note = front.get("/log/checkpoint")
    signed = Checkpoint.from_text(note.text.split("\n\n")[0] + "\n").size if number else 0
    if max(number, counted["count"]) > signed and number:
        raise RuntimeError(f"The page shows {number}, but {signed} lines are signed.")


def _verify(url: str, folder: Path) -> None:
    command = [sys.executable, "-m", "zvarot.ledger", url, "--state", str(folder / "stranger")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _worker(store_url: str) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.worker.bare_worker"]
    process = subprocess.Popen(command, env={**os.environ, "ZVAROT_STORE_URL": store_url})
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)
