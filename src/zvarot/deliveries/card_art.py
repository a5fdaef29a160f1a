"""The picture on cards: laid beside the layouts, in a folder that holds nothing else.

An SVG stays a drawing, as long as drawing it on every front does not swell the file; otherwise
it is turned into points once. Typst could embed it once as a PDF, but not in a file that is to be
PDF/A or PDF/UA.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Final

import typst

from zvarot.contract.card import Artwork
from zvarot.deliveries.private import private_folder

LAYOUTS: Final = Path(__file__).parent / "typst"
_PPI: Final = 400
_MOST_DRAWN_BYTES: Final = 40_000_000  # of SVG on all fronts; about a quarter of it in the file
_TO_POINTS: Final = """
#set page(width: 120mm, height: auto, margin: 0mm)
#image("art.svg", width: 120mm)
"""


@contextmanager
def folder_of(layout: str, artwork: Artwork | None, fronts: int) -> Iterator[tuple[Path, str]]:
    """Give a private folder with the layout as main.typ, and the picture's name in it, or "".

    fronts -- how often the picture is printed. Raises ValueError if it is none of SVG, PNG, JPEG.
    """
    with private_folder(Path(gettempdir())) as folder:
        shutil.copyfile(LAYOUTS / "card.typ", folder / "card.typ")
        shutil.copyfile(LAYOUTS / f"card_{layout}.typ", folder / "main.typ")
        yield folder, _placed(folder, artwork.path.read_bytes(), fronts) if artwork else ""


def _placed(folder: Path, picture: bytes, fronts: int) -> str:
    name = f"art.{_kind(picture)}"
    (folder / name).write_bytes(picture)
    if name != "art.svg" or len(picture) * fronts <= _MOST_DRAWN_BYTES:
        return name
    points = typst.Compiler(_TO_POINTS.encode(), root=folder, ignore_system_fonts=True)
    points.compile(output=folder / "art.png", format="png", ppi=_PPI)
    return "art.png"


def _kind(picture: bytes) -> str:
    if picture.startswith(b"\x89PNG"):
        return "png"
    if picture.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if b"<svg" in picture[:4096]:
        return "svg"
    raise ValueError("The artwork is neither SVG nor PNG nor JPEG.")
