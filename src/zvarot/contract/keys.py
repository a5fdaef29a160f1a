"""The public half of an audience's key, as it travels in a bundle."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """Closes envelopes for one audience; opens nothing.

    public -- raw bytes: 32 for suite 1 (X25519), 1216 for suite 2 (ML-KEM-768 + X25519).
    valid_until -- aware moment after which nothing may be sealed to it; None: no end set.
    """

    audience: str
    public: bytes
    suite: int = 1
    valid_until: datetime | None = None

    @cached_property
    def key_id(self) -> bytes:
        """The first 8 bytes of SHA-256 of the public key."""
        return hashlib.sha256(self.public).digest()[:8]

    def to_json(self) -> dict[str, Any]:
        return {
            "audience": self.audience,
            "public": base64.b64encode(self.public).decode(),
            "suite": self.suite,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "PublicKey":
        until = data.get("valid_until")
        return cls(
            audience=data["audience"],
            public=base64.b64decode(data["public"], validate=True),
            suite=data["suite"],
            valid_until=datetime.fromisoformat(until) if until else None,
        )
