"""Where a picture of a page is found: an uploaded image, or a drawing of the installation.

Uploaded images are drawn again by Wagtail (so hidden data is gone) and never SVG. Drawings
are SVG files that the operator put into the media folder; the studio cannot upload them.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from wagtail.blocks import StructValue

DRAWINGS = "drawings/"
_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.svg")
_VIEW_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


@dataclass(frozen=True)
class Shown:
    """A picture as a page draws it."""

    src: str
    width: int
    height: int


def shown(
    image: Any, drawing: str, *, rendition: str = "max-1200x1200|format-jpeg"
) -> Shown | None:
    """Give the address and size of the picture; None if there is none."""
    if image:
        made = image.get_rendition(rendition)
        return Shown(made.url, made.width, made.height)
    if not drawing or not _SAFE_NAME.fullmatch(drawing):
        return None
    return _drawing(drawing)


def _drawing(name: str) -> Shown | None:
    path = DRAWINGS + name
    if not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        size = _VIEW_BOX.search(file.read(4096).decode("utf-8", "replace"))
    width, height = (round(float(part)) for part in size.groups()) if size else (640, 360)
    return Shown(f"{settings.MEDIA_URL}{path}", width, height)


class PictureValue(StructValue):
    """What templates ask a picture block: src, width, height, and alt or nothing."""

    @property
    def shown(self) -> Shown | None:
        return shown(self.get("image"), self.get("drawing") or "")

    @property
    def src(self) -> str:
        return self.shown.src if self.shown else ""

    @property
    def width(self) -> int:
        return self.shown.width if self.shown else 0

    @property
    def height(self) -> int:
        return self.shown.height if self.shown else 0
