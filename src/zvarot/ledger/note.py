"""Signed notes: a few lines of text and, below them, who vouches for it.

```
text, ends with a newline
(an empty line)
— name base64(key id, 4 bytes ‖ signature, 64 bytes)
```
Lines of keys that the reader does not know are ignored: witnesses may sign below us
one day, and today's verifier must not stumble over that.
Source: C2SP signed-note, signature type 1 (Ed25519)
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zvarot.ledger.errors import NoteInvalid

MAX_BYTES = 1_000_000
MAX_SIGNATURES = 100

_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+]+")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True)
class Verifier:
    """Whose signature a note must carry: a name and the 32 bytes of an Ed25519 public key."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise NoteInvalid("The name of a note's key has no spaces and no plus sign.")
        if len(self.public) != 32:
            raise NoteInvalid(f"An Ed25519 public key has 32 bytes, not {len(self.public)}.")

    @property
    def key_id(self) -> bytes:
        named = self.name.encode() + b"\n" + _ED25519 + self.public
        return hashlib.sha256(named).digest()[:4]

    def to_text(self) -> str:
        """Give the one-line form that verifiers exchange: name+id+key."""
        key = base64.b64encode(_ED25519 + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    @classmethod
    def from_text(cls, text: str) -> "Verifier":
        """Read the one-line form. Raises NoteInvalid if name, id and key do not match."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        key = _decode(encoded)
        if key[:1] != _ED25519:
            raise NoteInvalid("This verifier key is not an Ed25519 key.")
        verifier = cls(name, key[1:])
        if verifier.key_id.hex() != key_id:
            raise NoteInvalid("The id in this verifier key is not the id of its key.")
        return verifier


def sign_note(text: str, name: str, key: Ed25519PrivateKey) -> bytes:
    """Sign `text` under `name`. Raises NoteInvalid if the text cannot stand in a note."""
    _check_text(text)
    verifier = Verifier(name, key.public_key().public_bytes_raw())
    signature = base64.b64encode(verifier.key_id + key.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n".encode()


def verify_note(note: bytes, verifier: Verifier) -> str:
    """Give the text of a note that carries the verifier's signature.

    Raises NoteInvalid if the note is malformed, unsigned by that key, or wrongly signed.
    """
    text, lines = _parse(note)
    found = [
        signature[4:]
        for name, signature in lines
        if name == verifier.name and signature[:4] == verifier.key_id
    ]
    if not found:
        raise NoteInvalid(f"The note is not signed by {verifier.name}.")
    for signature in found:
        try:
            Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature, text.encode())
        except InvalidSignature:
            raise NoteInvalid(f"The signature of {verifier.name} is wrong.") from None
    return text


def text_of(note: bytes) -> str:
    """Give the text of a note without looking at its signatures."""
    return _parse(note)[0]


def signatures(note: bytes) -> list[tuple[str, bytes]]:
    """Give name and bytes of each signature below a note, unchecked."""
    return _parse(note)[1]


def _parse(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > MAX_BYTES:
        raise NoteInvalid(f"The note is longer than {MAX_BYTES} bytes.")
    try:
        decoded = note.decode()
    except UnicodeDecodeError:
        raise NoteInvalid("The note is not UTF-8 text.") from None
    text, blank, block = decoded.rpartition("\n\n")
    text += "\n"
    _check_text(text)
    if not blank or not block.endswith("\n"):
        raise NoteInvalid("The note has no signatures below an empty line.")
    lines = block[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteInvalid(f"The note has more than {MAX_SIGNATURES} signatures.")
    return text, [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise NoteInvalid("A line below the note is not a signature.")
    signature = _decode(match[2])
    if len(signature) < 5:
        raise NoteInvalid("A signature below the note is too short.")
    return match[1], signature


def _check_text(text: str) -> None:
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteInvalid("A note is lines of text without control characters.")


def _decode(encoded: str) -> bytes:
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if base64.b64encode(decoded).decode() != encoded:  # one spelling for each signature
        raise NoteInvalid("A key or signature is not base64.")
    return decoded
