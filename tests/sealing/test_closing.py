"""Sealing: one size, one audience, one place; and keys that nothing may be sealed to."""

import math
import struct
from datetime import UTC, date, datetime, timedelta
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sealing import second_opener
from zvarot.contract.audiences import CODES, POSTMAN, TARGET
from zvarot.contract.envelope import SIZES, PlaintextTooLong
from zvarot.contract.keys import PublicKey
from zvarot.sealing.closing import Closer, seal
from zvarot.sealing.errors import KeyRefused, SealingError
from zvarot.sealing.keys import SecretKey, make_key
from zvarot.sealing.sender import Sender

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROW, PROMISE = bytes(range(16)), bytes(range(32))
ADDED = {1: 72 + 48, 2: 72 + 1136}

answers = st.dictionaries(
    st.sampled_from(["given_name", "country", "email", "message", "x_town"]),
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cn"]), max_size=40),
)


def close(key: SecretKey, fields: dict[str, str], size: int = 1024) -> bytes:
    return seal(fields, key=key.public, size=size, action_id=7, row_id=ROW, promise_hash=PROMISE)


def test_the_second_opener_is_right_about_the_published_vector() -> None:
    """RFC 9180, appendix A.2.1: the same suite as ours, base mode, first message."""
    sealed = bytes.fromhex(
        "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
    )
    private = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")

    plain = second_opener.open_x25519(sealed, private, info=b"Ode on a Grecian Urn", aad=b"Count-0")

    assert plain == b"Beauty is truth, truth beauty"


@pytest.mark.parametrize("suite", [1, 2])
@given(fields=answers)
def test_the_second_opener_reads_what_was_sealed(suite: int, fields: dict[str, str]) -> None:
    tamara = make_key(TARGET, suite=suite, made_on=TODAY)

    envelope = close(tamara, fields)

    opened = second_opener.open_envelope(envelope, tamara.private)
    assert opened == {name: normalize("NFC", text) for name, text in fields.items()}


@pytest.mark.parametrize("suite", [1, 2])
@pytest.mark.parametrize("size", SIZES)
def test_every_envelope_of_an_audience_has_one_size(suite: int, size: int) -> None:
    tamara = make_key(TARGET, suite=suite, made_on=TODAY)

    lengths = {
        len(close(tamara, fields, size))
        for fields in ({}, {"given_name": "Я"}, {"message": "ш" * 240})
    }

    assert lengths == {size + ADDED[suite]}


def test_the_header_says_where_the_envelope_belongs() -> None:
    tamara = make_key(TARGET, made_on=TODAY)

    envelope = close(tamara, {"given_name": "Alés"})

    assert envelope[:8] == b"AP01\x01\x01\x03\x00"
    assert envelope[8:16] == struct.pack(">Q", 7)
    assert envelope[16:64] == ROW + PROMISE
    assert envelope[64:72] == tamara.public.key_id
    assert "Alés".encode() not in envelope


def test_the_same_answers_never_give_the_same_envelope() -> None:
    tamara = make_key(TARGET, made_on=TODAY)

    assert len({close(tamara, {"given_name": "Alés"}) for _ in range(20)}) == 20


def test_answers_that_do_not_fit_are_refused_without_being_quoted() -> None:
    tamara = make_key(TARGET, made_on=TODAY)
    limit = 512 - 3 - len('{"message":""}')

    close(tamara, {"message": "x" * limit}, 512)

    with pytest.raises(PlaintextTooLong) as refused:
        close(tamara, {"message": "x" * (limit + 1)}, 512)
    assert "xx" not in str(refused.value)


@pytest.mark.parametrize(
    "place",
    [{"size": 500}, {"row_id": ROW[:-1]}, {"promise_hash": PROMISE + b"x"}, {"row_id": b""}],
)
def test_an_envelope_without_its_place_is_not_made(place: dict[str, object]) -> None:
    tamara = make_key(TARGET, made_on=TODAY)
    whole = {"size": 512, "action_id": 7, "row_id": ROW, "promise_hash": PROMISE}

    with pytest.raises(SealingError):
        seal({}, key=tamara.public, **{**whole, **place})  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", [*CODES, "partner:amnesty"])
def test_a_good_key_of_every_audience_is_taken(audience: str) -> None:
    for suite in (1, 2):
        key = make_key(audience, suite=suite, made_on=TODAY).public
        assert Closer(key, size=512, action_id=7).ends == math.inf


# All points of small order and their other spellings; with them the secret would be known.
WEAK = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


@pytest.mark.parametrize("weak", WEAK)
def test_a_weak_point_is_refused_alone_and_in_a_hybrid(weak: str) -> None:
    hybrid = make_key(TARGET, suite=2, made_on=TODAY).public.public

    for key in (
        PublicKey(audience=TARGET, public=bytes.fromhex(weak)),
        PublicKey(audience=TARGET, suite=2, public=hybrid[:-32] + bytes.fromhex(weak)),
    ):
        with pytest.raises(KeyRefused, match="damaged or weak"):
            Closer(key, size=512, action_id=7)
        with pytest.raises(KeyRefused, match="damaged or weak"):
            seal({}, key=key, size=512, action_id=7, row_id=ROW, promise_hash=PROMISE)


@pytest.mark.parametrize(
    "wrong",
    [
        PublicKey(audience=TARGET, public=b""),
        PublicKey(audience=TARGET, public=b"x" * 31),
        PublicKey(audience=TARGET, public=b"x" * 1216),
        PublicKey(audience=TARGET, public=b"x" * 32, suite=2),
        PublicKey(audience=TARGET, public=b"\xff" * 1216, suite=2),
        PublicKey(audience=TARGET, public=b"x" * 32, suite=3),
        PublicKey(audience=TARGET, public=b"x" * 32, suite=0),
        PublicKey(audience="passer-by", public=b"x" * 32),
        PublicKey(audience="partner:", public=b"x" * 32),
    ],
)
def test_a_key_of_wrong_length_suite_or_audience_is_refused(wrong: PublicKey) -> None:
    with pytest.raises(KeyRefused):
        Closer(wrong, size=512, action_id=7)


def test_nothing_is_sealed_to_a_key_whose_time_is_over() -> None:
    over = make_key(POSTMAN, made_on=TODAY, valid_until=datetime.now(UTC) - timedelta(seconds=1))

    with pytest.raises(KeyRefused, match="Publish a new one"):
        close(over, {})


def test_a_key_is_valid_up_to_the_last_moment() -> None:
    key = make_key(POSTMAN, made_on=TODAY, valid_until=NOW).public
    closer = Closer(key, size=512, action_id=7)
    place = {"row_id": ROW, "promise_hash": PROMISE}

    assert closer.close({}, sender=Sender(), now=NOW.timestamp() - 0.001, **place)

    with pytest.raises(KeyRefused):
        closer.close({}, sender=Sender(), now=NOW.timestamp(), **place)
