"""What the front reads from the environment. It knows no setting of the studio's or worker's."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zvarot.front.limits import Budgets
from zvarot.lib.settings import (
    Bind,
    Setting,
    bind,
    load,
    names,
    origin,
    path,
    positive,
    text,
    whole,
    yes_no,
)


def _recycling(raw: str) -> int:
    """Read seconds: 0, or 60 and more, below which the server does not go."""
    if 0 < (seconds := whole(raw)) < 60:
        raise ValueError("0, or 60 and more, is needed")
    return seconds


TABLE: Final = (
    Setting(
        name="ZVAROT_DATA_DIR",
        parse=path,
        default="var",
        help="Folder with the published pages and the inbox, unless their addresses are set.",
    ),
    Setting(
        name="ZVAROT_FRONT_BIND",
        parse=bind,
        default="127.0.0.1:8000",
        help="Address and port of the public site.",
    ),
    Setting(
        name="ZVAROT_FRONT_WORKERS",
        parse=positive,
        default="2",
        help="Processes that answer visitors. One per core; two are enough on SQLite.",
    ),
    Setting(
        name="ZVAROT_PUBLIC_URL",
        parse=origin,
        default="http://127.0.0.1:8000",
        help="Address of the site as visitors see it. With https, browsers are told to stay there.",
    ),
    Setting(
        name="ZVAROT_FRONT_ONION",
        parse=origin,
        help="The same site as an onion service, such as http://….onion; pages point to it.",
    ),
    Setting(
        name="ZVAROT_FRONT_HOSTS",
        parse=names,
        help="Host names that are answered, with commas between; others get 421. Empty: all.",
    ),
    Setting(
        name="ZVAROT_STORE_URL",
        parse=text,
        secret=True,
        help="Where published pages are: dir:path or postgresql://…; empty: in the data folder.",
    ),
    Setting(
        name="ZVAROT_FRONT_STORE_URL",
        parse=text,
        secret=True,
        help="The same store under the front's own role, which needs SELECT on it and no more. "
        "Empty: ZVAROT_STORE_URL.",
    ),
    Setting(
        name="ZVAROT_FRONT_INBOX_URL",
        parse=text,
        secret=True,
        help=(
            "Where taken acts go: sqlite:///path or postgresql://…; empty: in the data folder. "
            "A PostgreSQL role needs INSERT on the inbox, nothing else there."
        ),
    ),
    Setting(
        name="ZVAROT_FRONT_MAX_BODY_BYTES",
        parse=positive,
        default="16384",
        help="Largest form the front reads, in bytes; letters get more. Larger ones get 413.",
    ),
    Setting(
        name="ZVAROT_FRONT_MIN_FORM_SECONDS",
        parse=whole,
        default="3",
        help="A form sent sooner than this after it was drawn comes back once, in seconds.",
    ),
    Setting(
        name="ZVAROT_FRONT_RESOLVER_URL",
        parse=text,
        default="",
        help="Where to ask for the place of a postal code that our tables do not know, as "
        "?country=…&postal_code=…. Empty: nobody is asked. Whoever answers there learns that "
        "somebody with this code is writing.",
    ),
    Setting(
        name="ZVAROT_FRONT_PREFIX_PER_MINUTE",
        parse=whole,
        default="3",
        help="Acts taken from one network (/24, /56) in a minute; more get 429. 0: no limit.",
    ),
    Setting(
        name="ZVAROT_FRONT_PREFIX_PER_HOUR",
        parse=whole,
        default="20",
        help="Acts taken from one network (/24, /56) in an hour; more get 429. 0: no limit.",
    ),
    Setting(
        name="ZVAROT_FRONT_ACTION_PER_MINUTE",
        parse=whole,
        default="300",
        help="From this many acts a minute on one action a line in the log tells you. 0: never.",
    ),
    Setting(
        name="ZVAROT_FRONT_MAX_WAITING",
        parse=positive,
        default="2000",
        help="Acts that may wait for the disk in one process; more get 503 and keep their text.",
    ),
    Setting(
        name="ZVAROT_FRONT_PROXY",
        parse=text,
        help="Address of the one proxy before the front, such as 127.0.0.1. Empty: none.",
    ),
    Setting(
        name="ZVAROT_FRONT_PROXY_HEADER",
        parse=text,
        default="X-Real-IP",
        help="Header in which that proxy, and it alone, writes the visitor's address.",
    ),
    Setting(
        name="ZVAROT_FRONT_RECYCLE_SECONDS",
        parse=_recycling,
        default="600",
        help="A process that answers visitors is replaced after this many seconds, so that "
        "nothing they typed stays in memory. At least 60; 0: never.",
    ),
    Setting(
        name="ZVAROT_FRONT_OVERWRITE_MEMORY",
        parse=yes_no,
        default="yes",
        help="yes: freed memory is overwritten at once, which costs about a tenth of the speed.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class FrontSettings:
    """The values of TABLE, by name."""

    bind: Bind
    workers: int
    public_url: str
    onion: str
    hosts: tuple[str, ...]
    store_url: str
    inbox_url: str
    max_body: int
    min_form_seconds: int
    resolver_url: str
    budgets: Budgets
    max_waiting: int
    proxy: str
    proxy_header: str
    recycle_seconds: int
    overwrites_memory: bool


def read(environ: Mapping[str, str] = os.environ) -> FrontSettings:
    """Read the environment. Raises SettingsWrong with every wrong value at once."""
    values = load(TABLE, environ)
    data_dir: Path = values["ZVAROT_DATA_DIR"]
    return FrontSettings(
        bind=values["ZVAROT_FRONT_BIND"],
        workers=values["ZVAROT_FRONT_WORKERS"],
        public_url=values["ZVAROT_PUBLIC_URL"],
        onion=values["ZVAROT_FRONT_ONION"] or "",
        hosts=values["ZVAROT_FRONT_HOSTS"] or (),
        store_url=values["ZVAROT_FRONT_STORE_URL"]
        or values["ZVAROT_STORE_URL"]
        or f"dir:{data_dir}/published",
        inbox_url=values["ZVAROT_FRONT_INBOX_URL"] or f"sqlite:///{data_dir}/inbox/inbox.sqlite3",
        max_body=values["ZVAROT_FRONT_MAX_BODY_BYTES"],
        min_form_seconds=values["ZVAROT_FRONT_MIN_FORM_SECONDS"],
        resolver_url=values["ZVAROT_FRONT_RESOLVER_URL"] or "",
        budgets=Budgets(
            per_minute=values["ZVAROT_FRONT_PREFIX_PER_MINUTE"],
            per_hour=values["ZVAROT_FRONT_PREFIX_PER_HOUR"],
            per_action_minute=values["ZVAROT_FRONT_ACTION_PER_MINUTE"],
        ),
        max_waiting=values["ZVAROT_FRONT_MAX_WAITING"],
        proxy=values["ZVAROT_FRONT_PROXY"] or "",
        proxy_header=values["ZVAROT_FRONT_PROXY_HEADER"],
        recycle_seconds=values["ZVAROT_FRONT_RECYCLE_SECONDS"],
        overwrites_memory=values["ZVAROT_FRONT_OVERWRITE_MEMORY"],
    )
