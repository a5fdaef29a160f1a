"""What the log promises at one moment: its name, its size and its root, signed.

```
origin
size, in decimal
root, in base64
```
No further lines: counts come from the leaves, not from a line that could say anything.
Readers accept further lines and ignore them.
Source: C2SP tlog-checkpoint
"""

import base64
import binascii
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zvarot.ledger.errors import NoteInvalid
from zvarot.ledger.note import Verifier, sign_note, verify_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,19}")


@dataclass(frozen=True)
class Checkpoint:
    """The log named `origin` had `size` leaves under `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def to_text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def from_text(cls, text: str) -> "Checkpoint":
        """Read the text of a checkpoint. Raises NoteInvalid if it is not one."""
        lines = text.split("\n")
        if len(lines) < 4 or not lines[0] or not _SIZE.fullmatch(lines[1]):
            raise NoteInvalid("A checkpoint has three lines: name, size, root.")
        try:
            root = base64.b64decode(lines[2], validate=True)
        except (binascii.Error, ValueError):
            root = b""
        if len(root) != 32:
            raise NoteInvalid("The root in a checkpoint is 32 bytes in base64.")
        return cls(lines[0], int(lines[1]), root)


def sign_checkpoint(origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> bytes:
    """Sign what the log promises. The key goes by the name of the log."""
    return sign_note(Checkpoint(origin, size, root).to_text(), origin, key)


def verify_checkpoint(note: bytes, origin: str, public: bytes) -> Checkpoint:
    """Give the checkpoint that the log `origin` signed with its Ed25519 key.

    Raises NoteInvalid if the note is malformed, of another log, or not signed by the key.
    """
    checkpoint = Checkpoint.from_text(verify_note(note, Verifier(origin, public)))
    if checkpoint.origin != origin:
        raise NoteInvalid(f"The checkpoint is of {checkpoint.origin}, not of {origin}.")
    return checkpoint
