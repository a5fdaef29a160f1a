"""HMAC-SHA256 of short texts, for what runs at every act.

`hmac.digest` gives the same bytes, but lets go of the interpreter each time, also for 32 bytes,
and under load gets it back late; hashlib keeps it for short texts and takes two thirds of the time.
Source: RFC 2104
"""

from hashlib import sha256
from typing import Final

_BLOCK_BYTES: Final = 64
_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))


def hmac_sha256(key: bytes, text: bytes) -> bytes:
    """Return the 32 bytes. Raises ValueError for a key of more than 64 bytes."""
    if len(key) > _BLOCK_BYTES:
        raise ValueError(f"This is for keys of at most {_BLOCK_BYTES} bytes.")
    block = key.ljust(_BLOCK_BYTES, b"\0")
    inside = sha256(block.translate(_INNER) + text).digest()
    return sha256(block.translate(_OUTER) + inside).digest()
