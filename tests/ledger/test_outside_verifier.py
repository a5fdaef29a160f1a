"""What a stranger needs to check the count: the published files, a public key, this package."""

import subprocess
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zvarot.contract.receipt import Receipt
from zvarot.contract.record import Klass
from zvarot.ledger import tiles
from zvarot.ledger.checkpoint import sign_checkpoint
from zvarot.ledger.leaf import Leaf, Type
from zvarot.ledger.merkle import root_of

ORIGIN = "act.example/log"
IHARS_PROGRAM = """
import sys
from pathlib import Path
from zvarot.ledger import count, tiles
from zvarot.ledger.checkpoint import verify_checkpoint
from zvarot.ledger.leaf import unpack
from zvarot.ledger.merkle import root_of

folder, public_key, tag = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3]
read = lambda path: (folder / path).read_bytes()

checkpoint = verify_checkpoint(read("checkpoint"), "act.example/log", public_key)
leaves = list(tiles.read_leaves(0, checkpoint.size, read))
assert root_of(leaves) == checkpoint.root == tiles.root(checkpoint.size, read)
print(count.all_parts(map(unpack, leaves))[7].total)
print([unpack(leaf).tag.hex() for leaf in leaves].index(tag))
print(sorted({name.split(".")[1] for name in sys.modules if name.startswith("zvarot.")}))
print("django" in sys.modules)
"""


def test_ihar_checks_the_count_and_ales_finds_the_leaf_with_the_files_alone(tmp_path: Path) -> None:
    key, receipt = Ed25519PrivateKey.generate(), Receipt.new()
    leaves = [_signature(bytes([number]) * 32) for number in range(254)]
    leaves += [_signature(receipt.leaf_tag), _paper(100)]
    published = tiles.files(0, len(leaves), leaves)
    published["checkpoint"] = sign_checkpoint(ORIGIN, len(leaves), root_of(leaves), key)
    for path, body in published.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(body)

    public = key.public_key().public_bytes_raw().hex()
    arguments = [str(tmp_path), public, receipt.leaf_tag.hex()]
    command = [sys.executable, "-c", IHARS_PROGRAM, *arguments]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")

    assert said == ["355", "254", "['contract', 'ledger']", "False", ""]


def _signature(tag: bytes) -> bytes:
    return Leaf(
        type=Type.SIGNATURE, klass=Klass.CONFIRMED, action_id=7, day=20779, value=1, tag=tag
    ).pack()


def _paper(people: int) -> bytes:
    return Leaf(type=Type.PAPER, klass=Klass.PAPER, action_id=7, day=20779, value=people).pack()
