"""Fetching what witnesses have cosigned, and publishing it beside the log.

Each witness has a file of its own, `log/witness/<key id>`: the last checkpoint that it signed. The
checkpoint itself is never touched, so that a witness that is away or lies holds up nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from zvarot.contract.errors import ZvarotError
from zvarot.ledger.checkpoint import verify_checkpoint
from zvarot.ledger.cosignature import CosignatureKey, cosigned_at
from zvarot.ledger.note import Verifier
from zvarot.ledger.web import Fetch, Web
from zvarot.lib.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Witness:
    """key -- of the witness; url -- where it puts the checkpoint that it cosigned."""

    key: CosignatureKey
    url: str

    @property
    def path(self) -> str:
        return f"log/witness/{self.key.key_id.hex()}"


def parse(raw: str) -> tuple[Witness, ...]:
    """Read `name+id+key https://…`, several with commas. Raises ValueError if one is neither."""
    found = []
    for item in filter(None, (item.strip() for item in raw.split(","))):
        key, _, url = item.partition(" ")
        if not url.strip().startswith(("https://", "http://")):
            raise ValueError("each witness needs its key, a space, and an address with https://")
        try:
            found.append(Witness(CosignatureKey.from_text(key), url.strip()))
        except ZvarotError as problem:
            raise ValueError(str(problem)) from None
    return tuple(found)


def collect(
    witnesses: tuple[Witness, ...],
    store: Store,
    own: Verifier,
    fetch_from: Callable[[str], Fetch] = Web,
) -> None:
    """Ask each witness once, and publish what is newer than what we have of it."""
    for witness in witnesses:
        base, _, name = witness.url.rpartition("/")
        try:
            note = fetch_from(base)(name)
            offered = _standing(note, witness, own)
        except (ZvarotError, FileNotFoundError) as problem:
            log.warning("The witness %s gave nothing: %s", witness.key.name, problem)
            continue
        if offered > _published(store, witness, own):
            store.write({witness.path: note})


def _standing(note: bytes, witness: Witness, own: Verifier) -> tuple[int, int]:
    """Give size and time of a cosigned checkpoint, both signatures being right."""
    return verify_checkpoint(note, own.name, own.public).size, cosigned_at(note, witness.key)


def _published(store: Store, witness: Witness, own: Verifier) -> tuple[int, int]:
    try:
        return _standing(store.read(witness.path), witness, own)
    except (ZvarotError, FileNotFoundError):
        return (-1, 0)
