"""The compared programs, all running at once on this machine, each with its own database."""

import os
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests import make, postgres
from tests.front import site
from zvarot.contract import inbox
from zvarot.contract.fields import Email, Name

WORKERS = 2
NOOP, NOOP_RSGI, OURS_SQLITE, OURS_POSTGRES = range(18410, 18414)


@dataclass(frozen=True)
class Django:
    """The ordinary site, served by so many processes of so many threads; one database for all."""

    port: int
    processes: int
    threads: int

    def named(self, what: str) -> str:
        return f"{what}, {self.processes} × {self.threads} threads"


AS_TARGETED = Django(18414, processes=1, threads=4)  # the targets were set against this one
QUICKER = Django(18415, processes=2, threads=2)  # on two cores
DJANGOS = (AS_TARGETED, QUICKER)


@dataclass(frozen=True)
class Contestants:
    """folder -- where their files are; postgres_url -- the inbox of the second front."""

    folder: Path
    postgres_url: str
    fixed: str

    def stored(self, port: int) -> int:
        """Return how many acts a program has on its disk, and erase them, as a worker would."""
        if port == OURS_POSTGRES:
            with psycopg.connect(self.postgres_url, autocommit=True) as inbox_of_pg:
                row = inbox_of_pg.execute("SELECT count(*) FROM inbox.record").fetchone()
                inbox_of_pg.execute("TRUNCATE inbox.record")
                return int(row[0]) if row else 0
        name, table = ("django.sqlite3", "bench_signature")
        if port == OURS_SQLITE:
            name, table = ("ours/inbox/inbox.sqlite3", "record")
        with sqlite3.connect(self.folder / name, timeout=20) as connection:
            [[count]] = connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  our own names
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  our own names
        connection.close()
        return int(count)


@contextmanager
def running(folder: Path) -> Iterator[Contestants]:
    """Start all programs, give them, stop them."""
    fields = (*_names(), site.countries(249))
    published = site.publish(folder / "ours" / "published", fields=fields)
    with ExitStack() as stack:
        server = stack.enter_context(postgres.running())
        url = server.url()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(inbox.POSTGRES_DDL)
        stack.enter_context(_program([*_serve("noop", NOOP)], NOOP, {}))
        stack.enter_context(_program([*_serve("noop_rsgi", NOOP_RSGI)], NOOP_RSGI, {}))
        ours = {"ZVAROT_DATA_DIR": str(folder / "ours"), "ZVAROT_FRONT_MIN_FORM_SECONDS": "0"}
        ours["ZVAROT_FRONT_ACTION_PER_MINUTE"] = "0"  # no line in the log for each round
        front = ["-m", "zvarot.front.serve"]
        for port, extra in ((OURS_SQLITE, {}), (OURS_POSTGRES, {"ZVAROT_FRONT_INBOX_URL": url})):
            bind = {"ZVAROT_FRONT_BIND": f"127.0.0.1:{port}"}
            stack.enter_context(_program(front, port, {**ours, **bind, **extra}))
        django = {"BENCH_DJANGO_DATABASE": str(folder / "django.sqlite3")}
        subprocess.run([sys.executable, "-m", "bench.django_app"], env=_env(django), check=True)
        for one in DJANGOS:
            arguments = [*_serve("django_app", one.port, one.processes), str(one.threads)]
            stack.enter_context(_program(arguments, one.port, django))
        promise = published.bundle.views["en"].promise_hash.hex()
        yield Contestants(folder, url, f"&promise={promise}")


def ticket(port: int) -> str:
    """Return the ticket that stands in a front's page."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{site.SLUG}/") as answer:
        page = answer.read().decode()
    return str(page.partition('name="ticket" value="')[2].partition('"')[0])


def csrf() -> tuple[str, str]:
    """Return the token that stands in Django's form, and the cookie that came with it."""
    with urllib.request.urlopen(f"http://127.0.0.1:{AS_TARGETED.port}/act/") as answer:
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        page = answer.read().decode()
    return page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0], cookie


def _names() -> tuple[Name, Name, Email]:
    given, family, email = make.form().fields[:3]
    if not isinstance(given, Name) or not isinstance(family, Name) or not isinstance(email, Email):
        raise TypeError("tests.make.form() begins with two names and an address.")
    return given, family, email


def _serve(name: str, port: int, workers: int = WORKERS) -> tuple[str, ...]:
    return ("-m", "bench.serve", name, str(port), str(workers))


def _env(extra: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "ZVAROT_FRONT_WORKERS": str(WORKERS), **extra}


@contextmanager
def _program(arguments: list[str], port: int, extra: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, *arguments], env=_env(extra))
    try:
        _wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"Nothing answers on port {port}.")
