"""kill -9 of a real worker, again and again, while it drains, mails, confirms and flushes.

Afterwards every signature is in the ledger once, and nobody got more mail than one for each
time the worker died while writing to them.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections

from tests import environment
from tests.signatures import world as worlds
from tests.worker.sink import Sink
from zvarot.contract import tokens
from zvarot.contract.inbox import SQLITE_INSERT, connect_sqlite
from zvarot.contract.record import RecordKind, RowRecord, pack
from zvarot.ledger import tiles
from zvarot.ledger.checkpoint import verify_checkpoint
from zvarot.ledger.leaf import unpack
from zvarot.lib.store import DirectoryStore
from zvarot.outbox.models import Message
from zvarot.signatures import queries
from zvarot.signatures.models import Drained, Signature
from zvarot.worker.assembly import assemble
from zvarot.worker.settings import read

KILLS = 20
SIGNERS = 200
NOISE = 3_000
ROOT = Path(__file__).parents[2]


@dataclass
class Machine:
    """A worker on this machine, and the fronts' side of its inbox."""

    folder: Path
    sink: Sink
    process: subprocess.Popen[bytes] | None = None
    confirmed: int = 0
    pressed: set[str] = field(default_factory=set)

    @property
    def environ(self) -> dict[str, str]:
        return os.environ | {
            "ZVAROT_DATA_DIR": str(self.folder),
            "ZVAROT_SMTP_URL": self.sink.url,
            "ZVAROT_PUBLIC_URL": "http://zvarot.example",
            "ZVAROT_FLUSH_SECONDS": "0",
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "tests.worker.bare_settings",
        }

    def start(self) -> None:
        with (self.folder / "errors.txt").open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.worker.bare_worker"],
                env=self.environ,
                cwd=ROOT,
                stderr=errors,
            )

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def put(self, bodies: list[bytes]) -> None:
        rows = [(os.urandom(16), body) for body in bodies]
        if connection.vendor == "postgresql":
            with psycopg.connect(environment.database_url(environment.HELPER or "main")) as inbox:
                inbox.cursor().executemany("INSERT INTO inbox.record VALUES (%s, %s)", rows)
            return
        inbox_file = connect_sqlite(self.folder / "inbox" / "inbox.sqlite3")
        inbox_file.execute("BEGIN")
        inbox_file.executemany(SQLITE_INSERT, rows)
        inbox_file.execute("COMMIT")
        inbox_file.close()

    def press_buttons(self, public: bytes) -> None:
        """Everybody who got a mail presses its button, once for each mail."""
        with self.sink.lock:
            new = self.sink.mails[self.confirmed :]
            self.confirmed += len(new)
        bodies = []
        for mail in new:
            [link] = [word for word in mail.get_content().split() if "/confirm/" in word]
            token = link.rpartition("/")[2]
            row_id = tokens.read(token, public, datetime.now(tz=UTC).date())
            bodies.append(pack(RowRecord(kind=RecordKind.CONFIRMATION, row_id=row_id)))
        self.put(bodies)


@pytest.fixture
def machine(tmp_path: Path, sink: Sink, transactional_db: None) -> Iterator[Machine]:
    machine = Machine(tmp_path, sink)
    # Tables of the inbox and keys, as the first start of a worker makes them.
    assemble(read(machine.environ), languages=("en",)).prepare()
    yield machine
    if machine.process is not None and machine.process.poll() is None:
        machine.kill()


@pytest.mark.slow
def test_two_workers_share_the_work_and_do_nothing_twice(machine: Machine) -> None:
    world = worlds.make(machine.folder)
    action = world.action()
    public = world.keys.confirm_key().public_key().public_bytes_raw()
    addresses = [f"ales{n}@host{n % 20}.example" for n in range(SIGNERS)]
    machine.put([world.signs(action, address).body for address in addresses])

    machine.start()
    other = Machine(machine.folder, machine.sink)
    other.start()
    until(lambda: _settled(machine, public), seconds=240)
    machine.kill()
    other.kill()

    assert queries.parts(action).confirmed == SIGNERS
    assert sorted(machine.sink.recipients) == sorted(addresses)
    _check_published(world, machine)
    assert (machine.folder / "errors.txt").read_text() == ""


@pytest.mark.crash
@pytest.mark.slow
def test_no_signature_is_lost_or_counted_twice_when_the_worker_dies(machine: Machine) -> None:
    world = worlds.make(machine.folder)
    action = world.action()
    public = world.keys.confirm_key().public_key().public_bytes_raw()
    addresses = [f"ales{n}@host{n % 20}.example" for n in range(SIGNERS)]
    waiting = [world.signs(action, address).body for address in addresses]
    dice = random.Random(os.getpid())  # noqa: S311  only to spread the kills

    for turn in range(KILLS):
        # What cannot be read takes time as well: so every other kill falls into the drain.
        noise = [b"no record"] * (turn % 2 * NOISE)
        machine.put(noise + [waiting.pop() for _ in range(SIGNERS // KILLS)])
        before = _records_left(machine)
        machine.start()
        until(lambda: _records_left(machine) < before, seconds=60)  # noqa: B023  used at once
        time.sleep(dice.uniform(0, 0.1 if noise else 0.4))
        machine.kill()
        machine.press_buttons(public)
    machine.start()
    until(lambda: _settled(machine, public), seconds=240)
    machine.kill()

    parts = queries.parts(action)
    assert (parts.confirmed, parts.unconfirmed) == (SIGNERS, 0)
    assert Signature.objects.filter(state="counted").count() == SIGNERS
    tags = [unpack(leaf).tag for leaf in queries.leaves(0, SIGNERS + 1)]
    assert len(tags) == len(set(tags)) == SIGNERS
    assert not Drained.objects.exists()
    mails = Counter(machine.sink.recipients)
    assert set(mails) == set(addresses)
    assert sum(mails.values()) <= SIGNERS + KILLS
    _check_published(world, machine)
    assert "Error" not in (machine.folder / "errors.txt").read_text()


def _records_left(machine: Machine) -> int:
    if connection.vendor == "postgresql":
        with psycopg.connect(environment.database_url(environment.HELPER or "main")) as inbox:
            found = inbox.execute("SELECT count(*) FROM inbox.record").fetchone()
            assert found is not None
            return int(found[0])
    inbox_file = connect_sqlite(machine.folder / "inbox" / "inbox.sqlite3")
    [[count]] = inbox_file.execute("SELECT count(*) FROM record").fetchall()
    inbox_file.close()
    return int(count)


def _settled(machine: Machine, public: bytes) -> bool:
    machine.press_buttons(public)
    connections.close_all()
    still = Signature.objects.exclude(state="counted").exists() or Message.objects.exists()
    return not still and _records_left(machine) == 0 and _published_size(machine) >= SIGNERS


def _published_size(machine: Machine) -> int:
    try:
        note = DirectoryStore(machine.folder / "published").read("log/checkpoint")
    except FileNotFoundError:
        return 0
    return int(note.split(b"\n")[1])


def _check_published(world: worlds.World, machine: Machine) -> None:
    store = DirectoryStore(machine.folder / "published")
    public = world.keys.ledger_key().public_key().public_bytes_raw()
    checkpoint = verify_checkpoint(store.read("log/checkpoint"), "zvarot.example/log", public)
    assert checkpoint.size == SIGNERS
    assert tiles.root(SIGNERS, lambda path: store.read(f"log/{path}")) == checkpoint.root


def until(holds: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.01)
