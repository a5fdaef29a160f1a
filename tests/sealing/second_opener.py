"""A second way to open an envelope, sharing no code with ours and none with the library's HPKE.

Written from RFC 9180 with the plain primitives: X25519, HMAC-SHA-256, ChaCha20-Poly1305; for
suite 2 also ML-KEM-768 and the combiner of X-Wing (draft-connolly-cfrg-xwing-kem, section 5.3).
"""

import hashlib
import hmac
import json
import struct

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

X25519_KEM = 0x0020
XWING_KEM = 0x647A
_XWING_LABEL = b"\\.//^\\"


def open_envelope(envelope: bytes, private: bytes) -> dict[str, str]:
    """Read header, open, unpad. Raises the library's InvalidTag if the tag does not fit."""
    magic, version, suite, _, flags = struct.unpack(">4sBBBB", envelope[:8])
    assert (magic, version, flags) == (b"AP01", 1, 0)
    open_hpke = {1: open_x25519, 2: open_xwing}[suite]
    plain = open_hpke(envelope[72:], private, info=envelope[:72], aad=b"")
    schema, rest = plain[:2], plain[2:].rstrip(b"\0")
    assert (schema, rest[-1:]) == (b"\x00\x01", b"\x80")
    answers: dict[str, str] = json.loads(rest[:-1])
    return answers


def open_x25519(sealed: bytes, private: bytes, *, info: bytes, aad: bytes) -> bytes:
    """RFC 9180: Decap of section 4.1, then the key schedule of section 5.1."""
    enc, ciphertext = sealed[:32], sealed[32:]
    key = X25519PrivateKey.from_private_bytes(private)
    dh = key.exchange(X25519PublicKey.from_public_bytes(enc))
    suite_id = b"KEM" + X25519_KEM.to_bytes(2, "big")
    eae_prk = _extract(b"", b"eae_prk", dh, suite_id)
    kem_context = enc + key.public_key().public_bytes_raw()
    shared = _expand(eae_prk, b"shared_secret", kem_context, 32, suite_id)
    return _open(ciphertext, shared, X25519_KEM, info, aad)


def open_xwing(sealed: bytes, private: bytes, *, info: bytes, aad: bytes) -> bytes:
    """X-Wing: both shared secrets, the X25519 ciphertext and public key, hashed together."""
    ct_m, ct_x, ciphertext = sealed[:1088], sealed[1088:1120], sealed[1120:]
    seeds = hashlib.shake_256(private).digest(96)
    x25519 = X25519PrivateKey.from_private_bytes(seeds[64:])
    ss_m = MLKEM768PrivateKey.from_seed_bytes(seeds[:64]).decapsulate(ct_m)
    ss_x = x25519.exchange(X25519PublicKey.from_public_bytes(ct_x))
    pk_x = x25519.public_key().public_bytes_raw()
    shared = hashlib.sha3_256(ss_m + ss_x + ct_x + pk_x + _XWING_LABEL).digest()
    return _open(ciphertext, shared, XWING_KEM, info, aad)


def _open(ciphertext: bytes, shared: bytes, kem: int, info: bytes, aad: bytes) -> bytes:
    suite_id = b"HPKE" + struct.pack(">HHH", kem, 0x0001, 0x0003)
    psk_id_hash = _extract(b"", b"psk_id_hash", b"", suite_id)
    info_hash = _extract(b"", b"info_hash", info, suite_id)
    context = b"\x00" + psk_id_hash + info_hash
    secret = _extract(shared, b"secret", b"", suite_id)
    key = _expand(secret, b"key", context, 32, suite_id)
    nonce = _expand(secret, b"base_nonce", context, 12, suite_id)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, aad)


def _extract(salt: bytes, label: bytes, secret: bytes, suite_id: bytes) -> bytes:
    labelled = b"HPKE-v1" + suite_id + label + secret
    return hmac.digest(salt or bytes(32), labelled, "sha256")


def _expand(prk: bytes, label: bytes, info: bytes, length: int, suite_id: bytes) -> bytes:
    labelled = struct.pack(">H", length) + b"HPKE-v1" + suite_id + label + info
    block = hmac.digest(prk, labelled + b"\x01", "sha256")
    assert length <= len(block)
    return block[:length]
