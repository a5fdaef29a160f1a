"""Keys and shares as English words, which people read, write and say with fewer slips than digits.

A share on paper is its two parts of 32 bytes as 24 words each; each 24 have a checksum of 8 bits.
The key id is not among the words: it stands on the paper and in the public key file, and what
two shares rebuild is compared with it.
Source: BIP-0039, English list: 2048 words, no two alike in their first four letters.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final

from mnemonic import Mnemonic

from zvarot.sealing.errors import ShareRefused
from zvarot.sealing.split import SHARE_BYTES, make_share, parts_of

PART_WORDS: Final = 24
SHARE_WORDS: Final = 2 * PART_WORDS
FINGERPRINT_WORDS: Final = 8  # of 11 bits each
QR_PREFIX: Final = "ZVAROT-SHARE-1:"

_BITS: Final = 11
_TOLD_APART_BY: Final = 4  # letters
_QR_TEXT: Final = re.compile(re.escape(QR_PREFIX) + r"([A-Z2-7]+)")


def fingerprint_words(public: bytes) -> str:
    """Give what two people say to each other to know that they hold the same public key.

    The first 88 bits of SHA-256 of the public key.
    """
    total = FINGERPRINT_WORDS * _BITS
    number = int.from_bytes(sha256(public).digest()[: total // 8], "big")
    return " ".join(
        _words()[number >> total - _BITS * nth & 2**_BITS - 1]
        for nth in range(1, FINGERPRINT_WORDS + 1)
    )


def share_to_words(share: bytes) -> list[str]:
    """Give the 48 words of a share. Raises ShareRefused for bytes that are none."""
    left, right, _ = parts_of(share)
    return [word for part in (left, right) for word in _list().to_mnemonic(part).split(" ")]


def share_from_words(words: Sequence[str], key_id: bytes) -> bytes:
    """Give the share that was written down. Four letters of a word are enough.

    Raises ShareRefused, naming the place and never the word, if something is not as it was
    written.
    """
    if len(words) != SHARE_WORDS:
        raise ShareRefused(f"A share has {SHARE_WORDS} words, these are {len(words)}.")
    whole = [_whole(word, place) for place, word in enumerate(words, start=1)]
    left, right = (_part(whole[at : at + PART_WORDS], at) for at in (0, PART_WORDS))
    return make_share(left, right, key_id)


def share_to_qr(share: bytes) -> str:
    """Give the text of a share's QR code: capitals and digits, which make it small."""
    return QR_PREFIX + base64.b32encode(share).decode().rstrip("=")


def shares_in(text: str, key_id: bytes) -> list[bytes]:
    """Read the shares in a text, as scanned codes or as words; numbers beside words are ignored.

    Raises ShareRefused if there is anything else than whole shares.
    """
    if scanned := _QR_TEXT.findall(text.upper()):
        return [_scanned(one) for one in scanned]
    words = re.findall(r"[a-z]+", text.lower())
    if not words or len(words) % SHARE_WORDS:
        raise ShareRefused(
            f"A share has {SHARE_WORDS} words, so two have {2 * SHARE_WORDS}; these are "
            f"{len(words)}."
        )
    starts = range(0, len(words), SHARE_WORDS)
    return [share_from_words(words[at : at + SHARE_WORDS], key_id) for at in starts]


def _scanned(text: str) -> bytes:
    try:
        share = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error:
        share = b""
    if len(share) != SHARE_BYTES:
        raise ShareRefused("A scanned code is not whole. Scan it again, or type its words.")
    return share


def _whole(word: str, place: int) -> str:
    known = _beginnings().get(word.strip().lower()[:_TOLD_APART_BY])
    if known is None or not known.startswith(word.strip().lower()):
        raise ShareRefused(f"Word {place} is not one of the list. Look at the paper again.")
    return known


def _part(words: list[str], at: int) -> bytes:
    try:
        return bytes(_list().to_entropy(words))
    except (LookupError, ValueError):
        raise ShareRefused(
            f"The words {at + 1} to {at + PART_WORDS} do not fit together: one of them is another "
            f"than was written, or two have changed places."
        ) from None


@lru_cache(maxsize=1)
def _list() -> Mnemonic:
    return Mnemonic("english")


def _words() -> list[str]:
    return list(_list().wordlist)


@lru_cache(maxsize=1)
def _beginnings() -> dict[str, str]:
    return {word[:_TOLD_APART_BY]: word for word in _words()}
