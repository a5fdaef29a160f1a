"""Tell a form posted from our own page from one that another site sends in a visitor's name."""

from dataclasses import dataclass

from zvarot.front.rsgi import HeaderMap

_OURS = frozenset({"same-origin", "none"})


@dataclass(frozen=True)
class Origins:
    """Our own addresses, such as https://sign.example.org."""

    own: frozenset[str]

    def accept(self, headers: HeaderMap) -> bool:
        """Say whether the POST may be ours. A program that sends neither header may be."""
        site = headers.get("sec-fetch-site", "")
        if site in _OURS:
            return True
        origin = headers.get("origin", "")
        if not origin:
            return not site and "origin" not in headers
        if origin in self.own:
            return True
        host = headers.get("host", "")
        return bool(host) and origin in {f"http://{host}", f"https://{host}"}
