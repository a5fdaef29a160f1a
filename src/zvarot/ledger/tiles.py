"""The log as static files: tiles of 256 hashes, bundles of 256 leaves, a checkpoint.

```
checkpoint                        what the log promises now
tile/<level>/<n>                  256 hashes: level 0 of leaves, level 1 of level-0 tiles, …
tile/<level>/<n>.p/<width>        the last tile of a level while it has fewer
tile/entries/<n>[.p/<width>]      the leaves themselves, each after its length (u16)
```
A number `n` is written in groups of three digits, all but the last with an `x` before them:
1234067 is `x001/x234/067`. Full tiles never change again.
Source: C2SP tlog-tiles
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from zvarot.ledger.errors import LedgerError
from zvarot.ledger.merkle import EMPTY_ROOT, HASH_SIZE, leaf_hash, root_of_hashes

CHECKPOINT: Final = "checkpoint"
WIDTH: Final = 256
ENTRIES: Final = "entries"

Read = Callable[[str], bytes]


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """Give the path of a tile; `level` may be ENTRIES. A width below 256 is a partial tile."""
    groups = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03}")
    suffix = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{suffix}"


def files(
    first_size: int, new_size: int, leaves: Sequence[bytes], read: Read | None = None
) -> dict[str, bytes]:
    """Give the files by which a published log of `first_size` grows to `new_size`.

    leaves -- the bytes of the leaves from `first_size` up to `new_size`.
    read -- gives the bytes of a file published earlier; not needed if `first_size` is 0.

    The same call gives the same files, so that it may be repeated after a crash.
    Raises LedgerError if the number of leaves is wrong or an earlier file is damaged.
    """
    if len(leaves) != new_size - first_size:
        raise LedgerError(
            f"From {first_size} to {new_size} there are {new_size - first_size} leaves, "
            f"not {len(leaves)}."
        )
    if not leaves:
        return {}
    written = _entry_bundles(first_size, leaves, read)
    hashes, level = [leaf_hash(leaf) for leaf in leaves], 0
    while hashes:
        grown, hashes = _grow(level, first_size, hashes, read)
        written |= grown
        level, first_size = level + 1, first_size // WIDTH
    return written


def all_paths(size: int) -> Iterator[str]:
    """Give the path of every file that a log of `size` needs, but the checkpoint."""
    yield from _level_paths(ENTRIES, size)
    level = 0
    while size:
        yield from _level_paths(level, size)
        level, size = level + 1, size // WIDTH


def outdated(first_size: int, new_size: int) -> Iterator[str]:
    """Give the folders of partial tiles that became full on the way, each ending with `.p/`.

    They may be deleted once the checkpoint of `new_size` is out: readers of an older one are
    to fall back to the full tile.
    """
    level = 0
    while new_size // WIDTH:
        for number in range(first_size // WIDTH, new_size // WIDTH):
            yield f"{tile_path(level, number)}.p/"
            if level == 0:
                yield f"{tile_path(ENTRIES, number)}.p/"
        level, first_size, new_size = level + 1, first_size // WIDTH, new_size // WIDTH


def root(size: int, read: Read) -> bytes:
    """Compute the root of a published log from its tiles, reading only what is needed.

    Raises LedgerError if a tile is damaged; what `read` raises for a missing file passes.
    """
    right: bytes | None = None  # the incomplete right edge, from the level below
    level = 0
    while size:
        full, width = divmod(size, WIDTH)
        if width:
            tile = _read_tile(level, full, width, read)
            right = root_of_hashes(tile if right is None else [*tile, right])
        level, size = level + 1, full
    return EMPTY_ROOT if right is None else right


def read_leaves(first: int, size: int, read: Read) -> Iterator[bytes]:
    """Give the leaves from index `first` on, out of the entry bundles of a log of `size`.

    Raises LedgerError if a bundle is damaged.
    """
    for number in range(first // WIDTH, -(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        bundle = _unbundle(read(tile_path(ENTRIES, number, width)), width)
        yield from bundle[max(0, first - number * WIDTH) :]


def _grow(
    level: int, first_size: int, hashes: Sequence[bytes], read: Read | None
) -> tuple[dict[str, bytes], list[bytes]]:
    """Give the tiles of one level and the hashes by which the level above grows."""
    number, known = divmod(first_size, WIDTH)
    row = _old_tile(level, number, known, read) + list(hashes)
    written: dict[str, bytes] = {}
    above: list[bytes] = []
    for at in range(0, len(row), WIDTH):
        tile = row[at : at + WIDTH]
        written[tile_path(level, number + at // WIDTH, len(tile))] = b"".join(tile)
        if len(tile) == WIDTH:
            above.append(root_of_hashes(tile))
    return written, above


def _entry_bundles(first_size: int, leaves: Sequence[bytes], read: Read | None) -> dict[str, bytes]:
    number, known = divmod(first_size, WIDTH)
    row = list(leaves)
    if known:
        row = _unbundle(_reader(read)(tile_path(ENTRIES, number, known)), known) + row
    return {
        tile_path(ENTRIES, number + at // WIDTH, len(row[at : at + WIDTH])): _bundle(
            row[at : at + WIDTH]
        )
        for at in range(0, len(row), WIDTH)
    }


def _old_tile(level: int, number: int, width: int, read: Read | None) -> list[bytes]:
    return _read_tile(level, number, width, _reader(read)) if width else []


def _read_tile(level: int, number: int, width: int, read: Read) -> list[bytes]:
    path = tile_path(level, number, width)
    data = read(path)
    if len(data) != width * HASH_SIZE:
        raise LedgerError(f"{path} is damaged. Publish the log again from its leaves.")
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def _reader(read: Read | None) -> Read:
    if read is None:
        raise LedgerError("To let a log grow, give the means to read what is published.")
    return read


def _level_paths(level: int | str, size: int) -> Iterator[str]:
    full, width = divmod(size, WIDTH)
    for number in range(full):
        yield tile_path(level, number)
    if width:
        yield tile_path(level, full, width)


def _bundle(leaves: Sequence[bytes]) -> bytes:
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def _unbundle(data: bytes, count: int) -> list[bytes]:
    leaves, at = [], 0
    for _ in range(count):
        length = int.from_bytes(data[at : at + 2], "big")
        leaves.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(data) or count != len(leaves):
        raise LedgerError("A bundle of leaves is damaged. Publish the log again.")
    return leaves
