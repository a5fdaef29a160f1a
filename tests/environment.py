"""What one test run stands on: a folder of its own, a database, no settings from outside.

The first process makes them and tells its helpers (pytest-xdist) through the environment.
ZVAROT_TEST_DATABASE -- `sqlite` (the default) or `postgresql`, a private server.
"""

import os
import shutil
import tempfile
from pathlib import Path

from tests import postgres

_FOLDER = "ZVAROT_TEST_FOLDER"
_PORT = "ZVAROT_TEST_PORT"
_SERVER = "ZVAROT_TEST_SERVER"
DATABASE = os.environ.get("ZVAROT_TEST_DATABASE", "sqlite")
HELPER = os.environ.get("PYTEST_XDIST_WORKER", "")

_server: postgres.Server | None = None


def prepare() -> None:
    """Make the run's folder and server (first process), then point the settings at them."""
    if DATABASE not in {"sqlite", "postgresql"}:
        raise ValueError(f"ZVAROT_TEST_DATABASE: use sqlite or postgresql, not {DATABASE!r}")
    if not HELPER:
        _make()
    for name in [name for name in os.environ if name.startswith("ZVAROT_")]:
        if not name.startswith("ZVAROT_TEST_"):
            del os.environ[name]  # a developer's own settings must not change what is tested
    data = folder() / (HELPER or "main")
    (data / "static").mkdir(mode=0o700, parents=True)  # whitenoise warns if there is none
    os.environ["ZVAROT_DATA_DIR"] = str(data)
    os.environ["ZVAROT_DATABASE_URL"] = database_url(HELPER or "main")
    os.environ["DJANGO_SETTINGS_MODULE"] = "zvarot.config.settings"


def folder() -> Path:
    """Return the folder of this run, shared by its processes."""
    return Path(os.environ[_FOLDER])


def server_folder() -> Path:
    """Return the folder of the run's PostgreSQL server: its tables, its WAL, its log."""
    return Path(os.environ[_SERVER])


def database_url(name: str) -> str:
    """Return the address of the run's database with this name."""
    if DATABASE == "sqlite":
        return f"sqlite:///{folder()}/{name}.sqlite3"
    return f"postgresql://{postgres.SUPERUSER}@127.0.0.1:{os.environ[_PORT]}/zvarot_{name}"


def forget() -> None:
    """Stop the server and erase the folder, if this process made them."""
    if HELPER:
        return
    if _server is not None:
        postgres.stop(_server)
    shutil.rmtree(folder(), ignore_errors=True)


def _make() -> None:
    global _server
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="zvarot-tests-")
    if DATABASE == "postgresql":
        _server = postgres.start()
        os.environ[_PORT] = str(_server.port)
        os.environ[_SERVER] = str(_server.folder)
