"""What every answer carries, and how it is sent: the headers of security, one small class.

Answers are made once, as bytes, and sent many times. Headers are exact: a browser ignores
one that is nearly right, so tests compare them over the wire.
"""

import gzip
from dataclasses import dataclass
from typing import Final

Headers = tuple[tuple[str, str], ...]  # as the server takes them

HTML: Final = "text/html; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"
PDF: Final = "application/pdf"
JSON: Final = "application/json"

NO_STORE: Final = "no-store"
PAGE: Final = "public, max-age=60"
PAGE_OF_ONE: Final = "private, max-age=60"  # the page carries a nonce of its own
COUNT: Final = "public, max-age=5"
CHECKPOINT: Final = "public, max-age=5"
FOR_EVER: Final = "public, max-age=31536000, immutable"

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self';"
    " script-src 'self'; worker-src 'self'; connect-src 'none'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
    " trusted-types 'none'"
)
# The page on which a receipt is looked for: its script reads the log, and nothing posts.
_POLICY_OF_READER: Final = _POLICY.replace("connect-src 'none'", "connect-src 'self'").replace(
    "form-action 'self'", "form-action 'none'"
)
_PERMISSIONS: Final = (
    "accelerometer=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(),"
    " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), serial=(),"
    " bluetooth=(), web-share=(), browsing-topics=()"
)
_ALWAYS: Final[Headers] = (
    ("content-security-policy", _POLICY),
    # Not no-referrer: browsers would then send "Origin: null" with the form.
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("permissions-policy", _PERMISSIONS),
)
_VARY: Final = ("vary", "accept-encoding")
_GZIP: Final = ("content-encoding", "gzip")
_HSTS: Final = ("strict-transport-security", "max-age=63072000; includeSubDomains")
_SAME_ORIGIN: Final[Headers] = (("cross-origin-resource-policy", "same-origin"),)
_OPEN: Final[Headers] = (
    ("cross-origin-resource-policy", "cross-origin"),
    ("access-control-allow-origin", "*"),
)


class Reply:
    """One whole answer, in the form in which the server takes it.

    The server adds the length by itself, but for HEAD.
    is_steady -- the same for everybody and kept for a while: worth compressing. What answers one
    person never is, as the length of compressed text tells what is in it.
    """

    __slots__ = ("_packed", "body", "headers", "is_steady", "status")

    def __init__(
        self, status: int, headers: Headers, body: bytes = b"", *, is_steady: bool = False
    ) -> None:
        self.status = status
        self.is_steady = is_steady
        self._packed: Reply | None = None
        self.headers = headers
        self.body = body

    def headers_and_length(self) -> Headers:
        # A 304 has no body, and its length would be taken for the page's.
        length = () if self.status == 304 else (("content-length", str(len(self.body))),)
        return (*self.headers, *length)

    def having(self, name: str, value: str) -> "Reply":
        """Return the same answer with one header more."""
        headers = (*self.headers, (name, value))
        return Reply(self.status, headers, self.body, is_steady=self.is_steady)

    def steady(self) -> "Reply":
        """Return the same answer as one that is kept, and so may be sent compressed."""
        return Reply(self.status, (*self.headers, _VARY), self.body, is_steady=True)

    def packed_for(self, accepted: str) -> "Reply":
        """Return the compressed answer to a browser that takes it; made once."""
        if not self.is_steady or "gzip" not in accepted:
            return self
        if self._packed is None:
            body = gzip.compress(self.body, mtime=0)
            self._packed = Reply(self.status, (*self.headers, _GZIP), body)
        return self._packed

    def unless_known(self, tag: str) -> "Reply":
        """Return 304 if the browser already has this page (its tag is `tag`)."""
        if not tag or not any(n == "etag" and tag == v for n, v in self.headers):
            return self
        kept = tuple(pair for pair in self.headers if pair[0] != "content-type")
        return Reply(304, kept)


@dataclass(frozen=True)
class Wire:
    """Makes answers for one site.

    origin -- public address; with https it adds the header that keeps browsers there.
    onion -- address of the same site as an onion service, or empty.
    """

    origin: str
    onion: str = ""

    def page(
        self, body: bytes, *, status: int = 200, cache: str = NO_STORE, path: str = ""
    ) -> Reply:
        onion = (("onion-location", self.onion + path),) if self.onion and path else ()
        return Reply(status, self.headers(HTML, cache) + onion, body)

    def reader(self, body: bytes, *, path: str) -> Reply:
        """Return the page whose script may fetch from this site, such as files of the log."""
        reply = self.page(body, path=path)
        policy = ("content-security-policy", _POLICY_OF_READER)
        others = (pair for pair in reply.headers if pair[0] != policy[0])
        return Reply(200, (policy, *others), body)

    def text(self, body: str, *, status: int = 200, cache: str = NO_STORE) -> Reply:
        return Reply(status, self.headers(TEXT, cache), body.encode())

    def pdf(self, body: bytes) -> Reply:
        """Return a document that was made for one person."""
        name = ("content-disposition", 'inline; filename="letters.pdf"')
        return Reply(200, (*self.headers(PDF, NO_STORE), name), body)

    def file(self, body: bytes, kind: str, cache: str, *, is_open: bool = False) -> Reply:
        """is_open -- other sites' pages may load it, such as the count and the ledger."""
        return Reply(200, self.headers(kind, cache, is_open=is_open), body)

    def moved(self, where: str) -> Reply:
        headers = (*self.headers(TEXT, PAGE), ("location", where))
        return Reply(308, headers, b"")

    def headers(self, kind: str, cache: str, *, is_open: bool = False) -> Headers:
        hsts = (_HSTS,) if self.origin.startswith("https:") and not self._is_onion else ()
        shared = _OPEN if is_open else _SAME_ORIGIN
        return (*_ALWAYS, *hsts, *shared, ("cache-control", cache), ("content-type", kind))

    @property
    def _is_onion(self) -> bool:
        return self.origin.endswith(".onion")
