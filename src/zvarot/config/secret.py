"""The secret that signs staff sessions: random, made once, readable by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path


def studio_secret(folder: Path) -> str:
    """Return the secret kept in `folder`, made there at the first call."""
    path = folder / "studio-session.key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".studio-session.{os.getpid()}"
    if not path.exists():
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        # link() refuses to replace: of two programs that start at once, one secret wins.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
