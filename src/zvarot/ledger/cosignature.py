"""A witness's line below a checkpoint: "at this time, this was the only tree I saw of this log".

What is signed: `cosignature/v1`, a line with the time, and the text of the checkpoint. The line
carries key id, time (u64, seconds since 1970) and 64 bytes of Ed25519.
Source: C2SP tlog-cosignature, signature type 4
"""

import base64
import hashlib
import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zvarot.ledger.errors import NoteInvalid
from zvarot.ledger.note import signatures, text_of

_TYPE: Final = b"\x04"
_TIME: Final = struct.Struct(">Q")


@dataclass(frozen=True)
class CosignatureKey:
    """Name and public key of a witness."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not self.name or any(char.isspace() or char == "+" for char in self.name):
            raise NoteInvalid("The name of a witness has no spaces and no plus sign.")
        if len(self.public) != 32:
            raise NoteInvalid(f"An Ed25519 public key has 32 bytes, not {len(self.public)}.")

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _TYPE + self.public).digest()[:4]

    def to_text(self) -> str:
        """Give the one-line form that is exchanged: name+id+key."""
        key = base64.b64encode(_TYPE + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    @classmethod
    def from_text(cls, text: str) -> "CosignatureKey":
        """Read the one-line form. Raises NoteInvalid if name, id and key do not match."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if key[:1] != _TYPE:
            raise NoteInvalid("This is not the key of a witness (cosignature/v1).")
        found = cls(name, key[1:])
        if found.key_id.hex() != key_id:
            raise NoteInvalid("The id in this key of a witness is not the id of its key.")
        return found


def cosign(note: bytes, name: str, key: Ed25519PrivateKey, now: int) -> bytes:
    """Give the line of a witness for a checkpoint, ending with a newline."""
    signed = key.sign(_message(text_of(note), now))
    own = CosignatureKey(name, key.public_key().public_bytes_raw())
    line = base64.b64encode(own.key_id + _TIME.pack(now) + signed).decode()
    return f"— {name} {line}\n".encode()


def cosigned_at(note: bytes, key: CosignatureKey) -> int:
    """Give the time at which the witness signed this checkpoint, in seconds since 1970.

    Raises NoteInvalid if it did not.
    """
    for name, signature in signatures(note):
        if name != key.name or signature[:4] != key.key_id or len(signature) != 76:
            continue
        (then,) = _TIME.unpack(signature[4:12])
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(
                signature[12:], _message(text_of(note), then)
            )
        except InvalidSignature:
            raise NoteInvalid(f"The signature of the witness {key.name} is wrong.") from None
        return int(then)
    raise NoteInvalid(f"The checkpoint is not signed by the witness {key.name}.")


def line_of(note: bytes, key: CosignatureKey) -> bytes:
    """Give the witness's line out of a note, after checking it."""
    cosigned_at(note, key)
    start = f"— {key.name} ".encode()
    lines = note.rpartition(b"\n\n")[2].splitlines(keepends=True)
    wanted = [line for line in lines if line.startswith(start) and _id(line) == key.key_id]
    return wanted[0]


def _id(line: bytes) -> bytes:
    return base64.b64decode(line.split(b" ")[2])[:4]


def _message(text: str, now: int) -> bytes:
    return f"cosignature/v1\ntime {now}\n{text}".encode()
