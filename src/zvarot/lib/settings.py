"""Settings from the environment: one table per program, all that is wrong said at once.

A program lists its `Setting`s in a tuple and calls `load`. A value is the text of the
environment variable, read by the setting's parser; an empty variable counts as not set.
A secret may also stand in a file named by `<NAME>_FILE`, and is never printed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One line of a program's table of settings.

    parse -- turns the text into a value; raises ValueError with half a sentence for the operator.
    default -- as it would be written in the environment; empty: the value is None.
    help -- what it is for, its unit, and what follows from it, in one or two sentences.
    secret -- may be read from a file, is never printed.
    required -- the program does not start without it.
    """

    name: str
    parse: Callable[[str], object]
    help: str
    default: str = ""
    secret: bool = False
    required: bool = False


class SettingsWrong(ValueError):
    """The environment cannot be used; `problems` has a sentence for each wrong setting."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Settings(Mapping[str, Any]):
    """The values of one table, by name. Cannot be changed; shows names only when printed."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Settings({', '.join(self._values)})"


def load(table: Iterable[Setting], environ: Mapping[str, str]) -> Settings:
    """Read every setting of the table.

    Raises SettingsWrong, naming all the wrong ones together.
    """
    values: dict[str, object] = {}
    problems: list[str] = []
    for setting in table:
        try:
            values[setting.name] = _value(setting, environ)
        except ValueError as problem:
            problems.append(str(problem))
    if problems:
        raise SettingsWrong(problems)
    return Settings(values)


class Bind(NamedTuple):
    """An address to listen on."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def text(raw: str) -> str:
    """Take the text as it is."""
    return raw


def whole(raw: str) -> int:
    """Read a whole number, zero or more."""
    if not (raw.isascii() and raw.isdigit()):
        raise ValueError("a whole number is needed, such as 2")
    return int(raw)


def positive(raw: str) -> int:
    """Read a whole number, one or more."""
    if (number := whole(raw)) < 1:
        raise ValueError("a whole number from 1 up is needed")
    return number


def yes_no(raw: str) -> bool:
    """Read `yes` or `no` (also true/false, on/off, 1/0)."""
    word = raw.lower()
    if word in {"yes", "true", "on", "1"}:
        return True
    if word in {"no", "false", "off", "0"}:
        return False
    raise ValueError("yes or no is needed")


def bind(raw: str) -> Bind:
    """Read `host:port`; an IPv6 host stands in square brackets."""
    host, _, port = raw.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        raise ValueError("host:port is needed, such as 127.0.0.1:8000")
    return Bind(host, int(port))


def path(raw: str) -> Path:
    """Read a path; a relative one counts from the folder the program was started in."""
    return Path(raw).expanduser().absolute()


def url(*schemes: str) -> Callable[[str], str]:
    """Return a parser of addresses that start with one of these schemes."""

    def parse(raw: str) -> str:
        if urlsplit(raw).scheme not in schemes:
            starts = " or ".join(f"{scheme}:" for scheme in schemes)
            raise ValueError(f"an address is needed that starts with {starts}")
        return raw

    return parse


def origin(raw: str) -> str:
    """Read the public address of a site: scheme and host, no path; no slash at its end."""
    parts = urlsplit(raw.removesuffix("/"))
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        raise ValueError("http:// or https:// and a host are needed, and no path after them")
    return f"{parts.scheme}://{parts.netloc}"


def names(raw: str) -> tuple[str, ...]:
    """Read names with commas between them."""
    return tuple(name.strip() for name in raw.split(",") if name.strip())


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a parser that takes one of these words."""

    def parse(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"one of these is needed: {', '.join(choices)}")
        return raw

    return parse


def _value(setting: Setting, environ: Mapping[str, str]) -> object:
    given = _from_file(setting, environ) or environ.get(setting.name, "").strip()
    raw = given or setting.default
    if not raw:
        if setting.required:
            raise ValueError(f"{setting.name}: is not set, and there is no default. {setting.help}")
        return None
    try:
        return setting.parse(raw)
    except (ValueError, LookupError, OSError) as problem:  # zoneinfo raises all three
        shown = "its value (a secret, not shown)" if setting.secret else repr(raw)
        why = "" if setting.secret else f": {problem}"
        raise ValueError(f"{setting.name}: cannot use {shown}{why}. {setting.help}") from None


def _from_file(setting: Setting, environ: Mapping[str, str]) -> str:
    # A secret's file that is named but cannot be read must stop the program: going on without
    # it would mean a default, and a default for a secret is a door left open.
    where = environ.get(f"{setting.name}_FILE", "")
    if not where:
        return ""
    if not setting.secret:
        raise ValueError(f"{setting.name}_FILE: only secrets are read from files. {setting.help}")
    if environ.get(setting.name):
        raise ValueError(f"{setting.name} and {setting.name}_FILE are both set: keep one of them.")
    try:
        secret = Path(where).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8 text"
        raise ValueError(f"{setting.name}_FILE: cannot read {where!r}: {reason}.") from None
    if not secret:
        raise ValueError(f"{setting.name}_FILE: the file {where!r} is empty.")
    return secret
