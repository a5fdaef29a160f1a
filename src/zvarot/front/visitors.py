"""Where a request comes from and for which host it asks; nothing of it is kept."""

from dataclasses import dataclass

from zvarot.front.body import HeaderMap, Scope


@dataclass(frozen=True, kw_only=True)
class Visitors:
    """hosts -- lower-case names that are answered; empty: all.

    proxy -- address of the one proxy whose `header` is believed; empty: there is none.
    """

    hosts: frozenset[bytes] = frozenset()
    proxy: str = ""
    header: bytes = b"x-real-ip"

    def may_ask(self, headers: HeaderMap) -> bool:
        if not self.hosts:
            return True
        name = headers.get(b"host", b"").lower()
        return name in self.hosts or name.rpartition(b":")[0] in self.hosts

    def address(self, scope: Scope, headers: HeaderMap) -> str:
        client = scope.get("client")
        address: str = client[0] if client else ""
        if self.proxy and address == self.proxy:
            return headers.get(self.header, b"").decode("latin-1").strip()
        return address
