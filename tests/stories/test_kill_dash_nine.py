"""kill -9 of the front, the worker and PostgreSQL under load: nothing lost, nothing twice."""

import itertools
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests import environment, postgres
from tests.stories import world as worlds

SLUG = "maryia-petition"
KILLS = 20


@dataclass
class Crowd:
    """Signs without pause from several threads; remembers who was thanked."""

    world: worlds.World
    thanked: list[str] = field(default_factory=list)
    refused_kindly: int = 0
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, size: int = 4) -> None:
        self._threads = [threading.Thread(target=self._sign, daemon=True) for _ in range(size)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def _sign(self) -> None:
        while not self._stopped.is_set():
            number = next(self._numbers)
            address = f"ales{number}@crowd{number % 500}.example.org"  # no burst of one domain
            try:
                reply = self.world.post(f"/{SLUG}/", _answers(address))
            except OSError:
                time.sleep(0.05)  # the front is being killed; nobody was thanked
                continue
            if reply.status == 200:
                self.thanked.append(address)
            else:
                assert reply.status == 503, reply.status
                # A front that starts while the database is down has no page to show it in.
                is_bare = reply.text.startswith("Nothing is published here yet")
                assert is_bare or address in reply.text, "the typed text must come back"
                self.refused_kindly += 1
            time.sleep(0.05)


def _answers(address: str) -> dict[str, str]:
    return {"given_name": "Alés", "family_name": "K", "email": address, "country": "LT"}


@pytest.mark.crash
@pytest.mark.slow
def test_every_thanked_signer_is_counted_exactly_once_whatever_is_killed(tmp_path: Path) -> None:
    server = postgres.start() if environment.DATABASE == "postgresql" else None
    own = {"ZVAROT_DATABASE_URL": server.url("postgres")} if server else {}
    # More mail than a small site's budget of an hour allows.
    world = worlds.make(tmp_path / "zvarot", ZVAROT_MAIL_PER_HOUR="1000000", **own)
    world.start()
    try:
        crowd = Crowd(world)
        crowd.start()
        _kill_again_and_again(lambda: world.kill("worker"))
        _kill_again_and_again(lambda: world.kill("front"))
        if server:
            _kill_again_and_again(lambda: _kill(server))
        time.sleep(3)
        crowd.stop()

        # What a killed worker had claimed is free again when its lease has run out.
        world.until(lambda: _is_mailed(world, crowd.thanked), "mail to all", seconds=300)
        _press_all_buttons(world, set(crowd.thanked))
        expected = len(crowd.thanked)
        assert expected > 3 * KILLS
        world.until(lambda: world.confirmed(SLUG) >= expected, "all to be counted", seconds=120)
        time.sleep(3)
        assert world.confirmed(SLUG) == expected
    finally:
        world.stop()
        if server:
            postgres.stop(server)


def _kill_again_and_again(kill: Callable[[], None]) -> None:
    for round_ in range(KILLS):
        time.sleep(0.6 + (round_ % 5) * 0.2)
        kill()


def _kill(server: postgres.Server) -> None:
    """kill -9 of the server and all its processes, then start it on what is on the disk."""
    parent = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    for pid in (parent, *map(int, children)):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    for _ in range(100):  # the last of its processes may still hold the shared memory
        try:
            postgres.start_again(server)
        except postgres.PostgresFailed:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("PostgreSQL did not start again.")


def _is_mailed(world: worlds.World, addresses: list[str]) -> bool:
    time.sleep(2)  # reading thousands of mails costs more than the wait
    mailed = {str(mail["To"]).strip("<> ") for mail in world.mails()}
    return set(addresses) <= mailed


def _press_all_buttons(world: worlds.World, addresses: set[str]) -> None:
    for mail in world.mails():
        if str(mail["To"]).strip("<> ") in addresses:
            world.until(partial(_press, world, world.confirm_path(mail)), "the button to work")


def _press(world: worlds.World, path: str) -> bool:
    return world.post(path, {}).status == 200
