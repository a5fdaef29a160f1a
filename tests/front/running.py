"""A front in processes of its own, on a loopback port, as the operator starts it."""

import http.client
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.front.site import SLUG, Published
from tests.postgres import free_port
from zvarot.contract.record import Record, unpack

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
START_SECONDS = 20


@dataclass(frozen=True)
class Answer:
    """What came back. `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, kw_only=True)
class Running:
    """A started front. `published` is what it serves."""

    port: int
    data: Path
    published: Published
    process: subprocess.Popen[bytes] = field(repr=False)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)) as line:
            line.request(method, path, body, dict(headers or {}))
            came = line.getresponse()
            named = {name.lower(): value for name, value in came.getheaders()}
            return Answer(came.status, named, came.read())

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(
        self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Answer:
        body = urllib.parse.urlencode(fields).encode()
        return self.ask("POST", path, body, {**FORM, **(headers or {})})

    def sign(self, lang: str = "en", **fields: str) -> Answer:
        return self.post(f"/{lang}/{SLUG}/", fields)

    def ticket(self, path: str = f"/{SLUG}/") -> str:
        return self.get(path).text.partition('name="ticket" value="')[2].partition('"')[0]

    def rows(self) -> list[bytes]:
        path = self.data / "inbox" / "inbox.sqlite3"
        if not path.exists():
            return []
        with closing(sqlite3.connect(path, timeout=10)) as connection:
            return [row[0] for row in connection.execute("SELECT body FROM record")]

    def records(self) -> list[Record]:
        return [unpack(body) for body in self.rows()]

    def kill(self) -> None:
        """End the parent and all its workers at once, as a power cut of the program would."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for pid in (self.process.pid, *map(int, task.read_text(encoding="ascii").split())):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def running(
    published: Published, data: Path, *, store_url: str = "", **settings: str
) -> Iterator[Running]:
    """Start a front for a published site, give it, stop it.

    settings -- FRONT_… settings by the rest of their name, such as min_form_seconds="3".
    """
    port = free_port()
    named = {f"ZVAROT_FRONT_{name.upper()}": value for name, value in settings.items()}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ZVAROT_")}
    environ = {
        **clean,
        "ZVAROT_DATA_DIR": str(data),
        "ZVAROT_STORE_URL": store_url or published.url,
        "ZVAROT_FRONT_BIND": f"127.0.0.1:{port}",
        "ZVAROT_FRONT_MIN_FORM_SECONDS": "0",
        **named,
    }
    process = subprocess.Popen([sys.executable, "-m", "zvarot.front.serve"], env=environ)
    front = Running(port=port, data=data, published=published, process=process)
    try:
        _wait(front)
        yield front
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(15)


def _wait(front: Running) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            front.get("/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The front does not answer.")
