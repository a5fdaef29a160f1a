"""A whole Zvarot for one story: its own folder, ports and database, started as users start it."""

import email
import email.policy
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from tests import database
from zvarot.lib.store import PostgresStore, Store, open_store

SECONDS_TO_START = 120
_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Reply:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class World:
    """data -- the installation's folder; front and studio -- ports on 127.0.0.1."""

    data: Path
    front: int
    studio: int
    environ: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        with (self.data.parent / "output.txt").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "zvarot", "run"],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.until(lambda: self._is_up(), "Zvarot to answer", seconds=SECONDS_TO_START)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)
            self.process = None

    def output(self) -> str:
        return (self.data.parent / "output.txt").read_text()

    @contextmanager
    def published(self) -> Iterator[Store]:
        """What is published, as an attacker with a hand on the disk reaches it."""
        url = self.environ.get("ZVAROT_STORE_URL") or f"dir:{self.data}/published"
        with ExitStack() as cleanup:
            store = open_store(url)
            if isinstance(store, PostgresStore):
                cleanup.callback(store.close)
            yield store

    def pids(self, program: str) -> list[int]:
        """Return the processes of `zvarot front`, `studio` or `worker` of this world."""
        marker = f"ZVAROT_DATA_DIR={self.data}".encode()
        return [
            int(folder.name)
            for folder in Path("/proc").glob("[0-9]*")
            if _is_program(folder, program, marker)
        ]

    def kill(self, program: str) -> None:
        """kill -9 of a program and its workers, in the middle of whatever they do."""
        for pid in self.pids(program):
            with _gone():
                os.kill(pid, signal.SIGKILL)

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)

    def post(self, path: str, answers: Mapping[str, str]) -> Reply:
        return self.ask("POST", path, urlencode(answers))

    def ask(self, method: str, path: str, body: str | None = None) -> Reply:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.front, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
            return Reply(response.status, dict(response.getheaders()), text)
        finally:
            connection.close()

    def count(self, slug: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.get(f"/{slug}/count.json").text)
        return found

    def confirmed(self, slug: str) -> int:
        """Return the number on which both processes of the front agree.

        Each learns of a new one by itself, within a second.
        """
        end = time.monotonic() + 15
        while True:
            told = {int(self.count(slug)["parts"]["confirmed"]) for _ in range(12)}
            if len(told) == 1:
                return told.pop()
            if time.monotonic() > end:
                raise AssertionError(f"The processes of the front tell different numbers: {told}.")

    def mails(self) -> list[EmailMessage]:
        """Return all mail written so far, oldest first."""
        paths = sorted(
            (self.data / "mail").glob("[!.]*.eml"), key=lambda path: path.stat().st_mtime
        )
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in paths
        ]

    def mails_to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails() if address in str(mail["To"])]

    def confirm_path(self, mail: EmailMessage) -> str:
        """Return the path of the link in a confirmation mail."""
        [link] = re.findall(r"https?://\S+/confirm/\S+", mail.get_content())
        return urlsplit(str(link)).path

    def until(self, look: Callable[[], _Found], what: str, *, seconds: float = 15) -> _Found:
        """Look again and again; give what was found, or say in a sentence what never came."""
        end = time.monotonic() + seconds
        while True:
            found = look()
            if found:
                return found
            if time.monotonic() > end:
                raise AssertionError(f"Waited {seconds} s for {what}.\n{self.output()[-2000:]}")
            time.sleep(0.1)

    def _is_up(self) -> bool:
        try:
            # The front has two processes, and each finds the first pages for itself.
            pages = {self.get("/maryia-petition/").status for _ in range(12)}
            return pages == {200} and _listens(self.studio)
        except OSError:
            return False


@contextmanager
def world(folder: Path, **settings: str) -> Iterator[World]:
    """Start a Zvarot with the demonstration, give it, stop it."""
    made = make(folder, **settings)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def make(folder: Path, **settings: str) -> World:
    """Prepare a Zvarot without starting it, with a database of its own that is migrated."""
    front, studio = _free_port(), _free_port()
    data = folder / "var"
    folder.mkdir(parents=True, exist_ok=True)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ZVAROT_")}
    environ |= {
        "ZVAROT_DATA_DIR": str(data),
        "ZVAROT_FRONT_BIND": f"127.0.0.1:{front}",
        "ZVAROT_STUDIO_BIND": f"127.0.0.1:{studio}",
        "ZVAROT_PUBLIC_URL": f"http://127.0.0.1:{front}",
        **settings,
    }
    if "ZVAROT_DATABASE_URL" not in environ:
        environ["ZVAROT_DATABASE_URL"] = database.own(f"zvarot_story_{front}", data)
    if environ["ZVAROT_DATABASE_URL"].startswith("postgresql"):
        environ.setdefault("ZVAROT_STORE_URL", environ["ZVAROT_DATABASE_URL"])
    return World(data=data, front=front, studio=studio, environ=environ)


def _is_program(folder: Path, program: str, marker: bytes) -> bool:
    with _gone():
        words = (folder / "cmdline").read_bytes().split(b"\0")
        mine = marker in (folder / "environ").read_bytes()
        return mine and (program.encode() in words or b"multiprocessing" in b"".join(words))
    return False


@contextmanager
def _gone() -> Iterator[None]:
    """A process may end while it is looked at."""
    try:
        yield
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return


def _listens(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=1):
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
