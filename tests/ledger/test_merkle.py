"""Both ways of computing the root, against known values and against the definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger import naive
from zvarot.ledger.errors import LedgerError
from zvarot.ledger.merkle import EMPTY_ROOT, CompactRange, root_of

# The leaves and roots by which Certificate Transparency logs are commonly checked.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

histories = st.lists(st.binary(max_size=8), max_size=70)


@pytest.mark.parametrize("size", range(1, 9))
def test_both_ways_give_the_known_roots(size: int) -> None:
    grown = CompactRange()
    grown.extend(LEAVES[:size])

    assert grown.root().hex() == ROOTS[size - 1]
    assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_an_empty_log_has_the_hash_of_nothing_as_its_root() -> None:
    assert CompactRange().root() == root_of([]) == EMPTY_ROOT == naive.root([])


@given(histories)
def test_both_ways_agree_with_the_definition(leaves: list[bytes]) -> None:
    grown = CompactRange()
    grown.extend(leaves)

    assert grown.root() == root_of(leaves) == naive.root(leaves)
    assert grown.size == len(leaves)


@given(histories, histories)
def test_a_stored_range_grows_on_as_if_it_had_never_been_stored(
    before: list[bytes], after: list[bytes]
) -> None:
    grown = CompactRange()
    grown.extend(before)

    restored = CompactRange.from_bytes(grown.to_bytes())
    restored.extend(after)

    assert restored.root() == naive.root(before + after)
    assert restored.size == len(before + after)


def test_a_copy_grows_without_its_original() -> None:
    grown = CompactRange()
    grown.append(b"first")

    other = grown.copy()
    other.append(b"second")

    assert grown.root() == naive.root([b"first"])
    assert other.root() == naive.root([b"first", b"second"])


@given(histories, st.integers(min_value=0), st.integers(0, 7))
def test_one_flipped_bit_changes_the_root(leaves: list[bytes], at: int, bit: int) -> None:
    leaves.append(b"the last one")
    place = at % len(leaves)
    changed = leaves.copy()
    damaged = bytearray(changed[place] or b"\x00")
    damaged[-1] ^= 1 << bit
    changed[place] = bytes(damaged)

    assert root_of(changed) != root_of(leaves)


@pytest.mark.parametrize(
    "damage", [b"", b"\x00" * 7, b"\x00" * 8 + b"x", bytes(7) + b"\x03" + bytes(32)]
)
def test_a_damaged_range_is_refused(damage: bytes) -> None:
    with pytest.raises(LedgerError, match="rebuild it"):
        CompactRange.from_bytes(damage)
