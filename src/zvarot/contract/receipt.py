"""The code that is shown once to the signer: it proves inclusion, withdraws, erases.

128 bits as 26 Crockford base32 characters in two groups. Never in a URL, a mail or a log.
Source of the alphabet: Douglas Crockford, Base 32.
"""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from zvarot.contract.errors import ZvarotError
from zvarot.lib.mac import hmac_sha256

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORGIVEN: Final = str.maketrans("OIL", "011", " -\t\r\n\u00a0\u2068\u2069.")
_CHARACTERS: Final = 26
_SALT: Final = b"\0" * 32  # RFC 5869: an empty salt is a string of zeros
_PAIRS: Final = tuple(high + low for high in _ALPHABET for low in _ALPHABET)


class ReceiptUnreadable(ZvarotError):
    """A typed code that cannot be a receipt. The sentence does not repeat what was typed."""


@dataclass(frozen=True)
class Receipt:
    """seed -- 16 random bytes."""

    seed: bytes

    @classmethod
    def new(cls) -> "Receipt":
        return cls(os.urandom(16))

    @classmethod
    def parse(cls, typed: str) -> "Receipt":
        """Read a code as people type it: any case, spaces, O for 0, I or L for 1.

        Raises ReceiptUnreadable if a character is missing or strange.
        """
        text = typed.upper().translate(_FORGIVEN)
        try:
            number = sum(
                _ALPHABET.index(char) << (5 * place) for place, char in enumerate(reversed(text))
            )
        except ValueError:
            number = -1
        if len(text) != _CHARACTERS or not 0 <= number < 1 << 128:
            raise ReceiptUnreadable(f"A receipt has {_CHARACTERS} letters and digits.")
        return cls(number.to_bytes(16, "big"))

    @property
    def code(self) -> str:
        number = int.from_bytes(self.seed, "big")
        text = "".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -1, -10)])
        return f"{text[:13]} {text[13:]}"

    @cached_property
    def leaf_tag(self) -> bytes:
        """What stands in the ledger: SHA-256("ap/leaf/v1" ‖ HKDF(code, "leaf"))."""
        return hashlib.sha256(b"ap/leaf/v1" + self._derive(b"leaf")).digest()

    @property
    def wd(self) -> bytes:
        """The secret that withdraws; the row keeps only its hash."""
        return self._derive(b"withdraw")

    def _derive(self, info: bytes) -> bytes:
        """HKDF-SHA256 of one block (RFC 5869). Written out: it runs on the hot path."""
        return hmac_sha256(hmac_sha256(_SALT, self.seed), info + b"\x01")


def withdraw_hash(wd: bytes) -> bytes:
    return hashlib.sha256(wd).digest()


def withdrawal_tag(wd: bytes) -> bytes:
    """The tag of the leaf that takes one off: only the code's holder can link it."""
    return hashlib.sha256(b"ap/wdleaf/v1" + wd).digest()
