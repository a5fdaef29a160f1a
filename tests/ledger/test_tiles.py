"""Published files: the same however the log grew, and enough to compute the root."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zvarot.ledger import tiles
from zvarot.ledger.errors import LedgerError
from zvarot.ledger.merkle import EMPTY_ROOT, root_of

steps = st.lists(st.sampled_from([1, 2, 100, 255, 256, 257, 700]), min_size=1, max_size=6)


def leaves(first: int, size: int) -> list[bytes]:
    return [number.to_bytes(3, "big") * 32 for number in range(first, size)]


def grow(store: dict[str, bytes], first: int, size: int) -> None:
    store |= tiles.files(first, size, leaves(first, size), store.__getitem__)


@settings(max_examples=25)
@given(steps)
def test_a_log_that_grew_in_steps_equals_one_published_at_once(growth: list[int]) -> None:
    grown: dict[str, bytes] = {}
    size = 0
    for step in growth:
        grow(grown, size, size + step)
        size += step

    at_once = tiles.files(0, size, leaves(0, size))

    assert set(at_once) == set(tiles.all_paths(size))
    assert {path: grown[path] for path in at_once} == at_once
    assert tiles.root(size, grown.__getitem__) == root_of(leaves(0, size))


def test_a_log_of_three_levels_has_its_root_and_its_leaves() -> None:
    size = 256 * 256 + 300
    store = tiles.files(0, size, leaves(0, size))

    assert set(store) == set(tiles.all_paths(size))
    assert len(store["tile/0/255"]) == 256 * 32
    assert len(store["tile/1/000"]) == 256 * 32
    assert len(store["tile/1/001.p/1"]) == 32
    assert len(store["tile/2/000.p/1"]) == 32
    assert tiles.root(size, store.__getitem__) == root_of(leaves(0, size))
    read = list(tiles.read_leaves(65_500, size, store.__getitem__))
    assert read == leaves(65_500, size)
    folders = list(tiles.outdated(65_000, size))
    assert folders[-2:] == ["tile/entries/256.p/", "tile/1/000.p/"]


def test_a_log_that_fills_its_tiles_exactly_has_no_partial_ones() -> None:
    size = 256 * 2
    store = tiles.files(0, size, leaves(0, size))

    assert (
        set(store)
        == set(tiles.all_paths(size))
        == {
            "tile/entries/000",
            "tile/entries/001",
            "tile/0/000",
            "tile/0/001",
            "tile/1/000.p/2",
        }
    )
    assert tiles.root(size, store.__getitem__) == root_of(leaves(0, size))


def test_paths_are_written_in_groups_of_three() -> None:
    assert tiles.tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tiles.tile_path("entries", 5, 17) == "tile/entries/005.p/17"
    assert tiles.tile_path(3, 1000) == "tile/3/x001/000"


def test_an_entry_stands_after_its_length() -> None:
    bundle = tiles.files(0, 2, [b"first", b"of two"])["tile/entries/000.p/2"]

    assert bundle == b"\x00\x05first\x00\x06of two"


def test_the_same_step_gives_the_same_files_again() -> None:
    store: dict[str, bytes] = {}
    grow(store, 0, 250)
    grow(store, 250, 600)
    after_crash = dict(store)

    grow(after_crash, 250, 600)

    assert after_crash == store


def test_partial_tiles_are_outdated_once_the_full_one_is_out() -> None:
    store: dict[str, bytes] = {}
    grow(store, 0, 200)
    grow(store, 200, 520)

    folders = list(tiles.outdated(200, 520))
    for path in [path for path in store if path.startswith(tuple(folders))]:
        del store[path]

    assert folders == [
        "tile/0/000.p/",
        "tile/entries/000.p/",
        "tile/0/001.p/",
        "tile/entries/001.p/",
    ]
    assert set(store) == set(tiles.all_paths(520))
    assert tiles.root(520, store.__getitem__) == root_of(leaves(0, 520))


def test_nothing_new_writes_nothing() -> None:
    assert tiles.files(7, 7, []) == {}
    empty: dict[str, bytes] = {}
    assert tiles.root(0, empty.__getitem__) == EMPTY_ROOT
    assert list(tiles.read_leaves(0, 0, empty.__getitem__)) == []


def test_a_changed_tile_changes_the_root() -> None:
    store = tiles.files(0, 300, leaves(0, 300))
    store["tile/1/000.p/1"] = bytes(32)

    assert tiles.root(300, store.__getitem__) != root_of(leaves(0, 300))


@pytest.mark.parametrize("path", ["tile/0/001.p/44", "tile/entries/001.p/44"])
def test_a_log_does_not_grow_on_a_damaged_file(path: str) -> None:
    store = tiles.files(0, 300, leaves(0, 300))
    store[path] = store[path][:-1]

    with pytest.raises(LedgerError, match="damaged"):
        grow(store, 300, 301)


def test_the_leaves_must_be_those_between_the_sizes() -> None:
    with pytest.raises(LedgerError, match="there are 2 leaves"):
        tiles.files(3, 5, [b"only one"])
    with pytest.raises(LedgerError, match="means to read"):
        tiles.files(3, 4, [b"one"])
