"""Envelopes' headers and padding, inbox records, receipts and tokens: bytes that must hold."""

import datetime
import os
from collections.abc import Mapping

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from zvarot.contract import envelope, record, tokens
from zvarot.contract.audiences import AudienceUnknown, code_of
from zvarot.contract.receipt import Receipt, ReceiptUnreadable, withdraw_hash, withdrawal_tag

TODAY = datetime.date(2026, 11, 22)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.dictionaries(_TEXT, _TEXT, max_size=3))
def test_a_padded_plaintext_has_one_size_and_comes_back(fields: Mapping[str, str]) -> None:
    try:
        plain = envelope.pad_plain(fields, 1024)
    except envelope.PlaintextTooLong:
        return
    assert len(plain) == 1024
    assert envelope.canonical(envelope.unpad_plain(plain)) == envelope.canonical(fields)


def test_answers_that_do_not_fit_are_refused_not_cut() -> None:
    with pytest.raises(envelope.PlaintextTooLong):
        envelope.pad_plain({"message": "x" * 600}, 512)


@pytest.mark.parametrize(
    ("bytes_needed", "size"), [(0, 512), (509, 512), (510, 1024), (16381, 16384)]
)
def test_the_smallest_size_that_holds_the_answers_is_taken(bytes_needed: int, size: int) -> None:
    assert envelope.size_for(bytes_needed) == size


def test_a_form_that_fits_no_envelope_is_refused() -> None:
    with pytest.raises(envelope.PlaintextTooLong):
        envelope.size_for(16382)


@pytest.mark.parametrize(("place", "value"), [(0, 0), (4, 2), (5, 9), (6, 0), (6, 9), (7, 1)])
def test_a_header_with_an_unknown_mark_is_refused(place: int, value: int) -> None:
    header = bytearray(
        envelope.pack_header(1, 3, 7, b"r" * 16, b"p" * 32, b"k" * 8) + b"ciphertext"
    )
    assert envelope.Header.unpack(bytes(header)).pack() == bytes(header[:72])
    header[place] = value
    with pytest.raises(envelope.EnvelopeMalformed):
        envelope.Header.unpack(bytes(header))


@pytest.mark.parametrize(
    "plain", [b"", b"\0\1{}", b"\0\2{}\x80", b"\0\1[]\x80", b'\0\1{"a":1}\x80']
)
def test_a_plaintext_that_is_not_ours_is_refused(plain: bytes) -> None:
    with pytest.raises(envelope.EnvelopeMalformed):
        envelope.unpad_plain(plain)


_AUDIENCES = st.sampled_from(["postman", "target", "organiser", "public", "partner:pen"])


@given(st.lists(st.tuples(_AUDIENCES, st.binary(max_size=90)), max_size=4).map(tuple))
def test_a_signature_record_comes_back_as_it_was(
    envelopes: tuple[tuple[str, bytes], ...],
) -> None:
    taken = make.record(envelopes=envelopes, action_id=2**40)

    assert record.unpack(record.pack(taken)) == taken


@pytest.mark.parametrize(
    "word",
    [
        record.WithdrawalRecord(wd=b"w" * 32),
        record.RowRecord(kind=record.RecordKind.CONFIRMATION, row_id=b"r" * 16),
        record.RowRecord(kind=record.RecordKind.REFUSAL, row_id=b"r" * 16),
        record.RowRecord(kind=record.RecordKind.SUPPRESSION, row_id=b"r" * 16),
    ],
)
def test_other_records_come_back_too(word: record.Record) -> None:
    assert record.unpack(record.pack(word)) == word


@given(st.binary(max_size=400))
def test_random_bytes_in_the_inbox_never_crash_the_reader(body: bytes) -> None:
    try:
        record.unpack(body)
    except record.RecordMalformed:
        return


def test_a_cut_record_is_refused() -> None:
    body = record.pack(make.record())
    for length in range(len(body)):
        with pytest.raises(record.RecordMalformed):
            record.unpack(body[:length])


def test_an_unknown_audience_has_no_number() -> None:
    with pytest.raises(AudienceUnknown):
        code_of("partner:")


@given(st.binary(min_size=16, max_size=16))
def test_a_receipt_is_read_back_however_it_is_typed(seed: bytes) -> None:
    receipt = Receipt(seed)
    typed = receipt.code.lower().replace("0", "o").replace("1", "l").replace(" ", " - ")

    assert len(receipt.code) == 27
    assert Receipt.parse(typed) == receipt
    assert withdraw_hash(receipt.wd) != withdrawal_tag(receipt.wd)
    assert receipt.wd != receipt.leaf_tag


@pytest.mark.parametrize("typed", ["", "7K3Q", "U" * 26, "Z" * 26, "!" * 26, "7" * 27])
def test_a_code_that_cannot_be_a_receipt_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(ReceiptUnreadable) as caught:
        Receipt.parse(typed)
    assert not typed or typed not in str(caught.value)


def test_two_receipts_differ() -> None:
    assert Receipt.new() != Receipt.new()


def test_a_mailed_token_confirms_its_row_until_its_day() -> None:
    key, row = Ed25519PrivateKey.generate(), os.urandom(16)
    token = tokens.mint(key, row, TODAY)

    assert len(token) == tokens.CHARACTERS
    assert tokens.read(token, key.public_key().public_bytes_raw(), TODAY) == row
    with pytest.raises(tokens.TokenInvalid, match="expired"):
        tokens.read(token, key.public_key().public_bytes_raw(), TODAY + datetime.timedelta(1))


@given(place=st.integers(0, tokens.CHARACTERS - 1), letter=st.sampled_from("AZaz09-_"))
def test_a_changed_token_is_refused(place: int, letter: str) -> None:
    key = Ed25519PrivateKey.generate()
    token = tokens.mint(key, b"r" * 16, TODAY)
    forged = token[:place] + letter + token[place + 1 :]
    if forged == token:
        return
    with pytest.raises(tokens.TokenInvalid):
        tokens.read(forged, key.public_key().public_bytes_raw(), TODAY)


@given(st.text(max_size=120))
def test_any_text_as_a_token_is_refused(text: str) -> None:
    with pytest.raises(tokens.TokenInvalid):
        tokens.read(text, b"\1" * 32, TODAY)
