"""Signing and publishing the ledger, after checking it a second time.

The flush kept its own running tree. The notary reads the stored leaves back, computes root and
counts from them by a second way, and signs only if both agree and nothing that was signed
before has changed. What it signs is written to a second place first, and never gone back on.
Order: tiles and entries, then the checkpoint, then the counts; all of it may be done twice.
Source: C2SP tlog-tiles and tlog-checkpoint; docs/explain/counting.md
"""

import base64
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from zvarot.actions.queries import published
from zvarot.contract.history import FOLDER, OTHER
from zvarot.ledger import tiles
from zvarot.ledger.checkpoint import Checkpoint, sign_checkpoint, verify_checkpoint
from zvarot.ledger.errors import LedgerError
from zvarot.ledger.leaf import unpack
from zvarot.ledger.merkle import EMPTY_ROOT, CompactRange, root_of
from zvarot.ledger.note import Verifier
from zvarot.ledger.verifier import read_log
from zvarot.lib.store import Store
from zvarot.signatures import queries
from zvarot.signatures.books import Books
from zvarot.signatures.errors import LedgerBroken
from zvarot.signatures.figures import tells_countries, told
from zvarot.signatures.models import LogHead

CHECKPOINT = "log/checkpoint"
COUNTS = "counts.json"
KEY = "log/key"
ACTIONS = "log/actions.json"  # which number in a leaf is which page: for who checks from outside
IN_FULL_EVERY = timedelta(hours=1)


class Notary:
    """Checks, signs and publishes one log. Knows how far it has checked since it started."""

    def __init__(self, *, store: Store, keys_dir: Path, key: Ed25519PrivateKey, origin: str):
        self._store = store
        self._kept = keys_dir / "last-checkpoint"
        self._lock = keys_dir / ".notary.lock"
        self._key = key
        self._origin = origin
        self._checked = CompactRange()
        self._books = Books()
        self._full_at: datetime | None = None

    def publish(self, now: datetime) -> int:
        """Bring the published log up to the stored one; returns the size that is published.

        Raises LedgerBroken, and signs nothing, if the stored leaves are not what was signed.
        """
        with self._alone():
            head = LogHead.objects.filter(pk=1).first()
            size, root = (head.size, bytes(head.root)) if head else (0, EMPTY_ROOT)
            last = self._last_signed()
            in_full = self._check(size, root, last, now)
            if last is None or last.size < size or self._published() != last:
                self._sign(size, root, in_full=in_full)
            elif in_full and size and not self._tiles_published(size, in_full=True):
                self._sign(size, root, in_full=True)
            self._write_counts(size, root)
            return size

    def _check(self, size: int, root: bytes, last: Checkpoint | None, now: datetime) -> bool:
        """Check the stored leaves; returns whether all of them were read again."""
        if last and size < last.size:
            raise LedgerBroken(
                f"The database holds {size} leaves, but a log of {last.size} was signed. "
                f"Restore the newer database; a smaller log is never signed."
            )
        in_full = self._full_at is None or now - self._full_at >= IN_FULL_EVERY
        if in_full:
            self._check_in_full(size, last)
            self._full_at = now
        else:
            self._check_further(size, last)
        if self._checked.root() != root:
            raise LedgerBroken(
                f"The {size} stored leaves do not lead to the root that the flush computed. "
                f"Nothing is signed until they do: compare the table of leaves with a backup."
            )
        return in_full

    def _check_in_full(self, size: int, last: Checkpoint | None) -> None:
        self._checked, self._books = CompactRange(), Books()
        self._check_further(size, last)
        if root_of(queries.leaves(0, size)) != self._checked.root():
            raise LedgerBroken("Two ways of computing the root disagree. Nothing is signed.")

    def _check_further(self, size: int, last: Checkpoint | None) -> None:
        """Read the leaves that are new to this process, past the size that was last signed."""
        if last and self._checked.size <= last.size:
            self._read(last.size)
            if self._checked.root() != last.root:
                raise LedgerBroken(
                    f"The first {last.size} leaves have changed since they were signed. "
                    f"Nothing is signed until they are restored from a backup."
                )
        self._read(size)

    def _read(self, size: int) -> None:
        start = self._checked.size
        for packed in queries.leaves(start, size):
            self._books.add(self._checked.size, unpack(packed))
            self._checked.append(packed)
        if self._checked.size != max(start, size):
            raise LedgerBroken(f"Leaves are missing below {size}. Nothing is signed.")

    def _sign(self, size: int, root: bytes, *, in_full: bool) -> None:
        first = self._tiles_published(size, in_full=in_full) or self._tiles_again(size)
        grown = tiles.files(first, size, list(queries.leaves(first, size)), self._read_file)
        self._store.write({f"log/{path}": body for path, body in grown.items()})
        note = sign_checkpoint(self._origin, size, root, self._key)
        _replace(self._kept, note)
        self._store.write({CHECKPOINT: note})
        self._tidy(first, size)

    def _tidy(self, first: int, size: int) -> None:
        """Remove partial tiles that have become full; who reads an older log falls back."""
        folders = tuple(f"log/{folder}" for folder in tiles.outdated(first, size))
        if folders:
            there = self._store.list("log/tile/")
            self._store.delete([path for path in there if path.startswith(folders)])

    def _tiles_published(self, size: int, *, in_full: bool) -> int:
        """Return from which size on tiles are to be written: all of them if any is in doubt.

        Between the checks in full only the right edge is read, on which everything new builds.
        """
        there = self._published()
        if there is None or not 0 < there.size <= size:
            return 0
        try:
            if in_full:
                read_log(self._store.read, there)
            is_whole = tiles.root(there.size, self._read_file) == there.root
        except (LedgerError, FileNotFoundError):
            is_whole = False
        return there.size if is_whole else 0

    def _tiles_again(self, size: int) -> int:
        """Write the tiles of the published log anew, as somebody may be reading it; its size."""
        there = self._published()
        if there is None or there.size > size:
            return 0
        whole = tiles.files(0, there.size, list(queries.leaves(0, there.size)))
        self._store.write({f"log/{path}": body for path, body in whole.items()})
        return there.size

    def _write_counts(self, size: int, root: bytes) -> None:
        """Publish counts and histories. Counts name the histories: a reader never mixes two."""
        rows = list(published().values_list("pk", "slug", "promise"))
        actions = [(pk, slug) for pk, slug, _ in rows]
        countries = _countries([pk for pk, _, promise in rows if tells_countries(promise)])
        histories = {slug: self._books.history(pk, slug, countries.get(pk)) for pk, slug in actions}
        counts: dict[str, Any] = {
            "size": size,
            "root": base64.b64encode(root).decode(),
            "actions": {slug: one.total.to_json() for slug, one in histories.items()},
            "histories": {slug: one.path for slug, one in histories.items()},
            "days": self._books.days,
        }
        public = self._key.public_key().public_bytes_raw()
        self._write_if_new(
            {
                ACTIONS: json.dumps(
                    {"actions": {str(pk): slug for pk, slug in actions}}, sort_keys=True
                ).encode(),
                KEY: f"{Verifier(self._origin, public).to_text()}\n".encode(),
            }
        )
        body = json.dumps(counts, sort_keys=True).encode()
        before = self._there(COUNTS)
        if body == before:  # not what we remember: somebody may have emptied it
            return
        known = _named(before)
        new = {one.path: one.dump() for one in histories.values() if one.path not in known}
        self._store.write({**new, COUNTS: body})
        still = known | _named(body)
        if stale := [path for path in self._store.list(FOLDER) if path not in still]:
            self._store.delete(stale)

    def _write_if_new(self, files: dict[str, bytes]) -> None:
        """Compare with what is there, not with what we remember: somebody may have emptied it."""
        new = {path: body for path, body in files.items() if body != self._there(path)}
        if new:
            self._store.write(new)

    def _there(self, path: str) -> bytes:
        try:
            return self._store.read(path)
        except FileNotFoundError:
            return b""

    def _published(self) -> Checkpoint | None:
        try:
            note = self._store.read(CHECKPOINT)
        except FileNotFoundError:
            return None
        return verify_checkpoint(note, self._origin, self._key.public_key().public_bytes_raw())

    def _last_signed(self) -> Checkpoint | None:
        """Return the largest log ever signed, from either place."""
        public = self._key.public_key().public_bytes_raw()
        kept = self._kept.read_bytes() if self._kept.exists() else b""
        found = [self._published(), verify_checkpoint(kept, self._origin, public) if kept else None]
        return max((one for one in found if one), key=lambda one: one.size, default=None)

    def _read_file(self, path: str) -> bytes:
        return self._store.read(f"log/{path}")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one worker sign at a time: a file lock on one machine, a row lock across them."""
        self._lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        across = connection.features.has_select_for_update
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with transaction.atomic() if across else nullcontext():
                if across:
                    LogHead.objects.select_for_update().filter(pk=1).first()
                yield
        finally:
            os.close(lock)


def _countries(action_ids: list[int]) -> dict[int, dict[str, int]]:
    """Return what is told of the countries of these actions, as histories name it."""
    return {
        pk: {code or OTHER: people for code, people in one.items()}
        for pk, one in told(action_ids).items()
    }


def _named(counts: bytes) -> set[str]:
    """Return the paths of the histories that published counts name."""
    return set(json.loads(counts).get("histories", {}).values()) if counts else set()


def _replace(path: Path, body: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
