"""kill -9 of the studio while somebody moderates: what was said to be saved is saved."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connections
from pytest_django import Settings

from tests.moderation import world as worlds
from tests.moderation.world import has
from tests.postgres import free_port
from tests.stories.staff import Studio
from tests.stories.world import World as Running
from zvarot.contract.audiences import RECIPIENT
from zvarot.moderation.models import Decision, Message

KILLS = 6
MESSAGES = 400
SECONDS_TO_START = 60


@dataclass
class Program:
    """The studio as a program of its own, with its worker processes."""

    data: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environ = os.environ | {
            "ZVAROT_DATA_DIR": str(self.data),
            "ZVAROT_STUDIO_BIND": f"127.0.0.1:{self.port}",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "zvarot", "studio"],
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert time.monotonic() < end, "the studio did not start"
            time.sleep(0.1)

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=20)
        self.process = None

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/admin/login/")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


@pytest.fixture
def program(tmp_path: Path, settings: Settings, transactional_db: None) -> Iterator[Program]:
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    (tmp_path / "static").mkdir(mode=0o700)
    made = Program(tmp_path, free_port())
    yield made
    made.kill()


@pytest.mark.crash
@pytest.mark.slow
def test_what_was_acknowledged_survives_whenever_the_studio_is_killed(program: Program) -> None:
    world = worlds.make(program.data)
    action = world.action(options={"two_eyes": False})
    for n in range(MESSAGES):
        world.writes(action, f"Трымайся, {n}")
    pks = [one.pk for one in world.takes_in()]
    maryna = User.objects.create_user("maryna", password="x")
    maryna.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "moderate"])
    )
    connections.close_all()
    dice = random.Random(os.getpid())  # noqa: S311  only to spread the kills
    saved: list[int] = []
    asked: list[int] = []

    for _ in range(KILLS):
        program.start()
        studio = Studio(Running(program.data, 0, program.port, {}), "maryna", "x")
        # From another thread: it falls into the middle of a decision.
        killer = threading.Timer(dice.uniform(0.1, 0.6), program.kill)
        killer.start()
        while killer.is_alive() and pks:
            asked.append(pks.pop(0))
            saved += _approve(studio, asked[-1])
        killer.join()
        connections.close_all()
        rows = dict(Message.objects.values_list("pk", "state"))
        assert {rows[pk] for pk in saved} == {"approved"}

    decided = Message.objects.filter(state="approved")
    assert len(saved) > KILLS
    assert set(decided.values_list("pk", flat=True)) <= set(asked)
    assert all(has(one.signature_id, RECIPIENT) for one in decided)
    assert Decision.objects.count() == decided.count()


def _approve(studio: Studio, pk: int) -> list[int]:
    """Approve one message; return it if the studio says that it is saved."""
    given = {"message": f"{pk}:0", "verdict": "approve"}
    try:
        answer = studio.post("/admin/messages/mikita-messages/decide/", given, accept=_JSON)
    except (OSError, urllib.error.URLError, http.client.HTTPException):
        return []
    [result] = json.loads(answer)["results"]
    return [pk] if result["ok"] else []


_JSON = "application/json"
