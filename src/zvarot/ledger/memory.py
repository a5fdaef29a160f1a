"""What a checker remembers of each log between two visits: its key and its last checkpoint.

One small file for each log, replaced in one step: a crash leaves the old or the new one.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from zvarot.ledger.errors import LedgerError


@dataclass(frozen=True)
class Remembered:
    """key -- in the form name+id+key; note -- the signed checkpoint as it was served."""

    key: str
    note: bytes


def recall(folder: Path, name: str) -> Remembered | None:
    """Give what is remembered under a name, or None. Raises LedgerError if it is damaged."""
    path = _path(folder, name)
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Remembered(data["key"], data["note"].encode())
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise LedgerError(f"{path} is damaged. Restore it from a backup.") from problem


def remember(folder: Path, name: str, what: Remembered) -> None:
    """Keep it durably."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {"name": name, "key": what.key, "note": what.note.decode()}
    replace(_path(folder, name), json.dumps(data, indent=1).encode())


def replace(path: Path, body: bytes) -> None:
    """Write beside the file, sync, rename, sync the folder."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _path(folder: Path, name: str) -> Path:
    readable = "".join(char if char.isalnum() else "-" for char in name)[:60].strip("-")
    return folder / f"{readable}.{hashlib.sha256(name.encode()).hexdigest()[:8]}.json"
