"""Read which characters a font can draw, and how wide: `cmap` and `hmtx` of a TTF, OTF or TTC.

Only formats 4 and 12 of `cmap` (Unicode, basic and full) are read; every current font has one.
Source: OpenType specification, chapters "cmap - Character to Glyph Index Mapping Table" and
"hmtx - Horizontal Metrics Table"
"""

import struct
from collections.abc import Iterator
from pathlib import Path

_BEST_FIRST = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


def characters(path: Path, index: int = 0) -> frozenset[int]:
    """Return the code points that font number `index` of the file has a glyph for.

    Raises ValueError if the file is no font with a Unicode table.
    """
    data = path.read_bytes()
    try:
        return frozenset(code for code, _glyph in _mapped(data, index))
    except (struct.error, IndexError) as broken:
        raise ValueError(f"{path.name} is not a font that can be read.") from broken


def advances(path: Path) -> dict[str, float]:
    """Return how far the pen moves for each character set alone, in em; kerning is left out.

    Raises ValueError if the file is no font with a Unicode table.
    """
    data = path.read_bytes()
    try:
        (units,) = struct.unpack_from(">H", data, _table(data, b"head") + 18)
        (count,) = struct.unpack_from(">H", data, _table(data, b"hhea") + 34)
        widths = struct.unpack_from(">" + "Hh" * count, data, _table(data, b"hmtx"))[::2]
        return {
            chr(code): widths[min(glyph, count - 1)] / units for code, glyph in _mapped(data, 0)
        }
    except (struct.error, IndexError) as broken:
        raise ValueError(f"{path.name} is not a font that can be read.") from broken


def _mapped(data: bytes, index: int) -> Iterator[tuple[int, int]]:
    cmap = _table(data, b"cmap", index)
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    found: dict[tuple[int, int], int] = {}
    for at in range(cmap + 4, cmap + 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", data, at)
        found[platform, encoding] = cmap + offset
    for kind in _BEST_FIRST:
        if kind in found:
            return _glyphs(data, found[kind])
    raise IndexError("no Unicode cmap")


def _table(data: bytes, name: bytes, index: int = 0) -> int:
    start = 0
    if data[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for at in range(start + 12, start + 12 + 16 * tables, 16):
        if data[at : at + 4] == name:
            (offset,) = struct.unpack_from(">I", data, at + 8)
            return int(offset)
    raise IndexError("no such table")


def _glyphs(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (version,) = struct.unpack_from(">H", data, at)
    if version == 12:
        return _glyphs_12(data, at)
    if version == 4:
        return _glyphs_4(data, at)
    raise IndexError("a format that is not read")


def _glyphs_12(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (groups,) = struct.unpack_from(">I", data, at + 12)
    for group in range(groups):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * group)
        for code in range(first if glyph else first + 1, last + 1):
            yield code, glyph + code - first


def _glyphs_4(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (twice,) = struct.unpack_from(">H", data, at + 6)
    segments = twice // 2
    ends = struct.unpack_from(f">{segments}H", data, at + 14)
    starts = struct.unpack_from(f">{segments}H", data, at + 16 + twice)
    deltas = struct.unpack_from(f">{segments}H", data, at + 16 + 2 * twice)
    ranges_at = at + 16 + 3 * twice
    ranges = struct.unpack_from(f">{segments}H", data, ranges_at)
    for number in range(segments):
        here = ranges_at + 2 * number + ranges[number]
        for code in range(starts[number], min(ends[number], 0xFFFE) + 1):
            glyph = code + deltas[number]
            if ranges[number]:
                (found,) = struct.unpack_from(">H", data, here + 2 * (code - starts[number]))
                glyph = found and found + deltas[number]
            if glyph & 0xFFFF:
                yield code, glyph & 0xFFFF
