"""Proofs: every true one holds, everything else does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger import naive
from tests.ledger.test_merkle import LEAVES
from zvarot.ledger.errors import ProofInvalid
from zvarot.ledger.merkle import leaf_hash
from zvarot.ledger.proof import (
    check_consistency,
    check_inclusion,
    prove_consistency,
    prove_inclusion,
)

KNOWN = [leaf_hash(leaf) for leaf in LEAVES]
sizes = st.integers(1, 80)


def log(size: int) -> tuple[list[bytes], list[bytes]]:
    leaves = [bytes([number]) for number in range(size)]
    return leaves, [leaf_hash(leaf) for leaf in leaves]


def test_the_known_proofs_come_out() -> None:
    assert [step.hex() for step in prove_inclusion(0, KNOWN)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [step.hex() for step in prove_consistency(6, KNOWN)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(sizes, st.integers(0))
def test_every_leaf_can_be_proved(size: int, at: int) -> None:
    leaves, hashes = log(size)
    index = at % size
    root = naive.root(leaves)

    proof = prove_inclusion(index, hashes)

    check_inclusion(leaf=hashes[index], index=index, size=size, proof=proof, root=root)


@given(sizes, st.integers(0), st.integers(0), st.integers(0, 255))
def test_a_proof_with_one_flipped_bit_shows_nothing(
    size: int, at: int, step: int, bit: int
) -> None:
    leaves, hashes = log(size + 1)
    index = at % (size + 1)
    proof = prove_inclusion(index, hashes)
    changed = step % len(proof)
    proof[changed] = _flip(proof[changed], bit)

    with pytest.raises(ProofInvalid):
        check_inclusion(
            leaf=hashes[index], index=index, size=size + 1, proof=proof, root=naive.root(leaves)
        )


@given(sizes, st.integers(0), st.integers(0))
def test_no_leaf_can_be_proved_at_anothers_place(size: int, at: int, other: int) -> None:
    leaves, hashes = log(size + 1)
    index, wrong = at % (size + 1), other % (size + 1)
    if index == wrong:
        wrong = (wrong + 1) % (size + 1)
    proof = prove_inclusion(index, hashes)

    with pytest.raises(ProofInvalid):
        check_inclusion(
            leaf=hashes[index], index=wrong, size=size + 1, proof=proof, root=naive.root(leaves)
        )


@given(sizes, st.integers(0))
def test_a_proof_with_a_step_more_or_less_shows_nothing(size: int, at: int) -> None:
    leaves, hashes = log(size + 1)
    index = at % (size + 1)
    root, proof = naive.root(leaves), prove_inclusion(index, hashes)

    for wrong in (proof[:-1], [*proof, hashes[0]]):
        with pytest.raises(ProofInvalid):
            check_inclusion(leaf=hashes[index], index=index, size=size + 1, proof=wrong, root=root)


@given(sizes, st.integers(0, 80))
def test_every_earlier_log_is_the_beginning_of_the_later_one(size: int, before: int) -> None:
    leaves, hashes = log(size)
    old_size = min(before, size)

    check_consistency(
        old_size=old_size,
        old_root=naive.root(leaves[:old_size]),
        size=size,
        root=naive.root(leaves),
        proof=prove_consistency(old_size, hashes),
    )


@given(sizes, st.integers(0), st.integers(0))
def test_a_rewritten_past_has_no_proof(size: int, before: int, where: int) -> None:
    leaves, hashes = log(size + 1)
    old_size = 1 + before % size
    rewritten = leaves.copy()
    rewritten[where % old_size] = b"rewritten"

    with pytest.raises(ProofInvalid):
        check_consistency(
            old_size=old_size,
            old_root=naive.root(rewritten[:old_size]),
            size=size + 1,
            root=naive.root(leaves),
            proof=prove_consistency(old_size, hashes),
        )


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_proof_of_consistency_has_exactly_its_steps(before: int, more: int) -> None:
    leaves, hashes = log(before + more)
    proof = prove_consistency(before, hashes)

    for wrong in (proof[:-1], [*proof, hashes[0]], []):
        with pytest.raises(ProofInvalid):
            check_consistency(
                old_size=before,
                old_root=naive.root(leaves[:before]),
                size=before + more,
                root=naive.root(leaves),
                proof=wrong,
            )


def test_what_was_never_there_cannot_even_be_asked_for() -> None:
    leaves, hashes = log(3)
    root = naive.root(leaves)

    with pytest.raises(ProofInvalid, match="no leaf 3"):
        prove_inclusion(3, hashes)
    with pytest.raises(ProofInvalid, match="no leaf 3"):
        check_inclusion(leaf=hashes[0], index=3, size=3, proof=[], root=root)
    with pytest.raises(ProofInvalid, match="never had the size"):
        prove_consistency(4, hashes)
    with pytest.raises(ProofInvalid, match="cannot continue"):
        check_consistency(old_size=4, old_root=root, size=3, root=root, proof=[])


def test_two_logs_of_one_size_are_one_log_or_a_fraud() -> None:
    leaves, hashes = log(3)
    root = naive.root(leaves)

    check_consistency(old_size=3, old_root=root, size=3, root=root, proof=[])
    with pytest.raises(ProofInvalid, match="different roots"):
        check_consistency(old_size=3, old_root=root, size=3, root=hashes[0], proof=[])
    with pytest.raises(ProofInvalid, match="too long"):
        check_consistency(old_size=3, old_root=root, size=3, root=root, proof=hashes)


def _flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
