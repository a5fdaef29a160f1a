"""One ephemeral key for one row: plain HPKE to whoever opens, and nothing shared between rows."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from zvarot.sealing.sender import Sender
from zvarot.sealing.suites import SUITES, X25519_SUITE

SUITE = SUITES[X25519_SUITE]
private_keys = st.binary(min_size=32, max_size=32).map(X25519PrivateKey.from_private_bytes)


def seal(sender: Sender, plain: bytes, info: bytes, to: X25519PrivateKey) -> bytes:
    public = to.public_key()
    return sender.seal(plain, info, public, public.public_bytes_raw())


def test_the_published_vector_comes_out() -> None:
    """RFC 9180, appendix A.2.1: base mode, first message."""
    ephemeral = "f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600"
    recipient = bytes.fromhex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
    sender = Sender(X25519PrivateKey.from_private_bytes(bytes.fromhex(ephemeral)))

    key, nonce = sender.key_and_nonce(
        b"Ode on a Grecian Urn", X25519PublicKey.from_public_bytes(recipient), recipient
    )

    enc = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
    assert sender.enc.hex() == enc
    assert key.hex() == "ad2744de8e17f4ebba575b3f5f5a8fa1f69c2a07f6e7500bc60ca6e3e3ec1c91"
    assert nonce.hex() == "5c4d98150661b848853b547f"
    sealed = ChaCha20Poly1305(key).encrypt(nonce, b"Beauty is truth, truth beauty", b"Count-0")
    assert sealed.hex() == (
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
    )


@given(plain=st.binary(max_size=600), info=st.binary(max_size=100), tamara=private_keys)
def test_the_library_opens_what_was_sealed(
    plain: bytes, info: bytes, tamara: X25519PrivateKey
) -> None:
    assert SUITE.decrypt(seal(Sender(), plain, info, tamara), tamara, info) == plain


def test_two_envelopes_of_a_row_open_only_with_their_own_key() -> None:
    maryna, tamara = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    sender = Sender()

    for_maryna = seal(sender, b"address", b"info", maryna)
    for_tamara = seal(sender, b"name", b"info", tamara)

    assert for_maryna[:32] == for_tamara[:32]
    assert SUITE.decrypt(for_maryna, maryna, b"info") == b"address"
    assert SUITE.decrypt(for_tamara, tamara, b"info") == b"name"
    for sealed, other in ((for_maryna, tamara), (for_tamara, maryna)):
        with pytest.raises(InvalidTag):
            SUITE.decrypt(sealed, other, b"info")


def test_no_two_rows_share_an_ephemeral_key() -> None:
    assert len({Sender().enc for _ in range(100)}) == 100


def test_the_same_recipient_twice_gets_another_ephemeral_key() -> None:
    # The same key, info and ephemeral key would close two texts with one key and nonce.
    tamara, sender = X25519PrivateKey.generate(), Sender()

    first, second = (seal(sender, text, b"info", tamara) for text in (b"one", b"two"))

    assert first[:32] != second[:32]
    assert SUITE.decrypt(second, tamara, b"info") == b"two"


@pytest.mark.parametrize("weak", [bytes(32), b"\x01" + bytes(31)])
def test_a_secret_of_zeros_is_refused(weak: bytes) -> None:
    with pytest.raises(ValueError, match="shared key"):
        Sender().seal(b"name", b"info", X25519PublicKey.from_public_bytes(weak), weak)
