"""Handing one letter to a mail server so that its end is sent only after we have noted it.

A server takes a mail when it has its last line, a dot, and says so. Until the dot is sent the
letter certainly is not: a failure before it costs nothing. After it only the answer tells.
Source: RFC 5321 sections 4.1.1.4 and 6.1
"""

import contextlib
import re
import select
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final, Protocol

from zvarot.contract.errors import ZvarotError
from zvarot.worker.mailer import TIMEOUT_SECONDS, FolderMailer, RelayUnreachable, SmtpMailer

ANSWER_SECONDS: Final = 120.0  # servers look for spam before they answer; giving up means unsure
_DOT_FIRST: Final = re.compile(rb"^\.", re.MULTILINE)


class NotTaken(ZvarotError):
    """The mail server did not take a letter, and said so. Holds its code, not its words."""

    def __init__(self, code: int, *, of_recipient: bool = False) -> None:
        super().__init__(f"SMTP {code}")
        self.code = code
        self.is_permanent = 500 <= code < 600
        self.is_of_recipient = of_recipient


class Unknown(ZvarotError):
    """The mail server had the whole letter and gave no answer: it may have arrived or not."""


class Recalled(ZvarotError):
    """A letter was withdrawn or cancelled just before its end was sent. It was not sent."""


class Relay(Protocol):
    def hand(
        self, mail: EmailMessage, *, return_path: str, to: str, before_end: Callable[[], bool]
    ) -> None:
        """Hand over one letter; `before_end` notes that its end is about to be sent.

        Raises NotTaken, Recalled or RelayUnreachable if it certainly was not sent, and Unknown.
        """

    def close(self) -> None: ...


class SmtpRelay(SmtpMailer):
    """One connection to the mail server, kept while letters go out."""

    def hand(
        self, mail: EmailMessage, *, return_path: str, to: str, before_end: Callable[[], bool]
    ) -> None:
        try:
            self._until_the_dot(mail, return_path, to)
        except (smtplib.SMTPException, OSError) as failure:
            self.close()
            raise RelayUnreachable(f"The mail relay failed: {type(failure).__name__}.") from None
        if not before_end():
            self.close()  # without the dot the server has no letter
            raise Recalled("It was withdrawn or cancelled at the last moment.")
        self._dot()

    def _until_the_dot(self, mail: EmailMessage, return_path: str, to: str) -> None:
        connection = self._ready()
        body = _DOT_FIRST.sub(b"..", mail.as_bytes(policy=SMTP))
        code, _ = connection.mail(return_path)
        if code != 250:
            # It is about us, not about this letter: the next one would not go either.
            raise smtplib.SMTPResponseException(code, "")
        self._expect(250, connection.rcpt(to), of_recipient=True)
        self._expect(354, connection.docmd("DATA"))
        connection.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        sock = connection.sock
        # Who speaks now, or has hung up, will not take it. Under TLS a socket has more to say.
        if sock is None or isinstance(sock, ssl.SSLSocket):
            return
        if select.select([sock], [], [], 0)[0]:
            code, _ = connection.getreply()
            self.close()
            raise NotTaken(code if 400 <= code < 600 else 451)

    def _dot(self) -> None:
        connection = self._connection
        if connection is None or connection.sock is None:
            raise Unknown("The mail server hung up before it had the whole letter.")
        try:
            connection.sock.settimeout(ANSWER_SECONDS)
            connection.send(b".\r\n")
        except (smtplib.SMTPException, OSError) as failure:
            # A packet of five bytes leaves whole or not at all.
            self.close()
            raise RelayUnreachable(f"The mail relay failed: {type(failure).__name__}.") from None
        try:
            code, _ = connection.getreply()
            connection.sock.settimeout(TIMEOUT_SECONDS)
        except (smtplib.SMTPException, OSError):
            self.close()
            raise Unknown("The mail server took the letter and gave no answer.") from None
        if code != 250:
            self._reset()
            raise NotTaken(code)

    def _expect(self, wanted: int, reply: tuple[int, bytes], *, of_recipient: bool = False) -> None:
        code = reply[0]
        if code == wanted or (wanted == 250 and code in {251, 252}):
            return
        self._reset()
        raise NotTaken(code, of_recipient=of_recipient)

    def _reset(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            if self._connection is not None and self._connection.rset()[0] == 250:
                return
        self.close()


class FolderRelay(FolderMailer):
    """Writes each letter to a file of its own. For trying things out: no office receives it."""

    def hand(
        self, mail: EmailMessage, *, return_path: str, to: str, before_end: Callable[[], bool]
    ) -> None:
        del return_path, to
        if not before_end():
            raise Recalled("It was withdrawn or cancelled at the last moment.")
        self.send(mail)


def open_relay(smtp_url: str, folder: Path) -> Relay:
    """Return the mail server that is set, or the folder that stands in for one."""
    return SmtpRelay(smtp_url) if smtp_url else FolderRelay(folder)
