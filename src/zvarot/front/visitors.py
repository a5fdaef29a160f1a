"""Where a request comes from and for which host it asks; nothing of it is kept."""

from dataclasses import dataclass

from zvarot.front.rsgi import HeaderMap, Scope


@dataclass(frozen=True, kw_only=True)
class Visitors:
    """hosts -- lower-case names that are answered; empty: all.

    proxy -- address of the one proxy whose `header` is believed; empty: there is none.
    """

    hosts: frozenset[str] = frozenset()
    proxy: str = ""
    header: str = "x-real-ip"

    def may_ask(self, headers: HeaderMap) -> bool:
        if not self.hosts:
            return True
        name = headers.get("host", "").lower()
        return name in self.hosts or name.rpartition(":")[0] in self.hosts

    def address(self, scope: Scope) -> str:
        address = scope.client.rpartition(":")[0].strip("[]")
        if self.proxy and address == self.proxy:
            # The last one is the proxy's own, whatever the visitor sent before it.
            return "".join(scope.headers.get_all(self.header)[-1:]).strip()
        return address
