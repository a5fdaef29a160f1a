"""The ticket in a form: when it was drawn, and a nonce that makes a double click one act.

36 bytes, 48 base64url characters: expiry u32 (seconds since 1970) ‖ nonce 16 ‖ MAC 16
(keyed BLAKE2b). It bounds how old and how young a form may be; it names nobody.
"""

import base64
import binascii
import hashlib
import hmac
import os
import struct
from dataclasses import dataclass
from enum import Enum
from typing import Final

LIFE_SECONDS: Final = 24 * 3600
CHARACTERS: Final = 48
_FIELDS: Final = struct.Struct(">I16s")
_MAC_BYTES: Final = 16


class Age(Enum):
    """What a ticket says about the form that carries it."""

    FINE = "fine"
    YOUNG = "young"  # filled in faster than people do
    UNKNOWN = "unknown"  # expired, forged, or of an earlier start of this program


@dataclass(frozen=True, slots=True)
class Ticket:
    age: Age
    nonce: bytes = b""


_UNKNOWN: Final = Ticket(Age.UNKNOWN)


def mint(key: bytes, now: float) -> bytes:
    """Return a new ticket as it stands in the page."""
    fields = _FIELDS.pack(int(now) + LIFE_SECONDS, os.urandom(16))
    return base64.urlsafe_b64encode(fields + _mac(key, fields))


def read(text: str, key: bytes, now: float, min_age: float) -> Ticket:
    """Judge a posted ticket. min_age -- seconds that people need at least for the form."""
    if len(text) != CHARACTERS:
        return _UNKNOWN
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return _UNKNOWN
    fields, mac = raw[: _FIELDS.size], raw[_FIELDS.size :]
    if not hmac.compare_digest(mac, _mac(key, fields)):
        return _UNKNOWN
    expires, nonce = _FIELDS.unpack(fields)
    if now > expires:
        return _UNKNOWN
    is_young = now - (expires - LIFE_SECONDS) < min_age
    return Ticket(Age.YOUNG if is_young else Age.FINE, nonce)


def derive(repeat_key: bytes, nonce: bytes, body: bytes) -> tuple[bytes, bytes]:
    """Return (row id, receipt seed), 16 bytes each, of this very form posted once or twice.

    Without a nonce both are random: nothing ties such an act to another.
    """
    if not nonce:
        return os.urandom(16), os.urandom(16)
    digest = nonce + hashlib.sha256(body).digest()
    both = hashlib.blake2b(digest, key=repeat_key, digest_size=32).digest()
    return both[:16], both[16:]


def _mac(key: bytes, fields: bytes) -> bytes:
    # Not hmac.digest: for 20 bytes it lets go of the interpreter, and gets it back late.
    return hashlib.blake2b(fields, key=key, digest_size=_MAC_BYTES).digest()
