"""A mail server on loopback that does what it is told: refuses, delays, hangs up anywhere."""

import email
import email.policy
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

TAKE = "250 taken"
DROP_IN_BODY = "drop in body"  # hangs up before the letter has ended
DROP_UNTAKEN = "drop untaken"  # hangs up when it has the letter, and throws it away
DROP_TAKEN = "drop taken"  # keeps the letter and hangs up without a word


@dataclass
class Server:
    """answers -- to each mail in turn: a reply to RCPT ("rcpt 550 …"), to the end of the
    letter ("451 later"), or one of the drops; when none is left, mail is taken.
    """

    port: int = 0
    answers: list[str] = field(default_factory=list)
    delay: float = 0.0
    refuses: bool = False
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def tokens(self) -> list[str]:
        with self.lock:
            return [sender.partition("+")[2].partition("@")[0] for sender, _ in self.envelopes]

    def next_answer(self) -> str:
        with self.lock:
            return self.answers.pop(0) if self.answers else TAKE

    def keep(self, sender: str, to: str, raw: bytes) -> None:
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        with self.lock:
            self.mails.append(parsed)
            self.envelopes.append((sender, to))


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: "_Listener"

    def handle(self) -> None:
        with suppress(OSError):
            self._talk(self.server.told)

    def _talk(self, told: Server) -> None:
        self._say("421 not now" if told.refuses else "220 here")
        sender = to = ""
        answer = TAKE
        while not told.refuses and (line := self.rfile.readline()):
            word = line.strip().upper()
            if word.startswith(b"MAIL"):
                sender, answer = _address(line), told.next_answer()
                self._say(answer[5:] if answer.startswith("mail ") else "250 ok")
            elif word.startswith(b"RCPT"):
                to = _address(line)
                is_refused = answer.startswith("rcpt ")
                self._say(answer.removeprefix("rcpt ") if is_refused else "250 ok")
            elif word.startswith(b"DATA"):
                self._say("354 go on")
                if not self._data(told, answer, sender, to):
                    return
            elif word.startswith(b"QUIT"):
                return
            else:
                self._say("250 ok")

    def _data(self, told: Server, answer: str, sender: str, to: str) -> bool:
        body = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False  # the sender hung up: there is no letter
            body += line[1:] if line.startswith(b".") else line
            if answer == DROP_IN_BODY:
                self._hang_up()
                return False
        time.sleep(told.delay)
        if answer in {TAKE, DROP_TAKEN}:
            told.keep(sender, to, body)
        if answer in {DROP_TAKEN, DROP_UNTAKEN}:
            self._hang_up()
            return False
        self._say(answer)
        return True

    def _say(self, reply: str) -> None:
        self.wfile.write(f"{reply}\r\n".encode())

    def _hang_up(self) -> None:
        at_once = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.connection.close()


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, told: Server) -> None:
        self.told = told
        super().__init__(("127.0.0.1", 0), _Talk)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no news here."""


@contextmanager
def running() -> Iterator[Server]:
    told = Server()
    listener = _Listener(told)
    told.port = listener.server_address[1]
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()


def text_of(mail: EmailMessage) -> str:
    """What the mail says, with the ends of lines as they were written."""
    return str(mail.get_content()).replace("\r\n", "\n")


def _address(line: bytes) -> str:
    return line.decode().partition("<")[2].partition(">")[0]
