"""Slow visitors: a form that dribbles in is ended, others do not notice."""

import asyncio
import socket
import time
from contextlib import closing
from urllib.parse import urlencode

import pytest

from tests.front import asking
from tests.front.running import Running
from tests.front.site import SLUG, answers
from zvarot.front.body import BodyRefused
from zvarot.front.patience import Patience
from zvarot.front.rsgi import Gone


def test_a_form_that_takes_too_long_is_ended() -> None:
    never = asking.Dawdler()

    async def story() -> None:
        patience = Patience(seconds=0.1)
        patience.start()
        with pytest.raises(BodyRefused) as refused:
            await patience.read(never, 10)
        patience.stop()
        assert refused.value.status == 408
        await asyncio.sleep(0)  # the task itself lives on

    asyncio.run(story())


def test_a_visitor_who_leaves_is_forgotten() -> None:
    async def story() -> None:
        patience = Patience()
        patience.start()
        with pytest.raises(Gone):
            await patience.read(asking.Line(b"given_name="), 12)
        patience.stop()

    asyncio.run(story())


def test_a_cancelled_request_stays_cancelled() -> None:
    never = asking.Dawdler()

    async def story() -> None:
        patience = Patience()
        patience.start()
        reading = asyncio.create_task(patience.read(never, 10))
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        patience.stop()

    asyncio.run(story())


def test_a_hundred_half_sent_forms_hold_up_nobody(front: Running) -> None:
    lines = []
    for _ in range(100):
        line = socket.create_connection(("127.0.0.1", front.port), timeout=5)
        line.sendall(_head(500) + b"given_name=")
        lines.append(line)
    began = time.monotonic()

    assert front.sign(**answers()).status == 200
    assert time.monotonic() - began < 3

    for line in lines:
        with closing(line):
            pass


def test_a_form_in_pieces_is_put_together(front: Running) -> None:
    body = urlencode(answers()).encode()
    with closing(socket.create_connection(("127.0.0.1", front.port), timeout=10)) as line:
        line.sendall(_head(len(body)))
        for piece in (body[:7], body[7:20], body[20:]):
            time.sleep(0.05)
            line.sendall(piece)

        assert b" 200 " in line.recv(20)


def test_headers_without_end_are_cut_off(front: Running) -> None:
    with closing(socket.create_connection(("127.0.0.1", front.port), timeout=10)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 40_000 + b"\r\n\r\n")
        answer = line.recv(100)

    assert b" 200 " not in answer
    assert front.get("/").status == 200


def test_two_lengths_in_one_request_are_refused(front: Running) -> None:
    before = len(front.rows())
    body = b"given_name=A&family_name=B&email=a%40example.org&country=LT"
    with closing(socket.create_connection(("127.0.0.1", front.port), timeout=10)) as line:
        line.sendall(
            b"POST /%s/ HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
            % (SLUG.encode(), len(body), len(body), body)
        )
        answer = line.recv(100)

    assert b" 200 " not in answer
    assert len(front.rows()) == before


def _head(length: int) -> bytes:
    return (
        f"POST /{SLUG}/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    ).encode()
