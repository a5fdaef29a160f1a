"""A witness signs one tree of a log, and keeps the proof of any second one."""

import base64
import random
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.ledger import site as sites
from tests.ledger.site import Site
from zvarot.ledger.checkpoint import sign_checkpoint, verify_checkpoint
from zvarot.ledger.cosignature import CosignatureKey, cosign, cosigned_at, line_of
from zvarot.ledger.errors import LedgerError, NoteInvalid, SplitView, Unreachable
from zvarot.ledger.memory import recall
from zvarot.ledger.witness import Cosigner, give, load_key, look

TAMARA = Cosigner("witness.example", Ed25519PrivateKey.generate())
KEY = CosignatureKey.from_text(TAMARA.to_text())


def looks(site: Site, folder: Path, now: int = 1_800_000_000) -> bytes:
    return look(site.fetch, TAMARA, folder=folder, site="act.example", key=site.verifier, now=now)


@pytest.mark.parametrize(("before", "after"), [(2, 3), (300, 301), (256, 600), (700, 700)])
def test_a_log_that_grows_is_cosigned_each_time(tmp_path: Path, before: int, after: int) -> None:
    site = sites.made(before)
    first = looks(site, tmp_path)
    site.leaves += [sites.signature(number) for number in range(1000, 1000 + after - before)]
    site.publish()

    second = looks(site, tmp_path, now=1_800_000_060)

    assert (cosigned_at(first, KEY), cosigned_at(second, KEY)) == (1_800_000_000, 1_800_000_060)
    public = site.verifier.public
    assert verify_checkpoint(second, sites.ORIGIN, public).size == after  # still ours, too
    assert line_of(second, KEY) == second.splitlines(keepends=True)[-1]


@pytest.mark.parametrize("size", [299, 300, 301, 900])
def test_a_logger_that_is_forced_to_sign_two_trees_is_caught(tmp_path: Path, size: int) -> None:
    site = sites.made(300)
    seen = looks(site, tmp_path)
    site.leaves = [sites.signature(number, 8) for number in range(size)]
    site.publish()

    with pytest.raises(SplitView) as caught:
        looks(site, tmp_path)

    old, new = caught.value.evidence
    assert seen.startswith(old)
    assert verify_checkpoint(new, sites.ORIGIN, site.verifier.public).size == size
    assert {path.read_bytes() for path in tmp_path.glob("evidence-*.note")} == {old, new}
    kept = recall(tmp_path, "act.example")
    assert kept is not None
    assert kept.note == old  # what was refused is not what is compared with next time


def test_tiles_that_lie_get_nothing_cosigned(tmp_path: Path) -> None:
    site = sites.made(300)
    looks(site, tmp_path)
    site.leaves += [sites.signature(number) for number in range(1000, 1400)]
    site.publish()
    dice = random.Random(7)  # noqa: S311  only to spread the damage

    for _ in range(50):
        honest = dict(site.files)
        path = dice.choice(["log/tile/0/001", "log/tile/0/002.p/188", "log/tile/1/000.p/2"])
        damaged = bytearray(honest[path])
        damaged = bytearray(byte ^ 1 << dice.randrange(8) for byte in damaged)
        site.files[path] = bytes(damaged)
        with pytest.raises(LedgerError):
            looks(site, tmp_path)
        site.files = honest
    looks(site, tmp_path)


def test_another_key_of_the_log_is_refused(tmp_path: Path) -> None:
    site, other = sites.made(3), sites.made(3)
    looks(site, tmp_path)

    with pytest.raises(LedgerError, match="remembered"):
        looks(other, tmp_path)


def test_the_line_is_what_c2sp_says() -> None:
    note = sign_checkpoint("act.example/log", 3, b"r" * 32, Ed25519PrivateKey.generate())
    line = cosign(note, "witness.example", TAMARA.key, 1_700_000_000)

    signature = base64.b64decode(line.split(b" ")[2])
    text = b"cosignature/v1\ntime 1700000000\n" + note.partition(b"\n\n")[0] + b"\n"
    assert signature[:4] == KEY.key_id
    assert signature[4:12] == (1_700_000_000).to_bytes(8, "big")
    try:
        TAMARA.key.public_key().verify(signature[12:], text)
    except InvalidSignature:
        pytest.fail("signed something else")


def test_a_cosignature_of_another_time_or_witness_is_none() -> None:
    note = sign_checkpoint("act.example/log", 3, b"r" * 32, Ed25519PrivateKey.generate())
    line = cosign(note, "witness.example", TAMARA.key, 1_700_000_000)
    signature = bytearray(base64.b64decode(line.split(b" ")[2]))
    signature[11] ^= 1
    later = "— witness.example ".encode() + base64.b64encode(bytes(signature)) + b"\n"

    with pytest.raises(NoteInvalid, match="is wrong"):
        cosigned_at(note + later, KEY)
    with pytest.raises(NoteInvalid, match="not signed by the witness"):
        cosigned_at(note, KEY)


@pytest.mark.parametrize("text", ["a b+00000000+BAAA", "w+00000000+AQ==", "w", ""])
def test_what_is_no_key_of_a_witness_is_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        CosignatureKey.from_text(text)


def test_the_key_is_made_once_and_only_its_owner_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own" / "witness.key"
    made = load_key(path)
    path_mode = path.stat().st_mode & 0o777
    give(b"note\n", None)
    give(b"note\n", tmp_path / "out")

    assert load_key(path).private_bytes_raw() == made.private_bytes_raw()
    assert path_mode == 0o600
    assert capsys.readouterr().out == "note\n"
    assert (tmp_path / "out").read_bytes() == b"note\n"
    path.write_bytes(b"short")
    with pytest.raises(LedgerError, match="32 bytes"):
        load_key(path)


def test_a_witness_that_cannot_look_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "zvarot.ledger", "witness", "--once", "--name", "w.example"]
    command += ["--origin-url", "http://127.0.0.1:9", "--state", str(tmp_path)]
    command += ["--key-file", str(tmp_path / "key")]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "Could not check" in done.stderr
    assert issubclass(Unreachable, LedgerError)
