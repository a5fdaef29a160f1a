"""Find the kinds on disk: every folder of `zvarot/kinds` with a `models.py`.

The one dynamic import of the program: adding a folder adds a kind, no list to edit.
"""

from importlib.metadata import entry_points
from pathlib import Path

import zvarot.kinds

ENTRY_POINTS = "zvarot.kinds"


def found() -> list[str]:
    """Return the dotted names of all kinds, ours and other packages', sorted."""
    folders = (Path(place) for place in zvarot.kinds.__path__)
    ours = {
        f"zvarot.kinds.{models.parent.name}"
        for folder in folders
        for models in folder.glob("*/models.py")
    }
    return sorted(ours | {point.value for point in entry_points(group=ENTRY_POINTS)})
