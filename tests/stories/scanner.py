"""Look for planted strings in files, in every spelling in which they could have been kept."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

_CHUNK = 8 << 20


def spellings(text: str) -> set[bytes]:
    """Return UTF-8, UTF-16 both ways, URL-encodings, JSON escapes, hex, and base64 in 3 phases."""
    plain = text.encode()
    found = {
        plain,
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        quote(text).encode(),
        quote_plus(text).encode(),
        text.encode("unicode_escape"),
        plain.hex().encode(),
    }
    for shift in range(3):
        # Drop what depends on the neighbours: the first and last group of the three phases.
        coded = base64.b64encode(b"\0" * shift + plain)
        found.add(coded[4 if shift else 0 : len(coded) // 4 * 4 - 4])
    return {spelling for spelling in found if len(spelling) >= 6}


def hits(folders: Iterable[Path], texts: Iterable[str]) -> list[tuple[Path, str]]:
    """Return (file, text) for each planted text found in any spelling in any file."""
    needles = {spelling: text for text in texts for spelling in spellings(text)}
    return sorted({(path, text) for path in _files(folders) for text in _in_file(path, needles)})


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _in_file(path: Path, needles: dict[bytes, str]) -> Iterator[str]:
    overlap = max(map(len, needles))
    with path.open("rb") as file:
        kept = b""
        while chunk := file.read(_CHUNK):
            window = kept + chunk
            yield from (text for needle, text in needles.items() if needle in window)
            kept = window[-overlap:]
