"""Opening: what was closed for this key and place opens; everything else stays closed."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.contract.audiences import MODERATOR, ORGANISER, RECIPIENT, TARGET
from zvarot.contract.envelope import HEADER_BYTES
from zvarot.sealing.closing import seal
from zvarot.sealing.errors import EnvelopeRefused
from zvarot.sealing.keys import SecretKey, make_key
from zvarot.sealing.opening import open_sealed
from zvarot.sealing.suites import SUITES

TODAY = date(2026, 11, 22)
PLACE: dict[str, Any] = {"action_id": 7, "row_id": bytes(range(16)), "promise_hash": b"P" * 32}
ALES = {"given_name": "Alés", "country": "LT"}
TAMARA = make_key(TARGET, made_on=TODAY)
TAMARA_HYBRID = make_key(TARGET, suite=2, made_on=TODAY)
both_suites = pytest.mark.parametrize("tamara", [TAMARA, TAMARA_HYBRID], ids=["x25519", "hybrid"])


def close(key: SecretKey = TAMARA, **place: Any) -> bytes:
    return seal(ALES, key=key.public, size=512, **{**PLACE, **place})


@both_suites
@given(
    fields=st.dictionaries(
        st.sampled_from(["given_name", "message"]), st.from_regex(r"[ -~]{0,80}", fullmatch=True)
    )
)
def test_tamara_reads_exactly_what_ales_wrote(tamara: SecretKey, fields: dict[str, str]) -> None:
    envelope = seal(fields, key=tamara.public, size=512, **PLACE)

    assert open_sealed(envelope, tamara, **PLACE) == fields


@both_suites
def test_ihar_with_a_key_of_his_own_reads_nothing(tamara: SecretKey) -> None:
    ihar = make_key(TARGET, suite=tamara.suite, made_on=TODAY)

    with pytest.raises(EnvelopeRefused, match="another key id"):
        open_sealed(close(tamara), ihar, **PLACE)


def test_no_bit_of_an_envelope_can_be_changed() -> None:
    envelope = close()

    for bit in range(len(envelope) * 8):
        with pytest.raises(EnvelopeRefused):
            open_sealed(_flip(envelope, bit), TAMARA, **PLACE)


def test_no_byte_of_a_hybrid_envelope_can_be_changed() -> None:
    envelope = close(TAMARA_HYBRID)

    for at in range(len(envelope)):
        with pytest.raises(EnvelopeRefused):
            open_sealed(_flip(envelope, at * 8 + at % 8), TAMARA_HYBRID, **PLACE)


@both_suites
@pytest.mark.parametrize(
    ("name", "other"),
    [("action_id", 8), ("row_id", bytes(16)), ("promise_hash", bytes(32))],
)
def test_an_envelope_moved_to_another_place_stays_closed(
    tamara: SecretKey, name: str, other: Any
) -> None:
    envelope = close(tamara)
    there = {**PLACE, name: other}

    with pytest.raises(EnvelopeRefused, match="another"):
        open_sealed(envelope, tamara, **there)

    rewritten = close(tamara, **there)[:HEADER_BYTES] + envelope[HEADER_BYTES:]
    with pytest.raises(EnvelopeRefused, match="does not open"):
        open_sealed(rewritten, tamara, **there)


def test_the_same_key_under_another_audiences_name_opens_nothing() -> None:
    for audience in (ORGANISER, MODERATOR, RECIPIENT, "partner:amnesty"):
        renamed = replace(TAMARA, audience=audience)

        with pytest.raises(EnvelopeRefused, match="another audience"):
            open_sealed(close(), renamed, **PLACE)

        rewritten = close(renamed)[:HEADER_BYTES] + close()[HEADER_BYTES:]
        with pytest.raises(EnvelopeRefused, match="does not open"):
            open_sealed(rewritten, renamed, **PLACE)


@pytest.mark.parametrize(
    ("at", "value"), [(0, 0x42), (4, 2), (4, 0), (5, 3), (5, 0), (6, 0), (6, 9), (7, 1), (7, 0x80)]
)
def test_unknown_version_suite_audience_and_flags_are_refused(at: int, value: int) -> None:
    changed = bytearray(close())
    changed[at] = value

    with pytest.raises(EnvelopeRefused):
        open_sealed(bytes(changed), TAMARA, **PLACE)


@both_suites
def test_a_shortened_or_lengthened_envelope_is_refused(tamara: SecretKey) -> None:
    envelope = close(tamara)

    for wrong in (b"", envelope[:71], envelope[:72], envelope[:-1], envelope + b"\0"):
        with pytest.raises(EnvelopeRefused):
            open_sealed(wrong, tamara, **PLACE)


@pytest.mark.parametrize(
    "plain",
    [
        b"\x00\x02{}\x80".ljust(512, b"\0"),
        b"\x00\x01{}".ljust(512, b"\0"),
        b"\x00\x01[]\x80".ljust(512, b"\0"),
        b'\x00\x01{"a":1}\x80'.ljust(512, b"\0"),
        b"\x00\x01{\x80".ljust(512, b"\0"),
        b"\x00\x01\xff\x80".ljust(512, b"\0"),
        bytes(512),
        b"\x00\x01{}\x80",
    ],
)
def test_a_well_sealed_plaintext_of_another_shape_is_refused(plain: bytes) -> None:
    header = close()[:HEADER_BYTES]
    envelope = header + SUITES[1].encrypt(
        plain,
        TAMARA.loaded.public_key(),
        header,
    )

    with pytest.raises(EnvelopeRefused):
        open_sealed(envelope, TAMARA, **PLACE)


def test_an_envelope_still_opens_after_its_key_is_no_longer_valid_for_sealing() -> None:
    envelope = close()
    old = replace(TAMARA, valid_until=datetime(2020, 1, 1, tzinfo=UTC))

    assert open_sealed(envelope, old, **PLACE) == ALES


@given(st.binary(max_size=900))
def test_random_bytes_never_do_anything_but_be_refused(noise: bytes) -> None:
    for envelope in (noise, close()[:HEADER_BYTES] + noise):
        with pytest.raises(EnvelopeRefused):
            open_sealed(envelope, TAMARA, **PLACE)


def test_no_refusal_quotes_an_answer_or_a_key() -> None:
    envelope = bytearray(close())
    envelope[-1] ^= 1

    with pytest.raises(EnvelopeRefused) as refused:
        open_sealed(bytes(envelope), TAMARA, **PLACE)

    text = str(refused.value) + repr(TAMARA) + repr(refused.value.__cause__)
    assert "Al" not in text
    assert repr(TAMARA.private) not in text
    assert TAMARA.private.hex() not in text


def test_the_row_id_may_be_any_sixteen_bytes() -> None:
    for row_id in (bytes(16), b"\xff" * 16, os.urandom(16)):
        place = {**PLACE, "row_id": row_id}

        assert open_sealed(close(**place), TAMARA, **place) == ALES


def _flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
