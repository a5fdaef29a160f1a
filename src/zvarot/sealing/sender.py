"""Close the envelopes of one row with one ephemeral key: the sending side of HPKE for suite 1.

RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305: key agreement
(section 4.1), key schedule (5.1), the first message and no associated data (5.2). Who opens sees
no difference. The library's own sender makes an ephemeral key for each envelope, which is a
third of its work.
Why one for a row is enough: docs/decisions/0014-one-ephemeral-key-per-signature.md
"""

from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from zvarot.lib.mac import hmac_sha256

_KEM: Final = b"HPKE-v1KEM\x00\x20"  # X25519
_HPKE: Final = b"HPKE-v1HPKE\x00\x20\x00\x01\x00\x03"  # X25519, HKDF-SHA256, ChaCha20-Poly1305


class Sender:
    """One ephemeral key, for one row. `ephemeral` is given by tests only."""

    __slots__ = ("_ephemeral", "_recipients", "enc")

    def __init__(self, ephemeral: X25519PrivateKey | None = None) -> None:
        self._ephemeral = ephemeral or X25519PrivateKey.generate()
        self._recipients: set[bytes] = set()
        self.enc = self._ephemeral.public_key().public_bytes_raw()

    def seal(self, plain: bytes, info: bytes, to: X25519PublicKey, to_bytes: bytes) -> bytes:
        """Return enc ‖ ciphertext ‖ tag. to_bytes -- the raw bytes of `to`.

        Raises ValueError for a point of small order, which would give everybody the same secret.
        """
        if to_bytes in self._recipients:  # the same key and nonce would close two texts
            return Sender().seal(plain, info, to, to_bytes)
        self._recipients.add(to_bytes)
        key, nonce = self.key_and_nonce(info, to, to_bytes)
        return self.enc + ChaCha20Poly1305(key).encrypt(nonce, plain, None)

    def key_and_nonce(
        self, info: bytes, to: X25519PublicKey, to_bytes: bytes
    ) -> tuple[bytes, bytes]:
        """KeySchedule (5.1), mode base, without a PSK."""
        context = _MODE_AND_PSK + hmac_sha256(b"", _HPKE + b"info_hash" + info)
        secret = hmac_sha256(self._shared(to, to_bytes), _HPKE + b"secret")
        key = _expand(secret, _HPKE + b"key" + context, 32)
        return key, _expand(secret, _HPKE + b"base_nonce" + context, 12)

    def _shared(self, to: X25519PublicKey, to_bytes: bytes) -> bytes:
        """Encap and ExtractAndExpand (4.1). `exchange` refuses an all-zero secret (7.1.4)."""
        prk = hmac_sha256(b"", _KEM + b"eae_prk" + self._ephemeral.exchange(to))
        return _expand(prk, _KEM + b"shared_secret" + self.enc + to_bytes, 32)


def _expand(prk: bytes, labeled: bytes, length: int) -> bytes:
    """LabeledExpand (4) of one block of HKDF (RFC 5869). length -- at most 32 bytes."""
    return hmac_sha256(prk, length.to_bytes(2, "big") + labeled + b"\x01")[:length]


_MODE_AND_PSK: Final = b"\x00" + hmac_sha256(b"", _HPKE + b"psk_id_hash")
