"""Proofs that a leaf is in the log, and that a later log continues an earlier one.

Making a proof takes the leaf hashes, which anyone may download by range: nobody ever asks
the server for "my" leaf, because that question would join a signature to an address.
Source: RFC 9162, sections 2.1.3 and 2.1.4
"""

from collections.abc import Sequence

from zvarot.ledger.errors import ProofInvalid
from zvarot.ledger.merkle import node_hash, root_of_hashes


def prove_inclusion(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Prove that the leaf at `index` is in the tree over `hashes`, nearest sibling first."""
    if not 0 <= index < len(hashes):
        raise ProofInvalid(f"There is no leaf {index} in a log of {len(hashes)}.")
    if len(hashes) == 1:
        return []
    split = _split(len(hashes))
    if index < split:
        return [*prove_inclusion(index, hashes[:split]), root_of_hashes(hashes[split:])]
    return [*prove_inclusion(index - split, hashes[split:]), root_of_hashes(hashes[:split])]


def check_inclusion(
    *, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the leaf with hash `leaf` stands at `index` in the log of `size` with `root`.

    Raises ProofInvalid if the proof does not show that.
    """
    if not 0 <= index < size:
        raise ProofInvalid(f"There is no leaf {index} in a log of {size}.")
    at, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofInvalid("The proof of inclusion is too long.")
        if at & 1 or at == last:
            computed = node_hash(sibling, computed)
            while not at & 1 and at:  # levels at which this subtree had no sibling
                at, last = at >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        at, last = at >> 1, last >> 1
    if last != 0 or computed != root:
        raise ProofInvalid("The proof of inclusion does not lead to the root.")


def prove_consistency(old_size: int, hashes: Sequence[bytes]) -> list[bytes]:
    """Prove that the tree over `hashes` begins with its own first `old_size` leaves."""
    if not 0 <= old_size <= len(hashes):
        raise ProofInvalid(f"A log of {len(hashes)} never had the size {old_size}.")
    if old_size in (0, len(hashes)):
        return []
    return _subproof(old_size, hashes, is_known=True)


def check_consistency(
    *, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the log of `size` only added to the log of `old_size`.

    Raises ProofInvalid if the proof does not show that.
    """
    if not 0 <= old_size <= size:
        raise ProofInvalid(f"A log of {size} cannot continue a log of {old_size}.")
    if old_size == size and old_root != root:
        raise ProofInvalid("Two logs of the same size have different roots.")
    if old_size in (0, size):
        if proof:
            raise ProofInvalid("The proof of consistency is too long.")
        return
    path = list(proof)
    if old_size & (old_size - 1) == 0:  # a perfect tree: the old root itself begins the path
        path.insert(0, old_root)
    if _walk(path, old_size - 1, size - 1) != (old_root, root):
        raise ProofInvalid("The newer log does not continue the older one.")


def _walk(path: list[bytes], at: int, last: int) -> tuple[bytes, bytes]:
    while at & 1:
        at, last = at >> 1, last >> 1
    if not path:
        raise ProofInvalid("The proof of consistency is too short.")
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofInvalid("The proof of consistency is too long.")
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise ProofInvalid("The proof of consistency is too short.")
    return old, new


def _subproof(old_size: int, hashes: Sequence[bytes], *, is_known: bool) -> list[bytes]:
    if old_size == len(hashes):
        return [] if is_known else [root_of_hashes(hashes)]
    split = _split(len(hashes))
    if old_size <= split:
        rest = _subproof(old_size, hashes[:split], is_known=is_known)
        return [*rest, root_of_hashes(hashes[split:])]
    rest = _subproof(old_size - split, hashes[split:], is_known=False)
    return [*rest, root_of_hashes(hashes[:split])]


def _split(size: int) -> int:
    """Give the largest power of two that is smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1
