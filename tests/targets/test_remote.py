"""A service outside that hangs, lies, floods or sends us elsewhere costs two seconds at most."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from zvarot.targets.lookup import Found, Reason
from zvarot.targets.remote import resolve

NOTHING = Found((), Reason.NONE)
NEW_YORK = "ocd-division/country:us/state:ny"
Answer = Callable[[BaseHTTPRequestHandler], None]


def test_what_it_says_is_taken_over() -> None:
    asked: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        _send(request, json.dumps({"divisions": [NEW_YORK, NEW_YORK]}).encode())

    with service(answer) as url:
        found = resolve(url, country="US", postal_code="10001 &x")

    assert found == Found((NEW_YORK,), Reason.FOUND)
    assert asked == ["/?country=US&postal_code=10001+%26x"]


def test_several_divisions_are_many() -> None:
    body = json.dumps({"divisions": [NEW_YORK, NEW_YORK + "/cd:1"]}).encode()

    with service(lambda request: _send(request, body)) as url:
        assert resolve(url, country="US", postal_code="1").reason is Reason.MANY


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'{"divisions": "ocd"}',
        b'{"divisions": []}',
        b'{"divisions": [1]}',
        b'{"divisions": ["<script>"]}',
        b"[" * 60_000,
        b"\xff\xfe",
        json.dumps({"divisions": [f"{NEW_YORK}/cd:{n}" for n in range(101)]}).encode(),
    ],
)
def test_nonsense_is_nothing(body: bytes) -> None:
    with service(lambda request: _send(request, body)) as url:
        assert resolve(url, country="US", postal_code="10001") == NOTHING


def test_ten_megabytes_are_not_read() -> None:
    with service(lambda request: _send(request, b" " * 10_000_000)) as url:
        assert resolve(url, country="US", postal_code="10001") == NOTHING


def test_who_hangs_is_not_waited_for() -> None:
    with service(lambda _request: time.sleep(1.5)) as url:
        assert _seconds(url) < 1.2


def test_who_answers_drop_by_drop_is_not_waited_for() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(15):
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.1)

    with service(answer) as url:
        assert _seconds(url) < 1.2


def test_headers_that_come_drop_by_drop_are_not_waited_for() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        for _ in range(15):
            request.wfile.write(b"H")
            time.sleep(0.1)

    with service(answer) as url:
        assert _seconds(url) < 1.2


def test_nobody_is_followed_elsewhere() -> None:
    good = json.dumps({"divisions": [NEW_YORK]}).encode()

    with service(lambda request: _send(request, good)) as elsewhere:

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(302)
            request.send_header("Location", elsewhere)
            request.end_headers()

        with service(answer) as url:
            assert resolve(url, country="US", postal_code="10001") == NOTHING


@pytest.mark.parametrize("url", ["file:///etc/hostname", "nothing", "http://127.0.0.1:1/"])
def test_an_address_that_is_none_is_nothing(url: str) -> None:
    assert resolve(url, country="US", postal_code="10001") == NOTHING


def _seconds(url: str) -> float:
    started = time.monotonic()
    assert resolve(url, country="US", postal_code="10001", timeout=0.3) == NOTHING
    return time.monotonic() - started


def _send(request: BaseHTTPRequestHandler, body: bytes) -> None:
    request.send_response(200)
    request.end_headers()
    request.wfile.write(body)


@contextmanager
def service(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                answer(self)
            except OSError:
                self.close_connection = True  # the asker has gone

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
