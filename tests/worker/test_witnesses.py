"""What witnesses signed is published beside the log; one that is away or lies changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.ledger import site as sites
from zvarot.ledger.cosignature import cosign
from zvarot.ledger.errors import Unreachable
from zvarot.ledger.web import Fetch
from zvarot.ledger.witness import Cosigner
from zvarot.lib.store import DirectoryStore
from zvarot.worker.witnesses import Witness, collect, parse

TAMARA = Cosigner("witness.example", Ed25519PrivateKey.generate())
[WITNESS] = parse(f"{TAMARA.to_text()} https://witness.example/seen/act")


def _answering(note: bytes | None) -> Callable[[str], Fetch]:
    def from_base(base: str) -> Fetch:
        assert base == "https://witness.example/seen"

        def fetch(name: str) -> bytes:
            assert name == "act"
            if note is None:
                raise Unreachable("nobody there")
            return note

        return fetch

    return from_base


def _collect(store: DirectoryStore, site: sites.Site, note: bytes | None) -> None:
    collect((WITNESS,), store, site.verifier, _answering(note))


def test_a_cosigned_checkpoint_is_published_and_never_replaced_by_an_older_one(
    tmp_path: Path,
) -> None:
    store, site = DirectoryStore(tmp_path), sites.made(3)
    small = site.files["log/checkpoint"]
    small += cosign(small, TAMARA.name, TAMARA.key, 1_800_000_000)
    site.leaves.append(sites.signature(9))
    site.publish()
    large = site.files["log/checkpoint"]
    large += cosign(large, TAMARA.name, TAMARA.key, 1_800_000_060)

    _collect(store, site, small)
    _collect(store, site, large)
    _collect(store, site, small)

    assert store.read(WITNESS.path) == large


def test_nothing_is_published_of_a_witness_that_is_away_or_signs_something_else(
    tmp_path: Path,
) -> None:
    store, site, other = DirectoryStore(tmp_path), sites.made(3), sites.made(3)
    foreign = other.files["log/checkpoint"]
    foreign += cosign(foreign, TAMARA.name, TAMARA.key, 1_800_000_000)

    for note in (None, b"garbage", site.files["log/checkpoint"], foreign):
        _collect(store, site, note)

    assert store.list() == []


@pytest.mark.parametrize("raw", ["w", "w+00000000+AQ== https://w.example", "w+1+2 ftp://w"])
def test_a_witness_that_cannot_be_one_is_named_at_the_start(raw: str) -> None:
    with pytest.raises(ValueError, match="witness"):
        parse(raw)


def test_no_witness_is_no_mistake() -> None:
    assert parse("") == parse(" , ") == ()
    assert isinstance(WITNESS, Witness)
