"""The bytes of a sealed envelope that are not secret: its header and its padding.

Format 1: a header of 72 bytes, then the HPKE output. The header is the HPKE `info`, so an
envelope moved to another row, action, promise, audience or key does not open.

    off len                          off len
     0   4  "AP01"                     8   8  action id, u64 big-endian
     4   1  version = 1               16  16  row id, random
     5   1  suite: 1 or 2             32  32  promise hash, SHA-256
     6   1  audience (audiences.py)   64   8  key id
     7   1  flags = 0                 72   …  HPKE enc ‖ ciphertext ‖ tag

Plaintext: schema version u16 ‖ canonical JSON (UTF-8, NFC, sorted keys, no spaces) ‖ 0x80 ‖
zeros, to one size for each audience of an action, so that length tells nothing.
"""

import json
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from zvarot.contract.errors import ZvarotError

MAGIC: Final = b"AP01"
VERSION: Final = 1
SUITES: Final = (1, 2)
SIZES: Final = (512, 1024, 2048, 4096, 8192, 16384)
HEADER_BYTES: Final = 72
SCHEMA: Final = 1
_HEADER: Final = struct.Struct(">4sBBBBQ16s32s8s")
_SCHEMA: Final = struct.pack(">H", SCHEMA)
# JSON's own spelling of a text, written in C; an encoder for each call costs three times as much.
_QUOTED: Final = json.encoder.encode_basestring


class EnvelopeMalformed(ZvarotError):
    """Bytes that are not an envelope of a version, suite or shape that we know."""


class PlaintextTooLong(ZvarotError):
    """Answers that do not fit the size fixed for their audience at publication."""


@dataclass(frozen=True, kw_only=True)
class Header:
    """Whose envelope this is, and under which promise it was closed."""

    suite: int
    audience: int
    action_id: int
    row_id: bytes
    promise_hash: bytes
    key_id: bytes

    def pack(self) -> bytes:
        return pack_header(
            self.suite, self.audience, self.action_id, self.row_id, self.promise_hash, self.key_id
        )

    @classmethod
    def unpack(cls, envelope: bytes) -> "Header":
        """Read the header of an envelope.

        Raises EnvelopeMalformed for an unknown magic, version, suite, audience or flag.
        """
        if len(envelope) <= HEADER_BYTES:
            raise EnvelopeMalformed(f"An envelope is longer than {HEADER_BYTES} bytes.")
        magic, version, suite, audience, flags, action, row, promise, key = _HEADER.unpack_from(
            envelope
        )
        if magic != MAGIC or version != VERSION or flags != 0:
            raise EnvelopeMalformed("These bytes are not an envelope of version 1.")
        if suite not in SUITES or not 1 <= audience <= 8:
            raise EnvelopeMalformed("The envelope names an unknown suite or audience.")
        return cls(
            suite=suite,
            audience=audience,
            action_id=action,
            row_id=row,
            promise_hash=promise,
            key_id=key,
        )


def pack_header(
    suite: int, audience: int, action_id: int, row_id: bytes, promise_hash: bytes, key_id: bytes
) -> bytes:
    """Return the 72 bytes; the hot path calls this without making a Header."""
    return _HEADER.pack(MAGIC, VERSION, suite, audience, 0, action_id, row_id, promise_hash, key_id)


def canonical(fields: Mapping[str, str]) -> bytes:
    """Return the one spelling of these answers: UTF-8, NFC, sorted, without spaces."""
    members = [f"{_QUOTED(name)}:{_QUOTED(fields[name])}" for name in sorted(fields)]
    text = "{" + ",".join(members) + "}"
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).encode()


def pad_plain(fields: Mapping[str, str], size: int) -> bytes:
    """Return the plaintext of `size` bytes.

    Raises PlaintextTooLong if the answers need more.
    """
    plain = b"".join((_SCHEMA, canonical(fields), b"\x80"))
    if len(plain) > size:
        raise PlaintextTooLong(f"The answers for one audience need more than {size} bytes.")
    return plain.ljust(size, b"\0")


def unpad_plain(plain: bytes) -> dict[str, str]:
    """Return the answers of a plaintext.

    Raises EnvelopeMalformed if schema, padding or JSON are not ours.
    """
    body = plain.rstrip(b"\0")
    if plain[:2] != _SCHEMA or body[-1:] != b"\x80":
        raise EnvelopeMalformed("The plaintext has an unknown schema or padding.")
    try:
        fields = json.loads(body[2:-1])
    except ValueError:
        raise EnvelopeMalformed("The plaintext is not JSON.") from None
    if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()):
        raise EnvelopeMalformed("The plaintext is not a record of answers.")
    return fields


def size_for(longest_bytes: int) -> int:
    """Return the smallest size that holds `longest_bytes` of canonical JSON.

    Raises PlaintextTooLong if none does.
    """
    for size in SIZES:
        if longest_bytes + 3 <= size:
            return size
    raise PlaintextTooLong(
        f"A form whose answers may need {longest_bytes} bytes fits no envelope; "
        f"the largest is {SIZES[-1]}. Shorten its longest field."
    )
