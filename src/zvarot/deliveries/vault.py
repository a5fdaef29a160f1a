"""Keep a finished package on disk, sealed with a key that is used once.

Format: "ZVD1", then chunks: last-chunk flag (1 byte), length u32, ChaCha20-Poly1305 output.
The nonce is the chunk's number and flag: the key is never used for another file, so numbers
cannot repeat, and no chunk can be dropped, moved or added. The delivery's id is authenticated.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from zvarot.deliveries.errors import DeliveryGone

_MAGIC = b"ZVD1"
_HEAD = struct.Struct(">BI")
_CHUNK_BYTES = 1 << 20


def seal(plain: Path, sealed: Path, *, name: bytes) -> bytes:
    """Seal the file and return its key. `sealed` appears whole or not at all, mode 0600."""
    key = ChaCha20Poly1305.generate_key()
    sealed.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = sealed.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with plain.open("rb") as source, open(descriptor, "wb") as file:
        file.write(_MAGIC)
        for head, chunk in _sealed_chunks(source, ChaCha20Poly1305(key), name):
            file.write(head + chunk)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(sealed)
    return key


def opened(sealed: Path, key: bytes, *, name: bytes) -> Iterator[bytes]:
    """Give the plain chunks of a sealed file.

    Raises DeliveryGone if the file is missing, cut short or changed.
    """
    try:
        with sealed.open("rb") as file:
            yield from _plain_chunks(file, ChaCha20Poly1305(key), name)
    except (OSError, InvalidTag, struct.error):
        raise DeliveryGone(
            "The sealed package is missing or damaged. Ask for the delivery again."
        ) from None


def _sealed_chunks(
    source: BinaryIO, cipher: ChaCha20Poly1305, name: bytes
) -> Iterator[tuple[bytes, bytes]]:
    number, chunk = 0, source.read(_CHUNK_BYTES)
    while True:
        following = source.read(_CHUNK_BYTES)
        last = not following
        body = cipher.encrypt(_nonce(number, last=last), chunk, name)
        yield _HEAD.pack(last, len(body)), body
        if last:
            return
        number, chunk = number + 1, following


def _plain_chunks(file: BinaryIO, cipher: ChaCha20Poly1305, name: bytes) -> Iterator[bytes]:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise InvalidTag
    number, last = 0, 0
    while not last:
        last, length = _HEAD.unpack(file.read(_HEAD.size))
        yield cipher.decrypt(_nonce(number, last=bool(last)), file.read(length), name)
        number += 1


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">BxxxQ", last, number)
