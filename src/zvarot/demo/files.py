"""Where the demonstration's words, drawings and films lie, and how they are read."""

import tomllib
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
CONTENT = _HERE / "content"
ART = _HERE / "art"
MEDIA = _HERE / "media"


def read(path: Path) -> dict[str, Any]:
    """Read one file of words."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
