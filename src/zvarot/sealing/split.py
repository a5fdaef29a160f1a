"""Split a key among three holders: any two rebuild it, one alone has nothing.

Replicated XOR: s1 and s2 are random, s3 = key ⊕ s1 ⊕ s2; the holders get (s1, s2), (s2, s3)
and (s3, s1). Whoever lacks one of the three parts has only random bytes, so this needs no
mathematics that must be trusted. A share is its two parts of 32 bytes, the key id (8) and a
checksum (4) against slips of the pen: 76 bytes.
"""

import os
from hashlib import sha256

from zvarot.sealing.errors import ShareRefused
from zvarot.sealing.keys import SecretKey
from zvarot.sealing.suites import PRIVATE_BYTES, SUITES, public_of

SHARE_BYTES = 2 * PRIVATE_BYTES + 8 + 4


def split_2_of_3(secret: SecretKey) -> tuple[bytes, bytes, bytes]:
    """Give three shares. Each call draws new ones: shares of two calls do not fit together."""
    first, second = os.urandom(PRIVATE_BYTES), os.urandom(PRIVATE_BYTES)
    third = _xor(_xor(secret.private, first), second)
    key_id = secret.public.key_id
    return (
        make_share(first, second, key_id),
        make_share(second, third, key_id),
        make_share(third, first, key_id),
    )


def join(one: bytes, other: bytes) -> bytes:
    """Rebuild the private key from two different shares, in any order.

    Raises ShareRefused if a share was copied wrongly, if both are the same one, or if they do
    not belong together.
    """
    (a, b, key_id), (c, d, other_id) = parts_of(one), parts_of(other)
    if key_id != other_id:
        raise ShareRefused("These shares belong to two different keys.")
    if (a, b) == (c, d):
        raise ShareRefused("This is the same share twice. Take that of a second holder.")
    if b == c:
        private = _xor(_xor(a, b), d)
    elif d == a:
        private = _xor(_xor(c, d), b)
    else:
        raise ShareRefused("These shares were made on two occasions and do not fit together.")
    if not any(sha256(public_of(suite, private)).digest()[:8] == key_id for suite in SUITES):
        raise ShareRefused("These shares do not rebuild the key that they name.")
    return private


def make_share(left: bytes, right: bytes, key_id: bytes) -> bytes:
    """Give a share of these two parts, with its checksum."""
    body = left + right + key_id
    return body + _checksum(body)


def parts_of(share: bytes) -> tuple[bytes, bytes, bytes]:
    """Give both parts and the key id. Raises ShareRefused if the share was copied wrongly."""
    if len(share) != SHARE_BYTES:
        raise ShareRefused(f"A share has {SHARE_BYTES} bytes, this one has {len(share)}.")
    if _checksum(share[:-4]) != share[-4:]:
        raise ShareRefused("A share was copied wrongly: its checksum does not fit. Read it again.")
    return share[:PRIVATE_BYTES], share[PRIVATE_BYTES:-12], share[-12:-4]


def _checksum(body: bytes) -> bytes:
    return sha256(b"ap/share/v1" + body).digest()[:4]


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
