"""Signed notes and checkpoints."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from zvarot.ledger.checkpoint import Checkpoint, sign_checkpoint, verify_checkpoint
from zvarot.ledger.errors import NoteInvalid
from zvarot.ledger.note import MAX_BYTES, Verifier, sign_note, verify_note

KEY = Ed25519PrivateKey.from_private_bytes(b"ledger key for tests, 32 bytes!!")
PUBLIC = KEY.public_key().public_bytes_raw()
ORIGIN = "act.example/log"
OURS = Verifier(ORIGIN, PUBLIC)
ROOT = bytes(range(32))

# The example in the documentation of Go's package golang.org/x/mod/sumdb/note.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = (
    GO_TEXT + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSN"
    "XgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()


def test_a_note_signed_by_another_program_verifies() -> None:
    assert verify_note(GO_NOTE, Verifier.from_text(GO_KEY)) == GO_TEXT


def test_a_verifier_key_survives_its_text_form() -> None:
    assert Verifier.from_text(GO_KEY).to_text() == GO_KEY
    assert Verifier.from_text(OURS.to_text()) == OURS


def test_a_checkpoint_has_the_documented_lines() -> None:
    note = sign_checkpoint(ORIGIN, 20852163, ROOT, KEY).decode()

    text, signature = note.split("\n\n")
    assert text.split("\n") == [ORIGIN, "20852163", base64.b64encode(ROOT).decode()]
    assert signature.startswith(f"— {ORIGIN} ")
    assert len(base64.b64decode(signature.split(" ")[2])) == 4 + 64


@given(st.integers(0, 2**64 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_reads_back_as_it_was_signed(size: int, root: bytes) -> None:
    note = sign_checkpoint(ORIGIN, size, root, KEY)

    assert verify_checkpoint(note, ORIGIN, PUBLIC) == Checkpoint(ORIGIN, size, root)


def test_lines_of_unknown_witnesses_are_ignored() -> None:
    note = sign_checkpoint(ORIGIN, 5, ROOT, KEY)
    witness = base64.b64encode(b"\x04" * 80).decode()

    signed_twice = note + f"— witness.example/w1 {witness}\n".encode()
    signed_first = note.replace(b"\n\n", f"\n\n— {ORIGIN} {witness}\n".encode())

    for seen in (signed_twice, signed_first):
        assert verify_checkpoint(seen, ORIGIN, PUBLIC).size == 5


def test_further_lines_of_a_checkpoint_are_ignored() -> None:
    text = Checkpoint(ORIGIN, 5, ROOT).to_text() + "an extension\n"

    assert verify_checkpoint(sign_note(text, ORIGIN, KEY), ORIGIN, PUBLIC).size == 5


@given(st.data())
def test_a_checkpoint_with_one_flipped_bit_is_refused(data: st.DataObject) -> None:
    note = bytearray(sign_checkpoint(ORIGIN, 5, ROOT, KEY))
    at = data.draw(st.integers(0, len(note) - 1))
    note[at] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(NoteInvalid):
        verify_checkpoint(bytes(note), ORIGIN, PUBLIC)


def test_a_signature_has_only_one_spelling() -> None:
    note = sign_checkpoint(ORIGIN, 5, ROOT, KEY)
    last = note[-3:-2]
    other = {b"A": b"B", b"E": b"F", b"I": b"J", b"M": b"N"}.get(last, bytes([last[0] + 1]))

    with pytest.raises(NoteInvalid):
        verify_checkpoint(note[:-3] + other + note[-2:], ORIGIN, PUBLIC)


def test_a_checkpoint_of_another_log_is_refused_even_with_our_signature() -> None:
    note = sign_note(Checkpoint("other.example/log", 5, ROOT).to_text(), ORIGIN, KEY)

    with pytest.raises(NoteInvalid, match="other"):
        verify_checkpoint(note, ORIGIN, PUBLIC)


def test_a_second_wrong_signature_under_our_name_spoils_the_note() -> None:
    note = sign_checkpoint(ORIGIN, 5, ROOT, KEY)
    wrong = base64.b64encode(OURS.key_id + bytes(64)).decode()

    with pytest.raises(NoteInvalid, match="wrong"):
        verify_checkpoint(note + f"— {ORIGIN} {wrong}\n".encode(), ORIGIN, PUBLIC)


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\n",
        b"text without signatures\n",
        b"text\n\n",
        b"text\n\nnot a signature\n",
        "text\n\n— name AAAA\n".encode(),
        "text\n\n— name AAAAA\n".encode(),
        "text\n\n— name AAAAAAAA".encode(),
        "te\x07xt\n\n— name AAAAAAAA\n".encode(),
        b"\xff\n\n",
        b"x" * (MAX_BYTES + 1),
        b"text\n\n" + "— name AAAAAAAA\n".encode() * 101,
        "text\n\n— name AAAAAAAA\n".encode(),
    ],
)
def test_what_is_no_note_of_ours_is_refused(note: bytes) -> None:
    with pytest.raises(NoteInvalid):
        verify_note(note, OURS)


@pytest.mark.parametrize(
    "text",
    [
        "one\ntwo\n",
        f"\n5\n{base64.b64encode(ROOT).decode()}\n",
        f"{ORIGIN}\n05\n{base64.b64encode(ROOT).decode()}\n",
        f"{ORIGIN}\n-5\n{base64.b64encode(ROOT).decode()}\n",
        f"{ORIGIN}\n5\n{base64.b64encode(ROOT[:31]).decode()}\n",
        f"{ORIGIN}\n5\nnot base64\n",
        f"{ORIGIN}\n5\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        verify_checkpoint(sign_note(text, ORIGIN, KEY), ORIGIN, PUBLIC)


@pytest.mark.parametrize("text", ["no newline at its end", "bell\x07\n", "return\r\n"])
def test_a_text_that_cannot_stand_in_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(NoteInvalid):
        sign_note(text, ORIGIN, KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name+00000000+" + GO_KEY.rpartition("+")[2],
        GO_KEY.replace("+AR", "+AB"),
        GO_KEY.replace("+ARpc", "+!!!!"),
        "two words" + GO_KEY.removeprefix("PeterNeumann"),
        GO_KEY[:-4],
    ],
)
def test_a_damaged_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        Verifier.from_text(text)
