"""A private PostgreSQL server for one test run, made from the installed binaries.

It lives in a temporary folder, listens on a Unix socket and on one loopback port, and is gone
with the run. PostgreSQL refuses to run as root: for root it runs as the user `postgres`.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql")
LOWEST_VERSION = 15
SUPERUSER = "zvarot"

# As durable as production, but small: the crash tests depend on what a commit means.
_SETTINGS = {
    "max_connections": "100",
    "shared_buffers": "64MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}


class PostgresMissing(RuntimeError):
    """No usable PostgreSQL on this machine."""


class PostgresFailed(RuntimeError):
    """One of its programs ended with an error; the server's log is in its folder."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server. `port` is on 127.0.0.1; `folder` also holds the Unix socket."""

    folder: Path
    port: int

    def url(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """Return the address of a database, over loopback."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def socket_url(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """Return the address of a database, over the Unix socket."""
        return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}"


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, give it, and stop and erase it at the end."""
    server = start()
    try:
        yield server
    finally:
        stop(server)


def start() -> Server:
    """Start a server of its own. Raises PostgresMissing if no PostgreSQL is installed."""
    folder = Path(
        tempfile.mkdtemp(prefix="zvarot-pg-", dir="/tmp")
    )  # a socket's path must be short
    if (user := _user()) is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data = str(folder / "data")
    _call("initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-sync")
    server = Server(folder=folder, port=free_port())
    start_again(server)
    return server


def start_again(server: Server) -> None:
    """Start a server that was stopped or killed, on the data it has."""
    options = {
        **_SETTINGS,
        "port": str(server.port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(server.folder),
    }
    given = " ".join(f"-c {name}={value}" for name, value in options.items())
    log = str(server.folder / "log")
    _call("pg_ctl", "-D", str(server.folder / "data"), "-w", "-l", log, "-o", given, "start")


def stop(server: Server) -> None:
    """Stop the server at once and erase its folder."""
    with contextlib.suppress(PostgresFailed):  # a story may have killed it already
        _call("pg_ctl", "-D", str(server.folder / "data"), "-m", "immediate", "-w", "stop")
    shutil.rmtree(server.folder, ignore_errors=True)


def _call(program: str, *arguments: str) -> None:
    user = _user()
    done = subprocess.run(
        [_binaries() / program, *arguments],
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        # A file, not a pipe: the server inherits it, and reading a pipe would wait for its end.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise PostgresFailed(f"{program} failed with {done.returncode} ({' '.join(arguments)})")


def _binaries() -> Path:
    versions = [
        int(folder.name)
        for folder in BINARIES.glob("*")
        if folder.name.isdigit() and (folder / "bin" / "initdb").exists()
    ]
    if not versions or max(versions) < LOWEST_VERSION:
        raise PostgresMissing(
            f"The tests need PostgreSQL {LOWEST_VERSION} or later in {BINARIES}: "
            "apt-get install postgresql"
        )
    return BINARIES / str(max(versions)) / "bin"


def _user() -> pwd.struct_passwd | None:
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
