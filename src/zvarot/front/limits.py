"""How many acts one network may send, counted in memory that tells nobody's address.

One row of 4,096 cells; which cell a /24 or /56 prefix falls into is a keyed hash whose key
lives an hour. Several networks share a cell, so a hit means "somebody near here", and the
budgets are wide. Source of the sizes: docs/explain/threat-model.md
"""

import hashlib
import ipaddress
import logging
from dataclasses import dataclass, field

from zvarot.front.shared import Shared

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Budgets:
    """Acts per prefix; 0 = not limited. Telling the operator starts at per_action_minute."""

    per_minute: int = 3
    per_hour: int = 20
    per_action_minute: int = 300


@dataclass
class Limits:
    """Counts what is about to be accepted. A faulty form does not use up a budget."""

    shared: Shared
    budgets: Budgets = field(default_factory=Budgets)
    _acts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def wait(self, address: str, now: float, purpose: bytes = b"act") -> int:
        """Count one act from here. Returns 0, or the seconds to wait if a budget is used up."""
        prefix = prefix_of(address)
        if not prefix:
            return 0
        digest = hashlib.blake2b(purpose + prefix, key=self.shared.prefix_key, digest_size=4)
        place, minute = int.from_bytes(digest.digest(), "big"), int(now // 60)
        last, in_minute, in_hour = self.shared.cell(place)
        in_minute = in_minute if last == minute else 0
        if 0 < self.budgets.per_hour <= in_hour:
            return int(3600 - now % 3600) + 1
        if 0 < self.budgets.per_minute <= in_minute:
            return int(60 - now % 60) + 1
        self.shared.set_cell(place, minute, in_minute + 1, in_hour + 1)
        return 0

    def note(self, slug: str, now: float) -> None:
        """Tell the operator, once a minute, that an action is busier than expected.

        Nobody is refused because an action is popular.
        """
        minute = int(now // 60)
        last, acts = self._acts.get(slug, (minute, 0))
        acts = acts + 1 if last == minute else 1
        self._acts[slug] = (minute, acts)
        if acts == self.budgets.per_action_minute > 0:
            log.warning("%s took %d acts within this minute, in this process.", slug, acts)


def prefix_of(address: str) -> bytes:
    """Return the /24 or /56 an address is in; empty for this machine itself.

    Loopback is the operator, or a proxy that nobody configured: limiting it would limit all.
    """
    if address.startswith("127."):
        return b""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return b""
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    if parsed.is_loopback:
        return b""
    return parsed.packed[:3] if parsed.version == 4 else parsed.packed[:7]
