"""Requests as the server hands them over, for tests without a server."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from zvarot.front.wire import Headers


@dataclass(frozen=True)
class AskedHeaders:
    """Header lines, with lower-case names."""

    lines: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, otherwise: str, /) -> str:
        return next(iter(self.get_all(name)), otherwise)

    def get_all(self, name: str, /) -> list[str]:
        return [value for known, value in self.lines if known == name]

    def __contains__(self, name: object, /) -> bool:
        return any(known == name for known, _value in self.lines)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request without its body."""

    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    client: str = "127.0.0.1:1"
    headers: AskedHeaders = field(default_factory=AskedHeaders)


@dataclass
class Line:
    """A visitor who sends `body` and waits."""

    body: bytes = b""
    answers: list[tuple[int, Mapping[str, str], bytes]] = field(default_factory=list)

    async def __call__(self) -> bytes:
        return self.body

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        self.answers.append((status, dict(headers), body))


class Dawdler(Line):
    """A visitor whose form does not come to an end."""

    async def __call__(self) -> bytes:
        await asyncio.sleep(60)
        return b""
