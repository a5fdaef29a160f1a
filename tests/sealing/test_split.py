"""Two of three holders rebuild a key; one alone holds noise."""

from datetime import date
from hashlib import sha256
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.contract.audiences import TARGET
from zvarot.sealing.errors import ShareRefused
from zvarot.sealing.keys import SecretKey, make_key
from zvarot.sealing.split import SHARE_BYTES, join, make_share, parts_of, split_2_of_3

TODAY = date(2026, 11, 22)


def a_key(suite: int = 1) -> SecretKey:
    return make_key(TARGET, suite=suite, made_on=TODAY)


@pytest.mark.parametrize("suite", [1, 2])
def test_any_two_shares_rebuild_the_key_in_any_order(suite: int) -> None:
    key = a_key(suite)

    shares = split_2_of_3(key)

    assert {len(share) for share in shares} == {SHARE_BYTES} == {76}
    for one, other in permutations(shares, 2):
        assert join(one, other) == key.private


def test_one_share_fits_every_possible_key() -> None:
    """With each share alone, the missing part can be chosen so that any other key comes out."""
    key, wrong = a_key(), bytes(range(32))

    for share in split_2_of_3(key):
        left, right = share[:32], share[32:64]
        missing = bytes(a ^ b ^ c for a, b, c in zip(left, right, wrong, strict=True))
        assert bytes(a ^ b ^ c for a, b, c in zip(left, right, missing, strict=True)) == wrong
        assert key.private not in share


@given(st.binary(min_size=32, max_size=32), st.sampled_from([1, 2]))
def test_every_key_can_be_completed_from_whatever_one_holder_has(wanted: bytes, suite: int) -> None:
    """So one share says nothing about the key: the second holder's decides which it is."""
    other = SecretKey(audience=TARGET, private=wanted, suite=suite, made_on=TODAY)
    left, right, _ = parts_of(split_2_of_3(a_key())[0])
    missing = bytes(a ^ b ^ c for a, b, c in zip(left, right, wanted, strict=True))
    mine, second = (
        make_share(*parts, other.public.key_id) for parts in ((left, right), (right, missing))
    )

    assert join(mine, second) == join(second, mine) == wanted


@given(st.binary(min_size=32, max_size=32), st.sampled_from([1, 2]))
def test_any_two_shares_of_any_key_rebuild_it(private: bytes, suite: int) -> None:
    key = SecretKey(audience=TARGET, private=private, suite=suite, made_on=TODAY)

    for one, other in permutations(split_2_of_3(key), 2):
        assert join(one, other) == private


def test_the_parts_of_one_holder_have_every_bit_as_often_set_as_not() -> None:
    """Over 400 splittings of one key; further off than 6 standard deviations is no chance."""
    key, rounds = a_key(), 400
    shares = [split_2_of_3(key) for _ in range(rounds)]

    for holder in range(3):
        numbers = [int.from_bytes(share[holder][:64], "big") for share in shares]
        often = [sum(number >> bit & 1 for number in numbers) for bit in range(512)]
        assert all(abs(one - rounds / 2) < 6 * (rounds / 4) ** 0.5 for one in often)


def test_a_second_splitting_draws_new_shares() -> None:
    key = a_key()

    first, second = split_2_of_3(key), split_2_of_3(key)

    assert not {share[:32] for share in first} & {share[:32] for share in second}
    with pytest.raises(ShareRefused, match="two occasions"):
        join(first[0], second[1])


def test_every_bit_copied_wrongly_is_noticed() -> None:
    one, other, _ = split_2_of_3(a_key())

    for bit in range(SHARE_BYTES * 8):
        changed = bytearray(one)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ShareRefused, match="copied wrongly"):
            join(bytes(changed), other)


def test_shares_that_name_another_key_do_not_rebuild_it() -> None:
    forged = [
        body + sha256(b"ap/share/v1" + body).digest()[:4]
        for body in (share[:64] + bytes(8) for share in split_2_of_3(a_key()))
    ]

    with pytest.raises(ShareRefused, match="do not rebuild"):
        join(forged[0], forged[1])


def test_what_is_no_pair_is_refused_with_a_reason() -> None:
    one, other, _ = split_2_of_3(a_key())
    foreign = split_2_of_3(a_key())[1]

    with pytest.raises(ShareRefused, match="same share twice"):
        join(one, one)
    with pytest.raises(ShareRefused, match="two different keys"):
        join(one, foreign)
    with pytest.raises(ShareRefused, match="76 bytes"):
        join(one, other[:-1])
