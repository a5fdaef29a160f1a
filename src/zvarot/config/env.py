"""What the studio and the worker read from the environment about the control plane."""

import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from zvarot.config.database import django_database
from zvarot.config.secret import studio_secret
from zvarot.lib.settings import Setting, bind, load, names, origin, positive, text, whole
from zvarot.lib.words import SOURCE

SECRET_CHARACTERS = 32
HOOK_CHARACTERS = 20
# Those that have a catalogue for everything that the public reads; names in their own words.
LANGUAGES = {"en": "English", "fr": "Français", "be": "Беларуская", "ar": "العربية"}
# The last one's catalogue has nothing of the studio's.
STUDIO_LANGUAGES = ("en", "fr", "be")


def _database(text: str) -> str:
    django_database(text)
    return text


def _zone(text: str) -> str:
    return ZoneInfo(text).key


def _hosts(text: str) -> list[str]:
    return [host.strip() for host in text.split(",") if host.strip()]


def _languages(text: str) -> tuple[str, ...]:
    chosen = set(names(text))
    if SOURCE not in chosen or not chosen <= LANGUAGES.keys():
        raise ValueError(f"use en and any of {', '.join(sorted(LANGUAGES))}")
    return tuple(code for code in LANGUAGES if code in chosen)


def _address(text: str) -> str:
    return str(bind(text))


def _secret(text: str) -> str:
    if len(text) < SECRET_CHARACTERS:
        raise ValueError  # a short one can be guessed; the help says how long
    return text


def _hook_secret(text: str) -> str:
    if ":" not in text or len(text) < HOOK_CHARACTERS:
        raise ValueError  # the help says what is needed; a secret is never repeated
    return text


def _yes(text: str) -> bool:
    if text.lower() not in {"yes", "no"}:
        raise ValueError("use yes or no")
    return text.lower() == "yes"


TABLE = (
    Setting(
        name="ZVAROT_DATA_DIR",
        parse=Path,
        default="var",
        help="Folder of everything this installation keeps: databases, keys, published pages.",
    ),
    Setting(
        name="ZVAROT_DATABASE_URL",
        parse=_database,
        default="",
        secret=True,
        help="Control plane: sqlite:///path or postgresql://…; empty: SQLite in the data folder.",
    ),
    Setting(
        name="ZVAROT_STORE_URL",
        parse=str,
        default="",
        secret=True,
        help="Where published pages go: dir:path or postgresql://…; empty: the data folder.",
    ),
    Setting(
        name="ZVAROT_PUBLIC_URL",
        parse=origin,
        default="http://127.0.0.1:8000",
        help="Address of the public site, as supporters see it. Mailed links begin with it.",
    ),
    Setting(
        name="ZVAROT_STUDIO_BIND",
        parse=_address,
        default="127.0.0.1:8001",
        help="Address and port of the studio. Keep it on a private network.",
    ),
    Setting(
        name="ZVAROT_STUDIO_HOSTS",
        parse=_hosts,
        default="",
        help="Host names under which staff reach the studio over HTTPS, with commas between.",
    ),
    Setting(
        name="ZVAROT_SECRET_KEY",
        parse=_secret,
        default="",
        secret=True,
        help="Signs staff sessions; at least 32 characters. Empty: a random one, made once and "
        "kept beside the keys.",
    ),
    Setting(
        name="ZVAROT_SITE_NAME",
        parse=str,
        default="Zvarot",
        help="Name of the organisation or installation, in the header of every page.",
    ),
    Setting(
        name="ZVAROT_LANGUAGES",
        parse=_languages,
        default="en,fr,be",
        help="Languages of the public pages, with commas between: en, fr, be, ar. English must be "
        "among them. The studio speaks the first three.",
    ),
    Setting(
        name="ZVAROT_TIME_ZONE",
        parse=_zone,
        default="UTC",
        help="Zone in which editors enter dates, such as Europe/Vilnius.",
    ),
    Setting(
        name="ZVAROT_LETTERS_TEST_TO",
        parse=text,
        help="Test mode: all letters to offices go to this one address instead, marked [Test]. "
        "Empty: they go to the offices.",
    ),
    Setting(
        name="ZVAROT_LETTERS_PER_HOUR",
        parse=positive,
        default="40",
        help="Letters to one office in an hour, where the office's own entry says nothing.",
    ),
    Setting(
        name="ZVAROT_BOUNCE_HOOK_SECRET",
        parse=_hook_secret,
        secret=True,
        help="name:password with which a mail provider reports mail that came back, at least 20 "
        "characters. Empty: nothing is taken from providers.",
    ),
    Setting(
        name="ZVAROT_DEMONSTRATION",
        parse=_yes,
        default="yes",
        help="yes: every page carries the label of a demonstration. Say no for real campaigns.",
    ),
    Setting(
        name="ZVAROT_SECOND_PERSON_ABOVE",
        parse=whole,
        default="100",
        help="A batch or correction of more than this many needs a second person at the level "
        "standard; from guarded up every one does.",
    ),
    Setting(
        name="ZVAROT_INVALIDATION_MINUTES",
        parse=whole,
        default="60",
        help="Minutes between the approval of an invalidation and the ledger; until then it can "
        "be cancelled.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Env:
    """The values of TABLE, by name."""

    data_dir: Path
    database_url: str
    store_url: str
    public_url: str
    studio_bind: str
    studio_hosts: list[str]
    secret_key: str
    site_name: str
    languages: tuple[str, ...]
    time_zone: str
    demonstration: bool
    letters_test_to: str
    letters_per_hour: int
    bounce_hook_secret: str
    second_person_above: int
    invalidation_minutes: int


def read() -> Env:
    """Read the environment. Raises SettingsWrong with every wrong value at once."""
    values = load(TABLE, os.environ)
    data_dir: Path = values["ZVAROT_DATA_DIR"]
    return Env(
        data_dir=data_dir,
        database_url=values["ZVAROT_DATABASE_URL"] or f"sqlite:///{data_dir}/zvarot.sqlite3",
        store_url=values["ZVAROT_STORE_URL"] or f"dir:{data_dir}/published",
        public_url=values["ZVAROT_PUBLIC_URL"],
        studio_bind=values["ZVAROT_STUDIO_BIND"],
        studio_hosts=values["ZVAROT_STUDIO_HOSTS"] or [],
        secret_key=values["ZVAROT_SECRET_KEY"] or studio_secret(data_dir / "keys"),
        site_name=values["ZVAROT_SITE_NAME"],
        languages=values["ZVAROT_LANGUAGES"],
        time_zone=values["ZVAROT_TIME_ZONE"],
        demonstration=values["ZVAROT_DEMONSTRATION"],
        letters_test_to=values["ZVAROT_LETTERS_TEST_TO"] or "",
        letters_per_hour=values["ZVAROT_LETTERS_PER_HOUR"],
        bounce_hook_secret=values["ZVAROT_BOUNCE_HOOK_SECRET"] or "",
        second_person_above=values["ZVAROT_SECOND_PERSON_ABOVE"],
        invalidation_minutes=values["ZVAROT_INVALIDATION_MINUTES"],
    )
