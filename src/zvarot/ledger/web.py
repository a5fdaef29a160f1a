"""Fetching published files over HTTP, with the standard library alone.

One connection, kept open: a log of a million leaves is eight thousand small files.
"""

import http.client
import ssl
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from zvarot.ledger.errors import Unreachable

Fetch = Callable[[str], bytes]

MOST_BYTES: Final = 8 << 20
SECONDS: Final = 30


class Web:
    """Reads files below one address, such as https://act.example.org."""

    def __init__(self, url: str, agent: str = "zvarot-ledger") -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Unreachable(f"{url} is not an address of a site; write https://…")
        self._prefix = parts.path.rstrip("/")
        self._agent = agent
        if parts.scheme == "https":
            self._line: http.client.HTTPConnection = http.client.HTTPSConnection(
                parts.netloc, timeout=SECONDS, context=ssl.create_default_context()
            )
        else:
            self._line = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)

    def __call__(self, path: str) -> bytes:
        """Give the bytes of a file.

        Raises FileNotFoundError if there is none, Unreachable if nothing useful answers.
        """
        try:
            answer = self._ask(path)
        except (OSError, http.client.HTTPException):  # a kept line that the server has closed
            self._line.close()
            try:
                answer = self._ask(path)
            except (OSError, http.client.HTTPException) as problem:
                self._line.close()
                raise Unreachable(f"{path} cannot be fetched: {type(problem).__name__}.") from None
        status, body = answer
        if status == 404:
            raise FileNotFoundError(f"There is no {path} on this site.")
        if status != 200 or len(body) > MOST_BYTES:
            raise Unreachable(f"{path} cannot be fetched: the site answers with {status}.")
        return body

    def _ask(self, path: str) -> tuple[int, bytes]:
        headers = {"User-Agent": self._agent, "Cache-Control": "no-cache"}
        self._line.request("GET", f"{self._prefix}/{path}", headers=headers)
        answer = self._line.getresponse()
        return answer.status, answer.read(MOST_BYTES + 1)
