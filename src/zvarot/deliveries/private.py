"""A folder in which names may lie in clear while a package is made: private, in memory, brief."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "zvarot-delivery-"
MEMORY = Path("/dev/shm")  # noqa: S108 -- a file system in memory: nothing reaches a disk


@contextmanager
def private_folder(otherwise: Path) -> Iterator[Path]:
    """Give an empty folder that only we can read, and remove it in any case.

    otherwise -- where it is made on a machine without a file system in memory.
    """
    parent = MEMORY if os.access(MEMORY, os.W_OK) else otherwise
    _remove_leftovers(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _remove_leftovers(parent: Path) -> None:
    """A program that was killed cannot tidy up: the next one does it."""
    for folder in parent.glob(f"{_PREFIX}*"):
        maker = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if maker.isdigit() and not Path(f"/proc/{maker}").exists():
            shutil.rmtree(folder, ignore_errors=True)
