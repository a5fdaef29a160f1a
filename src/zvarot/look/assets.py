"""Styles, fonts, drawings and the one script as files to publish, named by their content.

A published name carries the first 8 hexadecimal digits of the file's hash, so that it can be
cached for ever. The style sheet is written as one file per component and published as one.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

FOLDER: Final = Path(__file__).parent / "static"

# The cascade's order: values, bare elements, layout, components, then what overrides them.
STYLES: Final = (
    "tokens",
    "base",
    "layout",
    "header",
    "hero",
    "stamp",
    "postmark",
    "button",
    "count",
    "text",
    "sheet",
    "field",
    "form",
    "message",
    "promise",
    "receipt",
    "card",
    "state",
    "counting",
    "footer",
    "forced",
    "print",
)


def static_files() -> dict[str, bytes]:
    """Return every file that the public pages load, by its published name."""
    return dict(_published().values())


def static_names() -> dict[str, str]:
    """Return the published name of each file, by the plain name that templates use."""
    return {plain: name for plain, (name, _) in _published().items()}


def style_sheet() -> str:
    """Return all components as one style sheet, without comments and indentation."""
    parts = (FOLDER / "css" / f"{name}.css" for name in STYLES)
    return _tighten("\n".join(part.read_text(encoding="utf-8") for part in parts))


@lru_cache(maxsize=1)
def _published() -> MappingProxyType[str, tuple[str, bytes]]:
    files = {path.name: path.read_bytes() for path in _plain_files()}
    named = {plain: (_hashed(plain, body), body) for plain, body in files.items()}
    sheet = re.sub(
        r"url\(([^)]+)\)", lambda found: f"url({named[found[1]][0]})", style_sheet()
    ).encode()
    named["zvarot.css"] = (_hashed("zvarot.css", sheet), sheet)
    return MappingProxyType(named)


def _plain_files() -> list[Path]:
    return sorted(
        path
        for pattern in ("fonts/*", "art/*", "*.js")
        for path in FOLDER.glob(pattern)
        if path.is_file()
    )


def _hashed(plain: str, body: bytes) -> str:
    stem, _, suffix = plain.rpartition(".")
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:8]}.{suffix}"


def _tighten(css: str) -> str:
    # Only what cannot change a meaning: comments, line breaks, and blanks beside { } ; and commas.
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*\n\s*", " ", css)
    return re.sub(r"\s*([{};,])\s*", r"\1", css).replace(";}", "}").strip()
