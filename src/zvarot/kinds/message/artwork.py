"""The picture on the front of the cards, for the page and for those who print."""

from typing import Any

from zvarot.studio.pictures import DRAWINGS, shown


def artwork_shown(page: Any, alt: str) -> dict[str, Any] | None:
    """Give the picture as the page draws it; None without a credit and a note of consent."""
    if not _is_agreed(page):
        return None
    picture = shown(page.artwork, page.artwork_drawing)
    if picture is None:
        return None
    return {
        "src": picture.src,
        "width": picture.width,
        "height": picture.height,
        "alt": alt,
        "credit": page.artwork_credit,
    }


def artwork_option(page: Any) -> dict[str, Any] | None:
    """Give the picture as the cards need it: a file of the media folder, credit, focal point.

    focus -- from the left and the top, each 0 to 1. Of an uploaded picture the focal point that
    was set there counts.
    """
    if not _is_agreed(page) or shown(page.artwork, page.artwork_drawing) is None:
        return None
    focus = (page.focus_x / 100, page.focus_y / 100)
    image = page.artwork
    if image and image.has_focal_point():
        point = image.get_focal_point().centroid
        focus = (point.x / image.width, point.y / image.height)
    return {
        "file": image.file.name if image else DRAWINGS + page.artwork_drawing,
        "credit": page.artwork_credit,
        "focus": [round(part, 4) for part in focus],
    }


def _is_agreed(page: Any) -> bool:
    return bool(page.artwork_credit and page.artwork_consent)
