"""A verifier that others wrote, in another language, accepts what we publish, and nothing else."""

import base64
import json
import os
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.ledger import site as sites
from zvarot.ledger import tiles
from zvarot.ledger.checkpoint import sign_checkpoint
from zvarot.ledger.cosignature import cosign
from zvarot.ledger.merkle import root_of
from zvarot.ledger.note import Verifier
from zvarot.ledger.slices import Slices

GO = Path(__file__).parent / "go" / "verify.go"
ENVIRON = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode"}
OLD = 1000


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the verifier once."""
    folder = tmp_path_factory.mktemp("go")
    program = folder / "verify"
    environ = os.environ | ENVIRON | {"GOCACHE": str(folder / "cache")}
    subprocess.run(["go", "build", "-o", program, GO], env=environ, check=True)
    return program


@pytest.mark.slow
def test_gos_own_note_and_tlog_accept_our_checkpoints_tiles_and_proofs_and_no_flipped_bit(
    go: Path, tmp_path: Path
) -> None:
    log, key = tmp_path / "log", Ed25519PrivateKey.generate()
    leaves = [sites.signature(number) for number in range(66_000)]  # three levels of tiles
    _publish(log, leaves, key)
    older = tmp_path / "older"
    older.write_bytes(sign_checkpoint(sites.ORIGIN, OLD, root_of(leaves[:OLD]), key))
    public = Verifier(sites.ORIGIN, key.public_key().public_bytes_raw()).to_text()

    def ask() -> subprocess.CompletedProcess[str]:
        command = [str(go), str(log), public, str(older)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    accepted = ask()
    assert (accepted.returncode, accepted.stdout) == (0, "ok 1000 66000\n"), accepted.stderr

    for path in ("checkpoint", "tile/entries/100", "tile/0/100", "tile/1/000", "tile/2/000.p/1"):
        good = (log / path).read_bytes()
        (log / path).write_bytes(good[:20] + bytes([good[20] ^ 1]) + good[21:])
        assert ask().returncode == 1, path
        (log / path).write_bytes(good)


def _publish(log: Path, leaves: list[bytes], key: Ed25519PrivateKey) -> None:
    size = len(leaves)
    files = tiles.files(0, size, leaves)
    note = sign_checkpoint(sites.ORIGIN, size, root_of(leaves), key)
    # A witness's line is of a type that Go does not know: it must not disturb.
    files["checkpoint"] = note + cosign(note, "witness.example", key, 1_800_000_000)
    slices = Slices(size, files.__getitem__)
    files["proofs.json"] = json.dumps(
        {
            "inclusion": {
                str(index): _texts(slices.inclusion(index))
                for index in (0, 1, 255, 256, 65_535, 65_536, 65_999, *range(7, size, 997))
            },
            "consistency": _texts(slices.consistency(OLD)),
        }
    ).encode()
    for path, body in files.items():
        (log / path).parent.mkdir(parents=True, exist_ok=True)
        (log / path).write_bytes(body)


def _texts(hashes: list[bytes]) -> list[str]:
    return [base64.b64encode(one).decode() for one in hashes]
