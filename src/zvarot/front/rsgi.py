"""What the server and the front say to each other: RSGI, Granian's own protocol.

The only file that knows it. RSGI gives a request as one object that is asked for what is needed,
takes the whole body and the whole answer in one call each, and so costs a third less than ASGI.
Source: https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md
"""

from collections.abc import Awaitable
from typing import Protocol

from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]

from zvarot.front.wire import Headers, Reply


class HeaderMap(Protocol):
    """Headers of a request by lower-case name; one that is not ASCII text is as if not sent."""

    def get(self, name: str, otherwise: str, /) -> str: ...

    def __contains__(self, name: object, /) -> bool: ...


class ServerHeaders(HeaderMap, Protocol):
    def get_all(self, name: str, /) -> list[str]: ...


class Scope(Protocol):
    """A request without its body. client -- address and port, as in 192.0.2.1:80 or [::1]:80."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def query_string(self) -> str: ...
    @property
    def client(self) -> str: ...
    @property
    def headers(self) -> ServerHeaders: ...


class Line(Protocol):
    """The way back to the visitor: called, it gives the body; it takes one answer."""

    def __call__(self) -> Awaitable[bytes]: ...

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...


class Gone(Exception):
    """The connection ended before the form was there."""


async def read_body(line: Line, length: int) -> bytes:
    """Read the announced bytes; the server itself takes no more. Raises Gone if fewer come."""
    try:
        body = await line()
    except ProtocolClosed:
        raise Gone from None
    if len(body) != length:
        raise Gone
    return body


def answer(line: Line, reply: Reply, *, is_head: bool) -> None:
    """Send an answer; to HEAD, everything but the body."""
    if is_head:
        line.response_bytes(reply.status, reply.headers_and_length(), b"")
    else:
        line.response_bytes(reply.status, reply.headers, reply.body)
