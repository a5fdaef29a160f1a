"""What the worker reads from the environment; docs/reference/settings.md is checked against it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from zvarot.lib.settings import Setting, load, one_of, origin, path, positive, text, whole
from zvarot.worker.witnesses import Witness
from zvarot.worker.witnesses import parse as parse_witnesses

SMTP_SCHEMES = ("smtp", "smtps", "smtp+starttls")


def _inbox(raw: str) -> str:
    if not raw.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise ValueError("an address is needed that starts with sqlite:/// or postgresql://")
    return raw


def _smtp(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in SMTP_SCHEMES or not parts.hostname:
        raise ValueError(f"an address is needed that starts with one of {', '.join(SMTP_SCHEMES)}")
    return raw


def _sender(raw: str) -> str:
    name, at, domain = raw.partition("@")
    if not (at and name and domain and raw.isascii() and raw.isprintable()) or " " in raw:
        raise ValueError("one plain address is needed, such as confirm@example.org")
    return raw


TABLE = (
    Setting(
        name="ZVAROT_DATA_DIR",
        parse=path,
        default="var",
        help="Folder of everything this installation keeps: databases, keys, published pages.",
    ),
    Setting(
        name="ZVAROT_DATABASE_URL",
        parse=text,
        secret=True,
        help="Control plane: sqlite:///path or postgresql://…; empty: SQLite in the data folder.",
    ),
    Setting(
        name="ZVAROT_STORE_URL",
        parse=text,
        secret=True,
        help="Where published pages go: dir:path or postgresql://…; empty: the data folder.",
    ),
    Setting(
        name="ZVAROT_INBOX_URL",
        parse=_inbox,
        secret=True,
        help="Where fronts put what they took: sqlite:///path, or postgresql://… (then the "
        "control plane's own database). Empty: a file in the data folder, or that database.",
    ),
    Setting(
        name="ZVAROT_PUBLIC_URL",
        parse=origin,
        default="http://127.0.0.1:8000",
        help="Address of the public site, as supporters see it. Mailed links begin with it.",
    ),
    Setting(
        name="ZVAROT_SMTP_URL",
        parse=_smtp,
        secret=True,
        help="Mail relay: smtp://, smtps:// or smtp+starttls://user:password@host:port. "
        "Empty: mail is written to files in the data folder and reaches nobody.",
    ),
    Setting(
        name="ZVAROT_MAIL_FROM",
        parse=_sender,
        default="confirm@localhost.localdomain",
        help="Sender of confirmations. From guarded up its name should tell nothing.",
    ),
    Setting(
        name="ZVAROT_STAFF_MAIL",
        parse=_sender,
        help="Who is told by mail that a count looks odd. Empty: nobody; the studio shows it.",
    ),
    Setting(
        name="ZVAROT_MAIL_PER_HOUR",
        parse=positive,
        default="2000",
        help="Mails in an hour, over all workers. The excess waits; its addresses live 48 hours.",
    ),
    Setting(
        name="ZVAROT_LETTERS_TEST_TO",
        parse=_sender,
        help="Test mode: all letters to offices go to this one address instead, marked [Test]. "
        "Empty: they go to the offices.",
    ),
    Setting(
        name="ZVAROT_MAIL_PROVIDER",
        parse=one_of("brevo", "mailjet", "postmark", "sparkpost"),
        help="Provider behind the relay, if it shall report letters that came back: brevo, "
        "mailjet, postmark or sparkpost.",
    ),
    Setting(
        name="ZVAROT_FLUSH_SECONDS",
        parse=whole,
        default="2",
        help="Seconds between two flushes of the ledger at the level standard.",
    ),
    Setting(
        name="ZVAROT_WITNESSES",
        parse=parse_witnesses,
        help="Who cosigns the log: key (name+id+key), a space, and the address of what it signed; "
        "several with commas. One that is away holds up nothing.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class WorkerSettings:
    """The values of TABLE, with what empty ones stand for."""

    data_dir: Path
    database_url: str
    store_url: str
    inbox_url: str
    public_url: str
    smtp_url: str
    mail_from: str
    mail_per_hour: int
    letters_test_to: str
    mail_provider: str
    staff_mail: str
    flush_seconds: int
    witnesses: tuple[Witness, ...]

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / "keys"

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).netloc

    @property
    def inbox_path(self) -> Path | None:
        """Where the inbox file is; None if the inbox is a table of the control plane."""
        if not self.inbox_url.startswith("sqlite:///"):
            return None
        return Path(unquote(self.inbox_url.removeprefix("sqlite:///")))


def read(environ: Mapping[str, str] = os.environ) -> WorkerSettings:
    """Read the environment. Raises SettingsWrong with every wrong value at once."""
    values = load(TABLE, environ)
    data_dir: Path = values["ZVAROT_DATA_DIR"]
    database = values["ZVAROT_DATABASE_URL"] or f"sqlite:///{data_dir}/zvarot.sqlite3"
    in_file = f"sqlite:///{data_dir}/inbox/inbox.sqlite3"
    default_inbox = in_file if database.startswith("sqlite:") else database
    return WorkerSettings(
        data_dir=data_dir,
        database_url=database,
        store_url=values["ZVAROT_STORE_URL"] or f"dir:{data_dir}/published",
        inbox_url=values["ZVAROT_INBOX_URL"] or default_inbox,
        public_url=values["ZVAROT_PUBLIC_URL"],
        smtp_url=values["ZVAROT_SMTP_URL"] or "",
        mail_from=values["ZVAROT_MAIL_FROM"],
        staff_mail=values["ZVAROT_STAFF_MAIL"] or "",
        mail_per_hour=values["ZVAROT_MAIL_PER_HOUR"],
        letters_test_to=values["ZVAROT_LETTERS_TEST_TO"] or "",
        mail_provider=values["ZVAROT_MAIL_PROVIDER"] or "",
        flush_seconds=values["ZVAROT_FLUSH_SECONDS"],
        witnesses=values["ZVAROT_WITNESSES"] or (),
    )
