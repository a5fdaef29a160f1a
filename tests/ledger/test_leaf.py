"""Leaves: 96 bytes at fixed places, and the rules of each type."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.contract.record import Klass
from zvarot.ledger.errors import LeafInvalid
from zvarot.ledger.leaf import Leaf, Type, day_number, day_of, unpack

ALES = Leaf(
    type=Type.SIGNATURE,
    klass=Klass.CONFIRMED,
    action_id=7,
    day=day_number(date(2026, 11, 22)),
    value=1,
    tag=b"T" * 32,
    body=b"B" * 32,
    actor=b"A" * 8,
)

leaves = st.builds(
    Leaf,
    type=st.sampled_from(Type),
    klass=st.sampled_from(Klass),
    action_id=st.integers(1, 2**64 - 1),
    day=st.integers(0, 2**32 - 1),
    value=st.integers(-(2**63), 2**63 - 1) | st.integers(-2, 2),
    tag=st.binary(min_size=32, max_size=32),
    body=st.binary(min_size=32, max_size=32),
    actor=st.binary(min_size=8, max_size=8),
)


def test_each_number_stands_at_its_documented_place() -> None:
    packed = ALES.pack()

    assert len(packed) == 96
    assert packed[:4] == bytes([1, 1, 1, 0])
    assert packed[4:12] == (7).to_bytes(8, "big")
    assert packed[12:16] == (20779).to_bytes(4, "big")
    assert packed[16:24] == (1).to_bytes(8, "big")
    assert packed[24:56] + packed[56:88] + packed[88:] == b"T" * 32 + b"B" * 32 + b"A" * 8


def test_a_loss_is_a_negative_number() -> None:
    withdrawal = replace(ALES, type=Type.WITHDRAWAL, value=-1)

    assert withdrawal.pack()[16:24] == b"\xff" * 8
    assert unpack(withdrawal.pack()).value == -1


@given(leaves)
def test_what_can_be_packed_reads_back_the_same(leaf: Leaf) -> None:
    try:
        packed = leaf.pack()
    except LeafInvalid:
        return

    assert unpack(packed) == leaf


@given(st.binary(min_size=96, max_size=96), st.sampled_from(Type))
def test_bytes_are_refused_or_are_exactly_what_pack_writes(data: bytes, kind: Type) -> None:
    data = bytes([1, kind, data[2] % 5, data[3] & 1]) + data[4:]
    try:
        leaf = unpack(data)
    except LeafInvalid:
        return

    assert leaf.pack() == data


@pytest.mark.parametrize(
    ("kind", "klass", "value"),
    [
        (Type.SIGNATURE, Klass.CONFIRMED, 2),
        (Type.SIGNATURE, Klass.CONFIRMED, 0),
        (Type.SIGNATURE, Klass.PAPER, 1),
        (Type.WITHDRAWAL, Klass.CONFIRMED, 1),
        (Type.WITHDRAWAL, Klass.CONFIRMED, -2),
        (Type.PAPER, Klass.PAPER, 0),
        (Type.PAPER, Klass.PAPER, -3),
        (Type.PAPER, Klass.CONFIRMED, 3),
        (Type.INVALIDATION, Klass.CONFIRMED, 3),
        (Type.CORRECTION, Klass.PAPER, 0),
        (Type.MANIFEST, Klass.UNCONFIRMED, 1),
        (Type.CLOSE, Klass.UNCONFIRMED, 1),
        (Type.STATEMENT, Klass.UNCONFIRMED, 200),
    ],
)
def test_no_type_of_leaf_can_smuggle_in_a_number(kind: Type, klass: Klass, value: int) -> None:
    with pytest.raises(LeafInvalid):
        replace(ALES, type=kind, klass=klass, value=value).pack()


def test_the_site_itself_counts_nothing() -> None:
    replace(ALES, type=Type.STATEMENT, action_id=0, value=0).pack()

    with pytest.raises(LeafInvalid, match="counts nothing"):
        replace(ALES, type=Type.CORRECTION, action_id=0, value=5).pack()


@pytest.mark.parametrize(
    "change",
    [
        {"tag": b"short"},
        {"body": b""},
        {"actor": bytes(9)},
        {"day": -1},
        {"action_id": 1 << 64},
        {"type": Type.CORRECTION, "value": 1 << 63},
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(LeafInvalid):
        replace(ALES, **change).pack()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(95),
        b"\x02" + ALES.pack()[1:],
        ALES.pack()[:3] + b"\x01" + ALES.pack()[4:],
        ALES.pack()[:1] + b"\x0a" + ALES.pack()[2:],
        ALES.pack()[:2] + b"\x04" + ALES.pack()[3:],
    ],
)
def test_foreign_bytes_are_no_leaf(data: bytes) -> None:
    with pytest.raises(LeafInvalid):
        unpack(data)


def test_days_are_counted_from_1970() -> None:
    assert day_number(date(1970, 1, 1)) == 0
    assert day_of(day_number(date(2026, 2, 28))) == date(2026, 2, 28)
