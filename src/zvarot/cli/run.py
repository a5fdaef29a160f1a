"""`zvarot run`: all of Zvarot on one machine, under one user, with the demonstration."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from zvarot.cli import tables
from zvarot.cli.front_role import grant, is_postgres
from zvarot.cli.supervisor import Program, Supervisor
from zvarot.contract.errors import ZvarotError
from zvarot.lib.settings import Bind, Settings, bind

READY_SECONDS = 60
LOOK_EVERY_SECONDS = 0.2
# Written by `zvarot demo`, readable by its owner only.
STAFF_LOGIN = "staff-login.txt"
_LOADED = "demonstration-loaded"


class CannotStart(ZvarotError):
    """Something on this machine is in the way."""


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments: settings say everything."""


def run(_arguments: argparse.Namespace) -> int:
    """Prepare what is missing, start everything, and stay until Ctrl-C."""
    settings = tables.load_all(os.environ)
    data = Path(settings["studio"]["ZVAROT_DATA_DIR"]).absolute()
    addresses = _addresses(settings)
    environ = dict(os.environ) | {"ZVAROT_DATA_DIR": str(data)}
    # Links must lead to where the front really is, also on another port than usual.
    environ.setdefault("ZVAROT_PUBLIC_URL", f"http://{addresses['ZVAROT_FRONT_BIND']}")
    for name, address in addresses.items():
        _check_free(name, address)
    # Also where a script started this in the background, which makes SIGINT be ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    _prepare(data, environ, with_demonstration=settings["studio"]["ZVAROT_DEMONSTRATION"])
    environ |= _front_addresses(settings)

    supervisor = Supervisor(
        programs=[_program(name, environ) for name in ("front", "studio", "worker")], say=_say
    )
    try:
        supervisor.start()
        _wait_until_ready(supervisor, addresses)
        _say(_welcome(settings, environ["ZVAROT_PUBLIC_URL"], data))
        while True:
            supervisor.look()
            time.sleep(LOOK_EVERY_SECONDS)
    except KeyboardInterrupt:
        _say("Stopping …")
    finally:
        supervisor.stop()
    return 0


def _front_addresses(settings: Mapping[str, Settings]) -> dict[str, str]:
    """On PostgreSQL, let the front in under a role of its own, unless it was given an address."""
    database = settings["studio"]["ZVAROT_DATABASE_URL"] or ""
    if not is_postgres(database) or settings["front"]["ZVAROT_FRONT_INBOX_URL"]:
        return {}
    name = urlsplit(database).path.lstrip("/")
    address, refused = grant(database, f"{name[:57]}_front")
    for statement in refused:
        _say(f"The database refused: {statement}")
    has_store = is_postgres(settings["front"]["ZVAROT_STORE_URL"] or "")
    return {"ZVAROT_FRONT_INBOX_URL": address} | (
        {"ZVAROT_FRONT_STORE_URL": address} if has_store else {}
    )


def _addresses(settings: Mapping[str, Settings]) -> dict[str, Bind]:
    return {
        name: bind(str(settings[program][name]))
        for program, name in (("front", "ZVAROT_FRONT_BIND"), ("studio", "ZVAROT_STUDIO_BIND"))
    }


def _check_free(setting: str, address: Bind) -> None:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as problem:
            raise CannotStart(
                f"Cannot listen on {address}: {problem.strerror}. "
                f"Stop what uses it, or choose another address with {setting}."
            ) from None


def _prepare(data: Path, environ: Mapping[str, str], *, with_demonstration: bool) -> None:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / "static").mkdir(mode=0o700, exist_ok=True)
    _say("Preparing the database …")
    _step(environ, "manage", "migrate", "--no-input", "--verbosity=0")
    loaded = data / _LOADED
    if with_demonstration and not loaded.exists():
        _say("Loading the demonstration …")
        _step(environ, "demo")
        loaded.touch()


def _step(environ: Mapping[str, str], *words: str) -> None:
    done = subprocess.run(_command(*words), env=dict(environ), check=False)
    if done.returncode:
        raise CannotStart(f"`zvarot {' '.join(words)}` failed; its message stands above.")


def _program(name: str, environ: Mapping[str, str]) -> Program:
    return Program(name=name, command=_command(name), environ=tables.environ_of(name, environ))


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "zvarot", *words]


def _wait_until_ready(supervisor: Supervisor, addresses: Mapping[str, Bind]) -> None:
    until = time.monotonic() + READY_SECONDS
    while not all(map(_answers, addresses.values())):
        if time.monotonic() > until:
            _say(f"Not everything answers after {READY_SECONDS} s; see the messages above.")
            return
        supervisor.look()
        time.sleep(LOOK_EVERY_SECONDS)


def _answers(address: Bind) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104 -- compared, not bound
    try:
        socket.create_connection((host, address.port), timeout=1).close()
    except OSError:
        return False
    return True


def _welcome(settings: Mapping[str, Settings], public: str, data: Path) -> str:
    studio = settings["studio"]
    lines = [
        "",
        "Zvarot runs.",
        f"  Public pages   {public.rstrip('/')}/",
        f"  Studio         http://{studio['ZVAROT_STUDIO_BIND']}/admin/",
    ]
    login = data / STAFF_LOGIN
    if login.exists():
        lines.append(f"  Staff login    {login.read_text(encoding='utf-8').strip()}")
    if not settings["worker"]["ZVAROT_SMTP_URL"]:
        lines.append(
            f"  Mail           goes to files in {data / 'mail'} (ZVAROT_SMTP_URL is not set)"
        )
    lines += [
        "  Isolation      none: one user runs everything. Good for trying it out.",
        "",
        "Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


def _say(line: str) -> None:
    print(line, flush=True)
