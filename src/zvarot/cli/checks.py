"""What `zvarot doctor` looks at. Each check tells what it found and what is wrong."""

import sqlite3
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from zvarot.cli import tables
from zvarot.config.kinds import found
from zvarot.deliveries.typefaces import Typefaces
from zvarot.lib.settings import Settings

# One letter of each script that names come in most often, and of those Debian packs apart.
_SCRIPTS = {
    "Latin": "ł",
    "Cyrillic": "ў",
    "Greek": "ξ",
    "Arabic": "ع",
    "Hebrew": "ש",
    "Georgian": "გ",
    "Armenian": "հ",
    "Devanagari": "म",
    "Bengali": "ম",
    "Tamil": "ம",
    "Burmese": "မ",
    "Khmer": "ម",
    "Thai": "ม",
    "Ethiopic": "መ",
    "Chinese, Japanese": "字",
    "Korean": "한",
}
_DURABLE = {"on", "remote_apply", "remote_write", "local"}


@dataclass(frozen=True)
class Finding:
    """One line for the operator."""

    text: str
    is_problem: bool = False


def settings_used(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Print what each program reads; secrets only as set or not set."""
    loaded = tables.load_all(environ)
    for program, table in tables.TABLES.items():
        for setting in table:
            value = loaded[program][setting.name]
            shown = ("set" if value else "not set") if setting.secret else value
            yield Finding(f"{program}: {setting.name} = {shown}")
    for name in tables.unknown(environ):
        yield Finding(f"{name} is no setting of Zvarot: is it misspelt?", is_problem=True)


def isolation(data: Path) -> Iterator[Finding]:
    """Say how far a break-in at the front would reach."""
    keys, inbox = data / "keys", data / "inbox"
    if not (keys.exists() and inbox.exists()):
        yield Finding("isolation: keys and inbox are not both on this machine")
    elif keys.stat().st_uid == inbox.stat().st_uid:
        yield Finding("isolation: one user; who breaks into the front can read the keys")
    else:
        yield Finding("isolation: one machine, keys and inbox belong to different users")


def key_files(data: Path) -> Iterator[Finding]:
    """Keys may be read by their owner and by nobody else."""
    folder = data / "keys"
    if not folder.is_dir():
        yield Finding(f"keys: none yet in {folder}")
        return
    wrong = 0
    for path in [folder, *sorted(folder.rglob("*"))]:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            wrong += 1
            wanted = "0700" if path.is_dir() else "0600"
            yield Finding(f"{path} has mode {mode:04o}; make it {wanted}", is_problem=True)
    if not wrong:
        yield Finding(f"keys: {folder} can be read by its owner only")


def database(url: str) -> Iterator[Finding]:
    """The control plane must answer, and keep what it has acknowledged."""
    if url.startswith("sqlite:"):
        yield from _sqlite(Path(url.removeprefix("sqlite:///")))
    else:
        yield from _postgresql(url)


def kinds() -> Iterator[Finding]:
    """Print which kinds of action there are."""
    names = found()
    yield Finding(f"kinds: {', '.join(names)}" if names else "no kind of action", not names)


def fonts() -> Iterator[Finding]:
    """Say which scripts a printed delivery can show."""
    missing: Counter[str] = Counter()
    typefaces = Typefaces()
    absent = [
        name for name, letter in _SCRIPTS.items() if typefaces.shown(letter, missing) != letter
    ]
    if {"Latin", "Cyrillic", "Arabic", "Hebrew"} & set(absent):
        yield Finding(f"fonts: even bundled scripts are missing: {', '.join(absent)}", True)
    elif absent:
        yield Finding(
            f"fonts: no letters for {', '.join(absent)}; names in them are printed as codes. "
            "Debian has them in fonts-noto-core and fonts-noto-cjk"
        )
    else:
        yield Finding("fonts: every common script can be printed")


def password_logins(settings: Settings) -> Iterator[Finding]:
    """Passwords alone guard the studio only where strangers cannot reach it."""
    host = str(settings["ZVAROT_STUDIO_BIND"]).rpartition(":")[0].strip("[]")
    if host not in {"127.0.0.1", "::1", "localhost"}:
        yield Finding(
            f"the studio listens on {host}: keep it on loopback or a private network", True
        )


def inbox(settings: Mapping[str, Settings]) -> Iterator[Finding]:
    """Front and worker must mean the same inbox, or what is thanked for is never counted."""
    database = settings["worker"]["ZVAROT_DATABASE_URL"] or ""
    theirs = settings["front"]["ZVAROT_FRONT_INBOX_URL"] or "sqlite:"
    ours = settings["worker"]["ZVAROT_INBOX_URL"] or database or "sqlite:"
    if theirs.startswith("postgres") == ours.startswith("postgres"):
        yield Finding("inbox: front and worker use the same kind of place")
        return
    yield Finding(
        "inbox: the front puts acts into another place than the one that the worker empties; set "
        "ZVAROT_FRONT_INBOX_URL (`zvarot front-role` prints it). `zvarot run` does so by itself",
        True,
    )


def mail(settings: Mapping[str, Settings]) -> Iterator[Finding]:
    """Outside a demonstration, mail must leave: in a folder it is a list of who signed."""
    if settings["worker"]["ZVAROT_SMTP_URL"]:
        yield Finding("mail: goes to a relay")
    else:
        yield Finding(
            "mail: goes to files in the data folder, with addresses in clear, and reaches nobody; "
            "set ZVAROT_SMTP_URL",
            is_problem=not settings["studio"]["ZVAROT_DEMONSTRATION"],
        )


def _sqlite(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding(
            f"database: {path} does not exist yet; `zvarot manage migrate` makes it", True
        )
        return
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            [healthy] = connection.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as problem:
        yield Finding(f"database: {path} cannot be read: {problem}", True)
        return
    yield Finding(f"database: SQLite, {path}, quick check: {healthy}", healthy != "ok")


def _postgresql(url: str) -> Iterator[Finding]:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            values = {
                name: connection.execute(f"SHOW {name}").fetchone()
                for name in ("server_version", "fsync", "synchronous_commit")
            }
    except psycopg.Error as problem:
        # Only the first line: what follows may repeat the address with its password.
        reason = str(problem).partition("\n")[0]
        yield Finding(f"database: PostgreSQL does not answer: {reason}", True)
        return
    shown = {name: value[0] for name, value in values.items() if value}
    yield Finding(f"database: PostgreSQL {shown['server_version']}")
    if shown["fsync"] != "on" or shown["synchronous_commit"] not in _DURABLE:
        yield Finding(
            "database: fsync and synchronous_commit must be on: a signature is thanked for only "
            "after it is safe",
            True,
        )
