"""Sheets and rows for the tests of the exporters."""

from datetime import date
from typing import Any

from zvarot.deliveries.exporters.sheet import Column, Cover, Sheet

WORDS = {
    "page": "page {page} of {pages}",
    "heading": "Signatures",
    "index": "No.",
    "number": "Export",
}


def sheet(*names: str, **cover: Any) -> Sheet:
    """Return a sheet of these fields; `cover` replaces what stands in its letter."""
    values: dict[str, Any] = {
        "title": "Freedom for Maryia",
        "addressee": ("Minister of Foreign Affairs", "The Hague"),
        "letter": ("Dear Minister,", "Please speak for her."),
        "made_on": date(2026, 11, 22),
        "made_on_text": "22 November 2026",
        "number": "Z-000007",
        "lang": "en",
        "words": WORDS,
    }
    return Sheet(
        cover=Cover(**(values | cover)),
        columns=tuple(Column(name=name, label=name.replace("_", " ").title()) for name in names),
    )
