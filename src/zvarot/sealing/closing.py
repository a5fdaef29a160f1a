"""Close one audience's answers so that only that audience's key can open them.

The 72-byte header (contract/envelope.py) is the HPKE `info`: an envelope moved to another row,
action, promise, audience or key does not open. The plaintext has one size for each audience of
an action, so that its length tells nothing.
Source: RFC 9180 (HPKE, base mode); docs/explain/sealing.md
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.hpke import Suite

from zvarot.contract.audiences import AudienceUnknown, code_of
from zvarot.contract.envelope import SIZES, pack_header, pad_plain
from zvarot.contract.keys import PublicKey, is_expired
from zvarot.sealing.errors import KeyRefused, SealingError
from zvarot.sealing.suites import PUBLIC_BYTES, SUITES, PublicHalf, load_public

_SIZES: Final = frozenset(SIZES)


def seal(
    fields: Mapping[str, str],
    *,
    key: PublicKey,
    size: int,
    action_id: int,
    row_id: bytes,
    promise_hash: bytes,
) -> bytes:
    """Close `fields` for the audience of `key`.

    size -- bytes of the padded plaintext, fixed for this audience at publication.

    Raises KeyRefused for a key that is expired, unknown or weak, and PlaintextTooLong for
    answers that do not fit: the caller stores nothing then.
    """
    suite, public, audience = _usable(key)
    if key.valid_until is not None and datetime.now(UTC) >= key.valid_until:
        raise KeyRefused(_expired(key))
    if len(row_id) != 16 or len(promise_hash) != 32 or size not in _SIZES:
        raise SealingError(
            f"An envelope needs a row id of 16 bytes, a promise hash of 32, a size of {SIZES}."
        )
    header = pack_header(key.suite, audience, action_id, row_id, promise_hash, key.key_id)
    return header + suite.encrypt(pad_plain(fields, size), public, header)


def check(key: PublicKey, now: datetime) -> None:
    """Make sure that something may be sealed to `key`.

    Raises KeyRefused for an unknown suite or audience, a wrong length, a weak point (one that
    would give everybody the same secret), or a key whose time is over.
    """
    _usable(key)
    if is_expired(key, now):
        raise KeyRefused(_expired(key))


@lru_cache(maxsize=1024)
def _usable(key: PublicKey) -> tuple[Suite, PublicHalf, int]:
    """Load and try a key once; what raises is not remembered and raises again."""
    if key.suite not in SUITES:
        raise KeyRefused(f"The key for {key.audience!r} has suite {key.suite}; we know 1 and 2.")
    try:
        audience = code_of(key.audience)
    except AudienceUnknown as unknown:
        raise KeyRefused(str(unknown)) from None
    suite = SUITES[key.suite]
    try:
        public = load_public(key.suite, key.public)
        suite.encrypt(b"", public)  # the library refuses low-order points only now
    except ValueError:
        raise KeyRefused(
            f"The public key for {key.audience!r} is damaged or weak: suite {key.suite} needs "
            f"{PUBLIC_BYTES[key.suite]} bytes of a real key. Take the key file again."
        ) from None
    return suite, public, audience


def _expired(key: PublicKey) -> str:
    return (
        f"The key {key.key_id.hex()} for {key.audience!r} was valid until {key.valid_until}. "
        f"Publish a new one."
    )
