"""The quick HMAC gives what the standard library gives."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.lib.mac import hmac_sha256


@given(key=st.binary(max_size=64), text=st.binary(max_size=300))
def test_it_is_the_hmac_of_the_standard_library(key: bytes, text: bytes) -> None:
    assert hmac_sha256(key, text) == hmac.digest(key, text, "sha256")


def test_a_longer_key_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 64"):
        hmac_sha256(bytes(65), b"")
