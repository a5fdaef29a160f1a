"""Ask a service outside for the divisions of a place. Used only if a setting names one.

It is told a country and a postal code, nothing else, and gets no time to think: whatever goes
wrong, the answer is that nothing was found, and the action goes on without.
"""

import json
import queue
import re
import threading
import time
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from zvarot.targets.lookup import Found, Reason

MAX_BYTES: Final = 65_536
MAX_DIVISIONS: Final = 100
_CHUNK: Final = 4096
_DIVISION: Final = re.compile(r"ocd-division/country:[a-z]{2}(?:/[a-z0-9_-]+:[a-z0-9._~-]+)*")
_NOTHING: Final = Found((), Reason.NONE)


class _StayThere(HTTPRedirectHandler):
    """Follow nobody elsewhere: the operator named one address."""

    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        return None


def resolve(url: str, *, country: str, postal_code: str, timeout: float = 2.0) -> Found:
    """Ask `url?country=…&postal_code=…`, which answers `{"divisions": [id, …]}`.

    timeout -- seconds for everything together, also for a service that answers drop by drop.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        return _NOTHING
    asked = urlencode({"country": country, "postal_code": postal_code})
    address = f"{url}{'&' if urlsplit(url).query else '?'}{asked}"
    answers: queue.SimpleQueue[Found] = queue.SimpleQueue()
    # A name server, or headers that come a byte at a time, keep no socket's time limit. So the
    # asking has a thread of its own, and who does not come back in time is left behind.
    threading.Thread(target=_ask, args=(address, timeout, answers), daemon=True).start()
    try:
        return answers.get(timeout=timeout)
    except queue.Empty:
        return _NOTHING


def _ask(address: str, timeout: float, answers: "queue.SimpleQueue[Found]") -> None:
    try:
        answers.put(_divisions(_read(address, time.monotonic() + timeout, timeout)))
    except (OSError, HTTPException, ValueError, TypeError, KeyError, RecursionError):
        answers.put(_NOTHING)


def _read(address: str, until: float, timeout: float) -> bytes:
    request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 -- looked at above
    body = bytearray()
    with _opener().open(request, timeout=timeout) as answer:
        # read1 gives what one read of the socket brings, so a trickle cannot outlast `until`.
        while part := answer.read1(_CHUNK):
            body += part
            if len(body) > MAX_BYTES or time.monotonic() > until:
                raise ValueError("too much, or too slow")
    return bytes(body)


def _opener() -> OpenerDirector:
    return build_opener(_StayThere, ProxyHandler({}))


def _divisions(body: bytes) -> Found:
    said = json.loads(body)["divisions"]
    if not isinstance(said, list) or len(said) > MAX_DIVISIONS:
        return _NOTHING
    if not all(isinstance(one, str) and _DIVISION.fullmatch(one) for one in said):
        return _NOTHING
    unique = tuple(dict.fromkeys(said))
    if not unique:
        return _NOTHING
    return Found(unique, Reason.FOUND if len(unique) == 1 else Reason.MANY)
