"""Read which characters a font can draw: the `cmap` table of a TTF, OTF or TTC file.

Only formats 4 and 12 (Unicode, basic and full) are read; every current font has one of them.
Source: OpenType specification, chapter "cmap - Character to Glyph Index Mapping Table"
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
        return _read(data, _cmap_offset(data, index))
    except (struct.error, IndexError) as broken:
        raise ValueError(f"{path.name} is not a font that can be read.") from broken


def _cmap_offset(data: bytes, index: int) -> int:
    start = 0
    if data[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for at in range(start + 12, start + 12 + 16 * tables, 16):
        if data[at : at + 4] == b"cmap":
            (offset,) = struct.unpack_from(">I", data, at + 8)
            return int(offset)
    raise IndexError("no cmap")


def _read(data: bytes, cmap: int) -> frozenset[int]:
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    found: dict[tuple[int, int], int] = {}
    for at in range(cmap + 4, cmap + 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", data, at)
        found[platform, encoding] = cmap + offset
    for kind in _BEST_FIRST:
        if kind in found:
            return frozenset(_codes(data, found[kind]))
    raise IndexError("no Unicode cmap")


def _codes(data: bytes, at: int) -> Iterator[int]:
    (version,) = struct.unpack_from(">H", data, at)
    if version == 12:
        return _codes_12(data, at)
    if version == 4:
        return _codes_4(data, at)
    raise IndexError("a format that is not read")


def _codes_12(data: bytes, at: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", data, at + 12)
    for group in range(groups):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * group)
        yield from range(first if glyph else first + 1, last + 1)


def _codes_4(data: bytes, at: int) -> Iterator[int]:
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
            if ranges[number]:
                (glyph,) = struct.unpack_from(">H", data, here + 2 * (code - starts[number]))
            else:
                glyph = (code + deltas[number]) & 0xFFFF
            if glyph:
                yield code
