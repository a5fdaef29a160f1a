"""Migrated databases for the tests: made once, then copied.

Migrating takes some twenty seconds, copying a few milliseconds. A transactional test leaves its
database empty, without even the rows that migrations made; it gets a fresh copy afterwards.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connections

from tests import environment

ROOT = Path(__file__).parent.parent
_CACHE = ROOT / ".pytest_cache" / "zvarot"


def fresh() -> None:
    """Put a freshly migrated database where the settings point."""
    connections.close_all()
    if environment.DATABASE == "sqlite":
        _fresh_sqlite(Path(connections["default"].settings_dict["NAME"]))
    else:
        _fresh_postgresql(str(connections["default"].settings_dict["NAME"]))


def own(name: str, folder: Path) -> str:
    """Make a migrated database for one program; returns its address."""
    if environment.DATABASE == "sqlite":
        _fresh_sqlite(folder / "zvarot.sqlite3")
        return f"sqlite:///{folder}/zvarot.sqlite3"
    _fresh_postgresql(name)
    return environment.database_url("x").rpartition("/")[0] + f"/{name}"


def _fresh_sqlite(path: Path) -> None:
    template = _sqlite_template()
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    draft = path.with_name(path.name + ".draft")
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, draft)
    draft.replace(path)


def _sqlite_template() -> Path:
    # Kept between runs: its name holds all that decides what is in it.
    template = _CACHE / f"migrated-{_fingerprint()}.sqlite3"
    with _one_at_a_time("sqlite"):
        if not template.exists():
            for old in _CACHE.glob("migrated-*"):
                old.unlink()
            draft = _CACHE / "migrated-draft.sqlite3"
            _migrate(f"sqlite:///{draft}")
            draft.replace(template)
    return template


def _fresh_postgresql(name: str) -> None:
    template = "zvarot_template"
    url = environment.database_url("x").rpartition("/")[0] + "/postgres"
    with _one_at_a_time("postgresql"), psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if not known.fetchone():
            connection.execute("CREATE DATABASE zvarot_template_draft")
            _migrate(url.rpartition("/")[0] + "/zvarot_template_draft")
            connection.execute("ALTER DATABASE zvarot_template_draft RENAME TO zvarot_template")
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {template}')


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "zvarot", "manage", "migrate", "--no-input", "--verbosity=0"],
        env=os.environ | {"ZVAROT_DATABASE_URL": url},
        check=True,
    )


def _fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    sources = sorted((ROOT / "src").glob("**/migrations/*.py"))
    for path in [ROOT / "requirements-dev.txt", *sources]:
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time(what: str) -> Iterator[None]:
    _CACHE.mkdir(parents=True, exist_ok=True)
    where = _CACHE if what == "sqlite" else environment.folder()
    with open(where / f"{what}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
