"""Write secret files so that they are whole or absent, readable by us alone, never replaced."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_DOOMED: Final = ".destroyed"


def make_dir(path: Path) -> None:
    """Make a directory that only we may enter, with its parents."""
    if not path.is_dir():
        make_dir(path.parent)
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)
            _sync_dir(path.parent)


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Let one process at a time look and then write; the kernel frees the lock of a dead one."""
    make_dir(directory)
    lock = os.open(directory / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet; after a crash it is there whole, or not at all.

    Raises FileExistsError if it exists: a key is never written over.
    """
    make_dir(path.parent)
    unfinished = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, path)  # unlike rename, this fails if the name is taken
    finally:
        unfinished.unlink()
    _sync_dir(path.parent)


def destroy(path: Path) -> None:
    """Overwrite a file and remove it. Does nothing if it is gone already.

    It loses its name first: killed in between, it is no damaged key but a rest, which
    `finish_destroying` removes. On disks that copy on write, or keep snapshots, the old bytes
    may survive elsewhere: keep the key directory on a volume without snapshots.
    """
    doomed = path.with_name(path.name + _DOOMED)
    with suppress(FileNotFoundError):
        path.rename(doomed)
    _wipe(doomed)


def finish_destroying(directory: Path) -> None:
    """Remove what a killed process had begun to destroy, in this directory and below."""
    for doomed in directory.rglob("*" + _DOOMED):
        _wipe(doomed)


def _wipe(path: Path) -> None:
    with suppress(FileNotFoundError):
        with path.open("r+b") as file:
            file.write(os.urandom(os.fstat(file.fileno()).st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        _sync_dir(path.parent)


def _sync_dir(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
