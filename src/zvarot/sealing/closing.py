"""Close one audience's answers so that only that audience's key can open them.

The 72-byte header (contract/envelope.py) is the HPKE `info`: an envelope moved to another row,
action, promise, audience or key does not open. The plaintext has one size for each audience of
an action, so that its length tells nothing.
Source: RFC 9180 (HPKE, base mode); docs/explain/sealing.md
"""

import math
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from zvarot.contract.audiences import AudienceUnknown, code_of
from zvarot.contract.envelope import SIZES, pack_header, pad_plain
from zvarot.contract.keys import PublicKey
from zvarot.sealing.errors import KeyRefused, SealingError
from zvarot.sealing.sender import Sender
from zvarot.sealing.suites import HYBRID_SUITE, PUBLIC_BYTES, SUITES, PublicHalf, load_public

_SIZES: Final = frozenset(SIZES)


class Closer:
    """Closes answers for one audience of one action. Made once, used for every row.

    ends -- seconds since 1970 from which on nothing may be sealed to its key.
    """

    def __init__(self, key: PublicKey, *, size: int, action_id: int) -> None:
        """size -- bytes of the padded plaintext, fixed for this audience at publication.

        Raises KeyRefused for an unknown suite or audience, a wrong length, or a weak point (one
        that would give everybody the same secret).
        """
        if size not in _SIZES:
            raise SealingError(f"An envelope has one of the sizes {SIZES}.")
        self._public, self._audience = _usable(key)
        self._key = key
        self._key_id = key.key_id
        self._size = size
        self._action_id = action_id
        self.ends = key.valid_until.timestamp() if key.valid_until else math.inf

    def close(
        self,
        fields: Mapping[str, str],
        *,
        sender: Sender,
        row_id: bytes,
        promise_hash: bytes,
        now: float,
    ) -> bytes:
        """Close `fields`. sender -- the same for all envelopes of this row, and for no other row.

        Raises KeyRefused for a key that is expired, and PlaintextTooLong for answers that do not
        fit: the caller stores nothing then.
        """
        if now >= self.ends:
            raise KeyRefused(_expired(self._key))
        if len(row_id) != 16 or len(promise_hash) != 32:
            raise SealingError("An envelope needs a row id of 16 bytes, a promise hash of 32.")
        suite, public = self._key.suite, self._public
        header = pack_header(
            suite, self._audience, self._action_id, row_id, promise_hash, self._key_id
        )
        plain = pad_plain(fields, self._size)
        if isinstance(public, X25519PublicKey):
            return header + sender.seal(plain, header, public, self._key.public)
        return header + SUITES[HYBRID_SUITE].encrypt(plain, public, header)


def seal(
    fields: Mapping[str, str],
    *,
    key: PublicKey,
    size: int,
    action_id: int,
    row_id: bytes,
    promise_hash: bytes,
) -> bytes:
    """Close one envelope alone, now. Raises what making and using a Closer raises."""
    closer = Closer(key, size=size, action_id=action_id)
    return closer.close(
        fields, sender=Sender(), row_id=row_id, promise_hash=promise_hash, now=time.time()
    )


def check_key(key: PublicKey) -> None:
    """Raise KeyRefused if nothing can be sealed to this key. An expired one is not refused."""
    _usable(key)


@lru_cache(maxsize=1024)
def _usable(key: PublicKey) -> tuple[PublicHalf, int]:
    """Load and try a key once; what raises is not remembered and raises again."""
    if key.suite not in SUITES:
        raise KeyRefused(f"The key for {key.audience!r} has suite {key.suite}; we know 1 and 2.")
    try:
        audience = code_of(key.audience)
    except AudienceUnknown as unknown:
        raise KeyRefused(str(unknown)) from None
    try:
        public = load_public(key.suite, key.public)
        SUITES[key.suite].encrypt(b"", public)  # the library refuses low-order points only now
    except ValueError:
        raise KeyRefused(
            f"The public key for {key.audience!r} is damaged or weak: suite {key.suite} needs "
            f"{PUBLIC_BYTES[key.suite]} bytes of a real key. Take the key file again."
        ) from None
    return public, audience


def _expired(key: PublicKey) -> str:
    return (
        f"The key {key.key_id.hex()} for {key.audience!r} was valid until {key.valid_until}. "
        f"Publish a new one."
    )
