"""A small published site as a dictionary of files: its log, counts and pages."""

import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zvarot.contract.counts import Parts, count_json
from zvarot.contract.record import Klass
from zvarot.ledger import count, tiles
from zvarot.ledger.checkpoint import sign_checkpoint
from zvarot.ledger.leaf import Leaf, Type, unpack
from zvarot.ledger.merkle import root_of
from zvarot.ledger.note import Verifier

ORIGIN = "act.example/log"
DAY = 20779
ACTIONS = {7: "maryia-petition", 8: "mikita-letter"}


@dataclass
class Site:
    """Give it leaves, publish, and fetch like a browser."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    leaves: list[bytes] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    @property
    def verifier(self) -> Verifier:
        return Verifier(ORIGIN, self.key.public_key().public_bytes_raw())

    def publish(self) -> None:
        """Write everything as the notary and the front would show it."""
        log = tiles.files(0, len(self.leaves), self.leaves)
        self.files = {f"log/{path}": body for path, body in log.items()}
        root = root_of(self.leaves)
        note = sign_checkpoint(ORIGIN, len(self.leaves), root, self.key)
        named = {"actions": {str(pk): slug for pk, slug in ACTIONS.items()}}
        self.files["log/checkpoint"] = note
        self.files["log/key"] = f"{self.verifier.to_text()}\n".encode()
        self.files["log/actions.json"] = json.dumps(named).encode()
        sums = count.all_parts(map(unpack, self.leaves))
        for pk, slug in ACTIONS.items():
            parts = sums.get(pk, Parts())
            said = count_json(slug, parts, len(self.leaves), root)
            self.files[f"{slug}/count.json"] = json.dumps(said).encode()
            self.files[f"{slug}/"] = f'<p class="num"><b>{parts.total:,}</b>'.encode()

    def fetch(self, path: str) -> bytes:
        self.fetched.append(path)
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]


def made(size: int = 700) -> Site:
    """Return a published site of so many leaves, with paper and a withdrawal among them."""
    site = Site()
    site.leaves = [signature(number) for number in range(size - 2)]
    site.leaves += [paper(1000), withdrawal()]
    site.publish()
    return site


def signature(number: int, action_id: int = 7, tag: bytes | None = None, day: int = DAY) -> bytes:
    own = number.to_bytes(8, "big") * 4
    tag = own if tag is None else tag
    return _leaf(Type.SIGNATURE, Klass.CONFIRMED, 1, tag, action_id, day)


def paper(people: int) -> bytes:
    return _leaf(Type.PAPER, Klass.PAPER, people, b"p" * 32)


def withdrawal() -> bytes:
    return _leaf(Type.WITHDRAWAL, Klass.CONFIRMED, -1, b"w" * 32)


def _leaf(
    kind: Type, klass: Klass, value: int, tag: bytes, action_id: int = 7, day: int = DAY
) -> bytes:
    return Leaf(type=kind, klass=klass, action_id=action_id, day=day, value=value, tag=tag).pack()
