"""Two hundred envelopes, each bit of each changed, and each put in the place of every other."""

import os
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pytest

from zvarot.contract.audiences import ORGANISER, TARGET
from zvarot.contract.envelope import HEADER_BYTES, pack_header
from zvarot.sealing.closing import seal
from zvarot.sealing.errors import EnvelopeRefused
from zvarot.sealing.keys import SecretKey, make_key
from zvarot.sealing.opening import open_sealed

ENVELOPES: Final = 200
PARTS: Final = 8  # so that processors can share the work
TODAY: Final = date(2026, 11, 22)
SECRETS: Final = {
    who: make_key(who, suite=1, made_on=TODAY) for who in (TARGET, ORGANISER, "partner:friends")
}

Sealed = tuple[bytes, SecretKey, dict[str, Any]]


def made(count: int) -> list[Sealed]:
    """Envelopes of many rows, actions, promises and audiences, with the key and place of each."""
    found = []
    for nth in range(count):
        secret = list(SECRETS.values())[nth % 3]
        place: dict[str, Any] = {
            "action_id": 1 + nth % 7,
            "row_id": os.urandom(16),
            "promise_hash": bytes([nth % 5]) * 32,
        }
        answers = {"given_name": f"Alés {nth}", "country": "LT"}
        found.append((seal(answers, key=secret.public, size=512, **place), secret, place))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_each_bit_of_two_hundred_envelopes_is_minded(part: int) -> None:
    refused, bits = 0, 0
    for envelope, secret, place in made(ENVELOPES // PARTS):
        assert open_sealed(envelope, secret, **place)["country"] == "LT"
        bits += len(envelope) * 8
        refused += sum(is_refused(one, secret, place) for one in each_bit_flipped(envelope))

    assert refused == bits == ENVELOPES // PARTS * (72 + 32 + 512 + 16) * 8


def test_no_envelope_opens_in_the_place_of_another() -> None:
    """Each of 200 under the row, action and promise of each other: 39,800 tries."""
    everything = made(ENVELOPES)
    tries = refused = 0
    for nth, (envelope, secret, _place) in enumerate(everything):
        for _other, _key, there in everything[:nth] + everything[nth + 1 :]:
            tries += 1
            refused += is_refused(envelope, secret, there)
    assert (tries, refused) == (39_800, 39_800)


@pytest.mark.parametrize("swapped", [("row_id",), ("action_id",), ("promise_hash",)])
def test_a_header_rewritten_for_another_place_does_not_help(swapped: Sequence[str]) -> None:
    others = {"row_id": os.urandom(16), "action_id": 99, "promise_hash": b"\xee" * 32}

    for envelope, secret, place in made(ENVELOPES):
        there = place | {name: others[name] for name in swapped}
        header = pack_header(
            secret.suite,
            envelope[6],
            there["action_id"],
            there["row_id"],
            there["promise_hash"],
            secret.public.key_id,
        )
        assert is_refused(header + envelope[HEADER_BYTES:], secret, there)


def each_bit_flipped(envelope: bytes) -> list[bytes]:
    number, size = int.from_bytes(envelope, "big"), len(envelope)
    return [(number ^ 1 << bit).to_bytes(size, "big") for bit in range(size * 8)]


def is_refused(envelope: bytes, secret: SecretKey, place: dict[str, Any]) -> bool:
    try:
        open_sealed(envelope, secret, **place)
    except EnvelopeRefused:
        return True
    return False
