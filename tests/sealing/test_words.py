"""What stands on paper comes back as it was, or is refused with the place of the slip."""

import re
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from zvarot.contract.audiences import TARGET
from zvarot.sealing.errors import ShareRefused
from zvarot.sealing.keys import make_key
from zvarot.sealing.split import join, make_share, split_2_of_3
from zvarot.sealing.words import (
    QR_PREFIX,
    fingerprint_words,
    share_from_words,
    share_to_qr,
    share_to_words,
    shares_in,
)

KEY = make_key(TARGET, made_on=date(2026, 11, 22))
KEY_ID = KEY.public.key_id


@given(st.binary(min_size=64, max_size=64), st.binary(min_size=8, max_size=8))
def test_every_share_comes_back_from_words_from_beginnings_and_from_its_code(
    parts: bytes, key_id: bytes
) -> None:
    share = make_share(parts[:32], parts[32:], key_id)
    words = share_to_words(share)

    assert len(words) == 48
    assert share_from_words(words, key_id) == share
    assert share_from_words([word[:4].upper() for word in words], key_id) == share
    assert shares_in(share_to_qr(share), bytes(8)) == [share]


def test_numbers_and_lines_beside_the_words_do_not_matter() -> None:
    one, other, _ = split_2_of_3(KEY)
    typed = "\n\n".join(
        "\n".join(f"{nth}. {word}" for nth, word in enumerate(share_to_words(share), start=1))
        for share in (one, other)
    )

    assert shares_in(typed, KEY_ID) == [one, other]
    assert join(*shares_in(typed, KEY_ID)) == KEY.private


def test_every_bit_of_the_words_written_wrongly_is_noticed() -> None:
    """By the checksum of 24 words mostly, and else because another key comes out."""
    one, other, _ = split_2_of_3(KEY)
    words, every = share_to_words(one), Mnemonic("english").wordlist

    for place in range(48):
        for bit in range(11):
            wrong = [*words]
            wrong[place] = every[every.index(words[place]) ^ 1 << bit]
            with pytest.raises(ShareRefused):
                join(share_from_words(wrong, KEY_ID), other)


def test_a_slip_is_named_by_its_place_and_the_word_is_not_repeated() -> None:
    words = share_to_words(split_2_of_3(KEY)[0])

    with pytest.raises(ShareRefused, match=r"Word 7 is not one of the list") as refused:
        share_from_words([*words[:6], "zvarot", *words[7:]], KEY_ID)
    assert "zvarot" not in str(refused.value)
    with pytest.raises(ShareRefused, match="these are 47"):
        share_from_words(words[1:], KEY_ID)
    with pytest.raises(ShareRefused, match="two have 96; these are 95"):
        shares_in(" ".join([*words, *words[1:]]), KEY_ID)
    with pytest.raises(ShareRefused, match="not whole"):
        shares_in(share_to_qr(split_2_of_3(KEY)[0])[:-3], KEY_ID)


def test_words_of_another_share_in_the_second_half_do_not_rebuild_the_key() -> None:
    one, other, third = (share_to_words(share) for share in split_2_of_3(KEY))
    mixed = share_from_words(one[:24] + third[:24], KEY_ID)

    with pytest.raises(ShareRefused):
        join(mixed, share_from_words(other, KEY_ID))


def test_a_code_of_a_share_is_small() -> None:
    assert re.fullmatch(QR_PREFIX + r"[A-Z2-7]{122}", share_to_qr(split_2_of_3(KEY)[0]))


@given(st.binary(min_size=32, max_size=1216))
def test_a_fingerprint_is_eight_words_for_88_bits(public: bytes) -> None:
    """Read back by its own arithmetic: each word's number in the list, eleven bits each."""
    every = Mnemonic("english").wordlist
    bits = "".join(f"{every.index(word):011b}" for word in fingerprint_words(public).split())

    assert int(bits, 2).to_bytes(11, "big") == sha256(public).digest()[:11]
