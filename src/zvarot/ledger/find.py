"""Looking for the line of one receipt, without telling anybody which line is looked for.

All lines are downloaded, as everybody downloads them; the code is compared on this machine.
"""

from dataclasses import dataclass

from zvarot.contract.receipt import Receipt
from zvarot.ledger import tiles
from zvarot.ledger.checkpoint import Checkpoint, verify_checkpoint
from zvarot.ledger.errors import LedgerError
from zvarot.ledger.leaf import SIZE, Leaf, day_of, unpack
from zvarot.ledger.merkle import leaf_hash
from zvarot.ledger.note import Verifier
from zvarot.ledger.proof import check_inclusion
from zvarot.ledger.slices import Slices
from zvarot.ledger.verifier import fetch_tile
from zvarot.ledger.web import Fetch

_TAG_AT = 2 + 24  # in an entry: after its length, and the numbers of the leaf


@dataclass(frozen=True, kw_only=True)
class Found:
    """index -- where the leaf stands, or None if the receipt has no leaf yet."""

    checkpoint: Checkpoint
    index: int | None
    leaf: Leaf | None
    proof: tuple[bytes, ...]

    def to_text(self) -> str:
        if self.leaf is None:
            return (
                f"Not among the {self.checkpoint.size} lines of the log. New lines are written "
                f"together: at the highest protection this can take 7 days."
            )
        return (
            f"Found: line {self.index} of {self.checkpoint.size}, action {self.leaf.action_id}, "
            f"{self.leaf.klass.name.lower()}, written on {day_of(self.leaf.day)}.\n"
            f"{len(self.proof)} hashes lead from it to the signed root."
        )


def find(fetch: Fetch, receipt: Receipt, *, key: Verifier | None) -> Found:
    """Read the whole log and look for the receipt's leaf.

    Raises LedgerError if the log is not what was signed.
    """
    key = key or Verifier.from_text(fetch("log/key").decode())
    checkpoint = verify_checkpoint(fetch("log/checkpoint"), key.name, key.public)
    index, packed = None, b""
    for number in range(-(-checkpoint.size // tiles.WIDTH)):
        width = min(tiles.WIDTH, checkpoint.size - number * tiles.WIDTH)
        bundle = fetch_tile(fetch, tiles.ENTRIES, number, width, width * (SIZE + 2))
        place = place_of(receipt.leaf_tag, bundle)
        if place is not None and index is None:  # goes on: who stops early tells where it stood
            index = number * tiles.WIDTH + place
            packed = bundle[place * (SIZE + 2) + 2 : (place + 1) * (SIZE + 2)]
    # All tiles, and also when there is nothing to prove: what is fetched must tell nothing.
    read = _tiles(fetch, checkpoint.size)
    if index is None:
        return Found(checkpoint=checkpoint, index=None, leaf=None, proof=())
    proof = prove(checkpoint, index, packed, read)
    return Found(checkpoint=checkpoint, index=index, leaf=unpack(packed), proof=tuple(proof))


def place_of(tag: bytes, bundle: bytes) -> int | None:
    """Give the place of the leaf with this tag in a bundle, or None."""
    at = bundle.find(tag)
    while at >= 0:
        place, rest = divmod(at - _TAG_AT, SIZE + 2)
        if rest == 0:
            return place
        at = bundle.find(tag, at + 1)
    return None


def prove(checkpoint: Checkpoint, index: int, packed: bytes, read: tiles.Read) -> list[bytes]:
    """Give the proof that a leaf stands in the log, after checking it."""
    proof = Slices(checkpoint.size, read).inclusion(index)
    check_inclusion(
        leaf=leaf_hash(packed),
        index=index,
        size=checkpoint.size,
        proof=proof,
        root=checkpoint.root,
    )
    return proof


def _tiles(fetch: Fetch, size: int) -> tiles.Read:
    read: dict[str, bytes] = {}
    level = 0
    while size:
        for number in range(-(-size // tiles.WIDTH)):
            width = min(tiles.WIDTH, size - number * tiles.WIDTH)
            body = fetch_tile(fetch, level, number, width, width * 32)
            read[tiles.tile_path(level, number, width)] = body
        level, size = level + 1, size // tiles.WIDTH

    def from_memory(path: str) -> bytes:
        if path not in read:
            raise LedgerError(f"{path} is not a part of this log.")
        return read[path]

    return from_memory
