"""What every answer carries, and how it is sent: the headers of security, one small class.

Answers are made once, as bytes, and sent many times. Headers are exact: a browser ignores
one that is nearly right, so tests compare them over the wire.
"""

import gzip
from dataclasses import dataclass
from typing import Final

from zvarot.front.body import Message, Receive, Scope, Send

Headers = tuple[tuple[bytes, bytes], ...]

HTML: Final = b"text/html; charset=utf-8"
TEXT: Final = b"text/plain; charset=utf-8"
PDF: Final = b"application/pdf"
JSON: Final = b"application/json"

NO_STORE: Final = b"no-store"
PAGE: Final = b"public, max-age=60"
PAGE_OF_ONE: Final = b"private, max-age=60"  # the page carries a nonce of its own
COUNT: Final = b"public, max-age=5"
CHECKPOINT: Final = b"public, max-age=5"
FOR_EVER: Final = b"public, max-age=31536000, immutable"

_POLICY: Final = (
    b"default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self';"
    b" script-src 'self'; worker-src 'self'; connect-src 'none'; form-action 'self';"
    b" base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
    b" trusted-types 'none'"
)
_PERMISSIONS: Final = (
    b"accelerometer=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(),"
    b" gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), serial=(),"
    b" bluetooth=(), web-share=(), browsing-topics=()"
)
_ALWAYS: Final[Headers] = (
    (b"content-security-policy", _POLICY),
    # Not no-referrer: browsers would then send "Origin: null" with the form.
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-embedder-policy", b"require-corp"),
    (b"permissions-policy", _PERMISSIONS),
)
_VARY: Final = (b"vary", b"accept-encoding")
_GZIP: Final = (b"content-encoding", b"gzip")
_NOTHING: Final[Message] = {"type": "http.response.body", "body": b""}
_HSTS: Final = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
_SAME_ORIGIN: Final[Headers] = ((b"cross-origin-resource-policy", b"same-origin"),)
_OPEN: Final[Headers] = (
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"access-control-allow-origin", b"*"),
)


class Reply:
    """One whole answer, made ready for the server: its two messages are built once.

    is_steady -- the same for everybody and kept for a while: worth compressing. What answers one
    person never is, as the length of compressed text tells what is in it.
    """

    __slots__ = ("_packed", "body", "end", "headers", "is_steady", "start", "status")

    def __init__(
        self, status: int, headers: Headers, body: bytes = b"", *, is_steady: bool = False
    ) -> None:
        self.status = status
        self.is_steady = is_steady
        self._packed: Reply | None = None
        self.headers = headers
        self.body = body
        # A 304 has no body, and its length would be taken for the page's.
        length = () if status == 304 else ((b"content-length", b"%d" % len(body)),)
        self.start: Message = {
            "type": "http.response.start",
            "status": status,
            "headers": [*headers, *length],
        }
        self.end: Message = {"type": "http.response.body", "body": body}

    def having(self, name: bytes, value: bytes) -> "Reply":
        """Return the same answer with one header more."""
        headers = (*self.headers, (name, value))
        return Reply(self.status, headers, self.body, is_steady=self.is_steady)

    def steady(self) -> "Reply":
        """Return the same answer as one that is kept, and so may be sent compressed."""
        return Reply(self.status, (*self.headers, _VARY), self.body, is_steady=True)

    def packed_for(self, accepted: bytes) -> "Reply":
        """Return the compressed answer to a browser that takes it; made once."""
        if not self.is_steady or b"gzip" not in accepted:
            return self
        if self._packed is None:
            body = gzip.compress(self.body, mtime=0)
            self._packed = Reply(self.status, (*self.headers, _GZIP), body)
        return self._packed

    def unless_known(self, tag: bytes | None) -> "Reply":
        """Return 304 if the browser already has this page (its tag is `tag`)."""
        if not tag or not any(n == b"etag" and tag == v for n, v in self.headers):
            return self
        kept = tuple(pair for pair in self.headers if pair[0] != b"content-type")
        return Reply(304, kept)

    async def __call__(self, scope: Scope, _receive: Receive, send_message: Send) -> None:
        """Be an ASGI response, for Starlette's routes."""
        await send(self, send_message, is_head=scope["method"] == "HEAD")


@dataclass(frozen=True)
class Wire:
    """Makes answers for one site.

    origin -- public address; with https it adds the header that keeps browsers there.
    onion -- address of the same site as an onion service, or empty.
    """

    origin: str
    onion: str = ""

    def page(
        self, body: bytes, *, status: int = 200, cache: bytes = NO_STORE, path: str = ""
    ) -> Reply:
        onion = ((b"onion-location", (self.onion + path).encode()),) if self.onion and path else ()
        return Reply(status, self.headers(HTML, cache) + onion, body)

    def text(self, body: str, *, status: int = 200, cache: bytes = NO_STORE) -> Reply:
        return Reply(status, self.headers(TEXT, cache), body.encode())

    def pdf(self, body: bytes) -> Reply:
        """Return a document that was made for one person."""
        name = (b"content-disposition", b'inline; filename="letters.pdf"')
        return Reply(200, (*self.headers(PDF, NO_STORE), name), body)

    def file(self, body: bytes, kind: bytes, cache: bytes, *, is_open: bool = False) -> Reply:
        """is_open -- other sites' pages may load it, such as the count and the ledger."""
        return Reply(200, self.headers(kind, cache, is_open=is_open), body)

    def moved(self, where: str) -> Reply:
        headers = (*self.headers(TEXT, PAGE), (b"location", where.encode()))
        return Reply(308, headers, b"")

    def headers(self, kind: bytes, cache: bytes, *, is_open: bool = False) -> Headers:
        hsts = (_HSTS,) if self.origin.startswith("https:") and not self._is_onion else ()
        shared = _OPEN if is_open else _SAME_ORIGIN
        return (*_ALWAYS, *hsts, *shared, (b"cache-control", cache), (b"content-type", kind))

    @property
    def _is_onion(self) -> bool:
        return self.origin.endswith(".onion")


async def send(reply: Reply, send_message: Send, *, is_head: bool = False) -> None:
    """Send an answer; to HEAD, everything but the body."""
    await send_message(reply.start)
    await send_message(_NOTHING if is_head else reply.end)
