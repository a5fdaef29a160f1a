"""Handing mail to a relay over SMTP, or to a folder when there is none."""

import os
import secrets
import smtplib
import ssl
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from zvarot.contract.errors import ZvarotError

TIMEOUT_SECONDS = 20
_IDLE_SECONDS = 5.0
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class MailRefused(ZvarotError):
    """The relay did not take this one mail. Holds its code only: its words repeat the address."""

    def __init__(self, code: int) -> None:
        super().__init__(f"SMTP {code}")
        self.is_permanent = 500 <= code < 600


class RelayUnreachable(ZvarotError):
    """No mail can be handed over now, whoever it is for."""


class Mailer(Protocol):
    def send(self, mail: EmailMessage) -> None:
        """Hand over one mail.

        Raises MailRefused if this mail was not taken, RelayUnreachable if none would be.
        """

    def close(self) -> None: ...


class SmtpMailer:
    """One connection to the relay, kept while mail goes out.

    url -- smtp://, smtps:// (TLS from the start) or smtp+starttls:// with user:password@host:port.
    """

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._connection: smtplib.SMTP | None = None
        self._used_at = 0.0

    def send(self, mail: EmailMessage) -> None:
        try:
            connection = self._ready()
            connection.send_message(mail)
            self._used_at = time.monotonic()
        except smtplib.SMTPRecipientsRefused as refused:
            code, _ = next(iter(refused.recipients.values()))
            raise MailRefused(code) from None
        except smtplib.SMTPDataError as refused:
            raise MailRefused(refused.smtp_code) from None
        except (smtplib.SMTPException, OSError) as failure:
            self.close()
            raise RelayUnreachable(f"The mail relay failed: {type(failure).__name__}.") from None

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _ready(self) -> smtplib.SMTP:
        """Return a connection that still lives: relays hang up on idle ones."""
        if self._connection is not None and time.monotonic() - self._used_at > _IDLE_SECONDS:
            try:
                self._connection.noop()
            except (smtplib.SMTPException, OSError):
                self.close()
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        scheme, host = self._parts.scheme, self._parts.hostname or ""
        port = self._parts.port or _PORTS[scheme]
        # Our name in EHLO would tell the machine's; the address literal tells nothing.
        name = "[127.0.0.1]"
        connection: smtplib.SMTP
        if scheme == "smtps":
            connection = smtplib.SMTP_SSL(
                host,
                port,
                local_hostname=name,
                timeout=TIMEOUT_SECONDS,
                context=ssl.create_default_context(),
            )
        else:
            connection = smtplib.SMTP(host, port, local_hostname=name, timeout=TIMEOUT_SECONDS)
        if scheme == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        if self._parts.username:
            connection.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        return connection


class FolderMailer:
    """Writes each mail to a file of its own. For trying things out: nobody receives anything."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}.eml"
        beside = self._folder / f".{name}"
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_readable(mail).as_bytes())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._folder / name)

    def close(self) -> None:
        """Nothing is kept open."""


def _readable(mail: EmailMessage) -> EmailMessage:
    """Return a copy whose text is not encoded: here people open the file and copy the link."""
    copy = EmailMessage()
    for name, value in mail.items():
        if not name.lower().startswith(("content-t", "mime-")):
            copy[name] = value
    lang = copy["Content-Language"]
    copy.set_content(mail.get_content().replace("\r\n", "\n"), cte="8bit")
    if lang:
        copy["Content-Language"] = lang
    return copy
