"""The hash over everything that was sealed with a signature, as its leaf carries it."""

import hashlib
from collections.abc import Iterable

from zvarot.contract.audiences import POSTMAN, code_of

_CONTEXT = b"ap/body/v1"


def digest(sealed: bytes) -> bytes:
    """Return what stays of an envelope when it is erased."""
    return hashlib.sha256(sealed).digest()


def body_hash(digests: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the hash over (audience, SHA-256 of its envelope), leaving out the postman's.

    In the order of the audiences' numbers; each is its name, a zero byte, its digest. The
    digests outlive the envelopes, so the leaf of a row can be recomputed for ever.
    """
    hashed = hashlib.sha256(_CONTEXT)
    for audience, one in sorted(digests, key=_place):
        if audience != POSTMAN:
            hashed.update(audience.encode() + b"\0" + one)
    return hashed.digest()


def _place(pair: tuple[str, bytes]) -> tuple[int, str]:
    return code_of(pair[0]), pair[0]
