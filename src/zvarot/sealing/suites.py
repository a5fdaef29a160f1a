"""The two ways to close an envelope, and what their keys look like.

Suite 1: HPKE base mode with X25519, HKDF-SHA256 and ChaCha20-Poly1305 (RFC 9180).
Suite 2: the same with a hybrid of ML-KEM-768 and X25519, so that what is stored today stays
closed to whoever builds a quantum computer later.

A private key is 32 random bytes in both. Suite 2 stretches them with SHAKE-256 to the seeds of
its two halves (64 bytes for ML-KEM, 32 for X25519); its public key is both public keys, in
that order, as X-Wing has them (draft-connolly-cfrg-xwing-kem).
"""

import hashlib
from typing import Final

from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

X25519_SUITE: Final = 1
HYBRID_SUITE: Final = 2

SUITES: Final = {
    X25519_SUITE: Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305),
    HYBRID_SUITE: Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305),
}
PRIVATE_BYTES: Final = 32
PUBLIC_BYTES: Final = {X25519_SUITE: 32, HYBRID_SUITE: 1184 + 32}
ADDED_BYTES: Final = {X25519_SUITE: 32 + 16, HYBRID_SUITE: 1088 + 32 + 16}  # enc and tag

PublicHalf = X25519PublicKey | MLKEM768X25519PublicKey
PrivateHalf = X25519PrivateKey | MLKEM768X25519PrivateKey


def load_public(suite: int, public: bytes) -> PublicHalf:
    """Give the library's key. Raises ValueError or KeyError for bytes that are none."""
    if len(public) != PUBLIC_BYTES[suite]:
        raise ValueError(f"A public key of suite {suite} has {PUBLIC_BYTES[suite]} bytes.")
    if suite == X25519_SUITE:
        return X25519PublicKey.from_public_bytes(public)
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:1184]),
        X25519PublicKey.from_public_bytes(public[1184:]),
    )


def load_private(suite: int, private: bytes) -> PrivateHalf:
    """Give the library's key. Raises ValueError or KeyError for bytes that are none."""
    if suite not in SUITES or len(private) != PRIVATE_BYTES:
        raise ValueError(f"A private key of suites 1 and 2 has {PRIVATE_BYTES} bytes.")
    if suite == X25519_SUITE:
        return X25519PrivateKey.from_private_bytes(private)
    return MLKEM768X25519PrivateKey(*_hybrid_halves(private))


def public_of(suite: int, private: bytes) -> bytes:
    """Give the public bytes that belong to a private key."""
    if suite == X25519_SUITE:
        return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    mlkem, x25519 = _hybrid_halves(private)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def _hybrid_halves(private: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    seeds = hashlib.shake_256(private).digest(96)
    return (
        MLKEM768PrivateKey.from_seed_bytes(seeds[:64]),
        X25519PrivateKey.from_private_bytes(seeds[64:]),
    )
