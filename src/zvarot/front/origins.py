"""Tell a form posted from our own page from one that another site sends in a visitor's name."""

from dataclasses import dataclass

from zvarot.front.body import HeaderMap

_OURS = frozenset({b"same-origin", b"none"})


@dataclass(frozen=True)
class Origins:
    """Our own addresses, such as https://sign.example.org."""

    own: frozenset[bytes]

    def accept(self, headers: HeaderMap) -> bool:
        """Say whether the POST may be ours. A program that sends neither header may be."""
        site = headers.get(b"sec-fetch-site")
        if site in _OURS:
            return True
        origin = headers.get(b"origin")
        if origin is None:
            return site is None
        if origin in self.own:
            return True
        host = headers.get(b"host", b"")
        return bool(host) and origin in {b"http://" + host, b"https://" + host}
