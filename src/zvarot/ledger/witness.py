"""Being a witness: sign that a log never showed two trees, or keep the proof that it did.

The latest checkpoint of each log is stored before the signature over it leaves this machine, one
witness at a time, so that no crash and no second process makes it sign two trees.
Source: C2SP tlog-witness, without its protocol: who wants the signature fetches it
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zvarot.ledger import tiles
from zvarot.ledger.checkpoint import Checkpoint, verify_checkpoint
from zvarot.ledger.cosignature import CosignatureKey, cosign
from zvarot.ledger.errors import LedgerError, ProofInvalid, SplitView
from zvarot.ledger.memory import Remembered, recall, remember, replace
from zvarot.ledger.note import Verifier
from zvarot.ledger.proof import check_consistency
from zvarot.ledger.slices import Slices
from zvarot.ledger.web import Fetch


@dataclass(frozen=True)
class Cosigner:
    """Who this witness is."""

    name: str
    key: Ed25519PrivateKey = field(repr=False)

    def to_text(self) -> str:
        """Give the public key as the watched installation needs it."""
        return CosignatureKey(self.name, self.key.public_key().public_bytes_raw()).to_text()


def load_key(path: Path) -> Ed25519PrivateKey:
    """Read the witness's key, or make it. Raises LedgerError if the file is damaged."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
            file.flush()
            os.fsync(file.fileno())
    raw = path.read_bytes()
    if len(raw) != 32:
        raise LedgerError(f"{path} is not the key of a witness: 32 bytes are needed.")
    return Ed25519PrivateKey.from_private_bytes(raw)


def look(
    fetch: Fetch,
    cosigner: Cosigner,
    *,
    folder: Path,
    site: str,
    key: Verifier | None,
    now: int,
) -> bytes:
    """Fetch a log's checkpoint, compare it with the one seen last, and give it cosigned.

    folder, site -- where and under which name the last checkpoint is kept.
    key -- of the log; None: the remembered one, or at the first visit the one the site names.

    Raises SplitView if the log has gone back or shows another tree, and keeps both notes.
    """
    with _alone(folder):
        before = recall(folder, site)
        known = Verifier.from_text(before.key) if before else None
        if key and known and key != known:
            raise LedgerError("The key is not the one that was remembered of this log.")
        chosen = key or known or Verifier.from_text(fetch("log/key").decode())
        note = fetch("log/checkpoint")
        seen = verify_checkpoint(note, chosen.name, chosen.public)
        if before:
            then = verify_checkpoint(before.note, chosen.name, chosen.public)
            _check_continues(fetch, folder, (then, before.note), (seen, note))
        remember(folder, site, Remembered(chosen.to_text(), note))
        return note + cosign(note, cosigner.name, cosigner.key, now)


def give(note: bytes, out: Path | None) -> None:
    """Put the cosigned checkpoint where the installation fetches it, or print it."""
    if out is None:
        sys.stdout.write(note.decode())
    else:
        replace(out, note)


def _check_continues(
    fetch: Fetch,
    folder: Path,
    before: tuple[Checkpoint, bytes],
    after: tuple[Checkpoint, bytes],
) -> None:
    (then, _), (seen, _) = before, after
    if seen.size < then.size:
        _refuse(folder, f"went back from {then.size} to {seen.size} lines", before, after)
    if seen.size == then.size and seen.root != then.root:
        _refuse(folder, f"shows two trees of {seen.size} lines", before, after)
    if then.size in (0, seen.size):
        return
    try:
        proof = Slices(seen.size, _reader(fetch)).consistency(then.size)
        check_consistency(
            old_size=then.size, old_root=then.root, size=seen.size, root=seen.root, proof=proof
        )
    except ProofInvalid:
        said = f"has {seen.size} lines that do not continue the {then.size} seen before"
        _refuse(folder, said, before, after)


def _refuse(
    folder: Path, said: str, before: tuple[Checkpoint, bytes], after: tuple[Checkpoint, bytes]
) -> None:
    """Keep both notes under the sizes they have, and say what happened."""
    (then, old), (seen, new) = before, after
    replace(folder / f"evidence-{then.size}-{then.root.hex()[:8]}.note", old)
    replace(folder / f"evidence-{seen.size}-{seen.root.hex()[:8]}.note", new)
    raise SplitView(
        f"{seen.origin} {said}. Nothing is signed. Both signed notes follow, and are kept in "
        f"{folder}; publish them.",
        old,
        new,
    )


def _reader(fetch: Fetch) -> tiles.Read:
    return lambda path: fetch(f"log/{path}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
