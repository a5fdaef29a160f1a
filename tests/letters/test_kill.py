"""kill -9 of the lane of letters, again and again: none is sent twice, none is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections

from tests.letters import world as worlds
from tests.letters.server import DROP_TAKEN, DROP_UNTAKEN, Server
from zvarot.letters.models import Dispatch

KILLS = 50
WRITERS = 150
OFFICES = [f"office-{number}" for number in range(12)]
ROOT = Path(__file__).parents[2]
State = Dispatch.State


@dataclass
class Lane:
    """A worker's lane of letters in a process of its own."""

    folder: Path
    server: Server
    starter: subprocess.Popen[str]
    child: int = 0

    def start(self) -> None:
        order = {
            "folder": str(self.folder),
            "smtp": self.server.url,
            "offices": " ".join(OFFICES),
        }
        assert self.starter.stdin
        assert self.starter.stdout
        self.starter.stdin.write(f"{json.dumps(order)}\n")
        self.starter.stdin.flush()
        self.child = int(self.starter.stdout.readline())

    def kill(self) -> None:
        if self.child:
            os.kill(self.child, signal.SIGKILL)
        self.child = 0


@pytest.fixture
def lane(tmp_path: Path, server: Server, transactional_db: None) -> Iterator[Lane]:
    starter = subprocess.Popen(
        [sys.executable, "-m", "tests.letters.lane"],
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "tests.worker.bare_settings"},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    made = Lane(tmp_path, server, starter)
    yield made
    made.kill()
    starter.communicate(timeout=20)


@pytest.mark.crash
@pytest.mark.slow
def test_no_letter_is_sent_twice_or_lost_when_the_worker_dies(lane: Lane) -> None:
    world = worlds.make(lane.folder)
    action = world.action()
    dice = random.Random(os.getpid())  # noqa: S311  only to spread the kills
    for number in range(WRITERS):
        world.writes(action, OFFICES[number % 12], OFFICES[(number + 5) % 12])
    lane.server.delay = 0.003
    lane.server.answers = ["250 taken", "451 later", DROP_TAKEN, DROP_UNTAKEN, "554 spam"]
    connections.close_all()

    for _ in range(KILLS):
        lane.start()
        time.sleep(dice.uniform(0.02, 0.25))
        lane.kill()
    before = len(lane.server.mails)
    lane.start()
    _until_settled()
    lane.kill()

    assert before > KILLS // 3  # the kills came while letters went out
    arrived = Counter(lane.server.tokens)
    assert max(arrived.values()) == 1
    rows = dict(Dispatch.objects.values_list("token", "state"))
    assert len(rows) == 2 * WRITERS
    assert set(rows.values()) <= {State.SENT, State.UNSURE, State.FAILED, State.DEFERRED}
    sent = {token for token, state in rows.items() if state == State.SENT}
    unsure = {token for token, state in rows.items() if state == State.UNSURE}
    assert sent <= set(arrived)
    assert set(arrived) - sent <= unsure
    assert len(unsure) <= KILLS + 2


def _until_settled() -> None:
    moving = (State.QUEUED, State.LEASED, State.HANDING)
    deadline = time.monotonic() + 60
    while Dispatch.objects.count() < 2 * WRITERS or (
        Dispatch.objects.filter(state__in=moving).exists()
    ):
        assert time.monotonic() < deadline, "it took too long"
        connections.close_all()
        time.sleep(0.1)
