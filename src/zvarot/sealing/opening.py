"""Open an envelope with the secret key of its audience.

Only deliveries, the worker and the desk may import this module; the front cannot.
"""

from cryptography.exceptions import InvalidTag

from zvarot.contract.audiences import code_of
from zvarot.contract.envelope import (
    HEADER_BYTES,
    SIZES,
    EnvelopeMalformed,
    Header,
    unpad_plain,
)
from zvarot.sealing.errors import EnvelopeRefused
from zvarot.sealing.keys import SecretKey
from zvarot.sealing.suites import ADDED_BYTES, SUITES


def open_sealed(
    envelope: bytes,
    secret: SecretKey,
    *,
    action_id: int,
    row_id: bytes,
    promise_hash: bytes,
) -> dict[str, str]:
    """Give the answers in `envelope`, if it was closed for this key, action, row and promise.

    Raises EnvelopeRefused if anything else is in its header, or if one bit of it was changed.
    """
    try:
        header = Header.unpack(envelope)
    except EnvelopeMalformed as malformed:
        raise EnvelopeRefused(str(malformed)) from None
    expected = Header(
        suite=secret.suite,
        audience=code_of(secret.audience),
        action_id=action_id,
        row_id=row_id,
        promise_hash=promise_hash,
        key_id=secret.public.key_id,
    )
    if header != expected:
        raise EnvelopeRefused(_difference(header, expected))
    if len(envelope) - HEADER_BYTES - ADDED_BYTES[secret.suite] not in SIZES:
        raise EnvelopeRefused("The envelope has a length that no envelope has.")
    return _decrypt(envelope, secret)


def _decrypt(envelope: bytes, secret: SecretKey) -> dict[str, str]:
    suite, private = SUITES[secret.suite], secret.loaded
    try:
        plain = suite.decrypt(envelope[HEADER_BYTES:], private, envelope[:HEADER_BYTES])
        return unpad_plain(plain)
    except (InvalidTag, ValueError, EnvelopeMalformed):
        raise EnvelopeRefused(
            "The envelope was damaged or changed after it was closed, so it does not open."
        ) from None


def _difference(header: Header, expected: Header) -> str:
    names = [name for name, value in vars(expected).items() if getattr(header, name) != value]
    return f"The envelope is for another {', '.join(names).replace('_', ' ')}; it stays closed."
