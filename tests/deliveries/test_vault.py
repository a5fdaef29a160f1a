"""A sealed package: whole, or not opened."""

from pathlib import Path

import pytest

from zvarot.deliveries import vault
from zvarot.deliveries.errors import DeliveryGone

MIB = 1 << 20


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB])
def test_what_was_sealed_comes_back(tmp_path: Path, size: int) -> None:
    plain, sealed = tmp_path / "a", tmp_path / "b"
    plain.write_bytes(b"x" * size)

    key = vault.seal(plain, sealed, name=b"Z-1")

    assert b"".join(vault.opened(sealed, key, name=b"Z-1")) == b"x" * size


def test_a_file_under_another_name_stays_closed(tmp_path: Path) -> None:
    plain, sealed = tmp_path / "a", tmp_path / "b"
    plain.write_bytes(b"x")
    key = vault.seal(plain, sealed, name=b"Z-1")

    with pytest.raises(DeliveryGone):
        list(vault.opened(sealed, key, name=b"Z-2"))


@pytest.mark.parametrize("kept", [0, 3, 5, 9, MIB // 2, MIB + 25, MIB + 30])
def test_a_file_cut_short_is_noticed(tmp_path: Path, kept: int) -> None:
    plain, sealed = tmp_path / "a", tmp_path / "b"
    plain.write_bytes(b"x" * (MIB + 10))
    key = vault.seal(plain, sealed, name=b"Z-1")
    sealed.write_bytes(sealed.read_bytes()[:kept])

    with pytest.raises(DeliveryGone):
        list(vault.opened(sealed, key, name=b"Z-1"))
