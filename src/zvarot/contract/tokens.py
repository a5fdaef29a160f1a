"""The token in a mailed link: row id, expiry day, signature. No action, no look-up.

84 bytes, 112 base64url characters: row id 16 ‖ expiry day u32 ‖ Ed25519 64, signed over
"ap/confirm/v1" ‖ row id ‖ day. The front verifies with the public key, so a front that was
broken into can mint nothing.
"""

import base64
import binascii
import struct
from datetime import date
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zvarot.contract.errors import ZvarotError

CHARACTERS: Final = 112
_CONTEXT: Final = b"ap/confirm/v1"
_FIELDS: Final = struct.Struct(">16sI")
_EPOCH: Final = date(1970, 1, 1)


class TokenInvalid(ZvarotError):
    """A link that we did not mail, or that is too old."""


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def mint(private: Ed25519PrivateKey, row_id: bytes, expires_on: date) -> str:
    fields = _FIELDS.pack(row_id, day_number(expires_on))
    signed = fields + private.sign(_CONTEXT + fields)
    return base64.urlsafe_b64encode(signed).decode()


def read(token: str, public: bytes, today: date) -> bytes:
    """Return the row id.

    public -- raw Ed25519 public key, 32 bytes.
    Raises TokenInvalid if the token is malformed, forged or expired before `today` (UTC).
    """
    if len(token) != CHARACTERS:
        raise TokenInvalid("This link is not complete. Copy it whole from the mail.")
    try:
        data = base64.b64decode(token, altchars=b"-_", validate=True)
        fields, signature = data[: _FIELDS.size], data[_FIELDS.size :]
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _CONTEXT + fields)
    except (binascii.Error, ValueError, InvalidSignature):
        raise TokenInvalid("This link was not made by us. Copy it whole from the mail.") from None
    row_id, expires = _FIELDS.unpack(fields)
    if expires < day_number(today):
        raise TokenInvalid("This link has expired. Sign again to get a new one.")
    return bytes(row_id)
