"""A worker that knows offices has a lane of letters; without a relay they become files."""

from pathlib import Path

import pytest

from tests.letters.world import SENTENCE, Book, World
from zvarot.worker.assembly import assemble
from zvarot.worker.settings import read


def test_letters_have_a_lane_of_their_own_where_offices_are_known(
    world: World, tmp_path: Path
) -> None:
    settings = read({"ZVAROT_DATA_DIR": str(tmp_path)})

    with_offices = assemble(settings, languages=("en",), offices=Book())
    without = assemble(settings, languages=("en",))

    names = [step.name for step in with_offices.lanes()["letters"]]
    assert names == ["queue letters", "send letters", "digests", "bounces"]
    assert "letters" not in without.lanes()


@pytest.mark.parametrize("test_to", ["", "maryna@zvarot.example"])
def test_without_a_relay_a_letter_is_a_file(world: World, tmp_path: Path, test_to: str) -> None:
    settings = read({"ZVAROT_DATA_DIR": str(tmp_path), "ZVAROT_LETTERS_TEST_TO": test_to})
    worker = assemble(settings, languages=("en",), offices=world.book)
    world.writes(world.action(), "prosecutor")

    for step in worker.lanes()["letters"]:
        step.act()

    [path] = (tmp_path / "mail").glob("*.eml")
    said = path.read_text(encoding="utf-8")
    assert SENTENCE in said
    assert f"To: {test_to or 'prosecutor@office.example'}" in said
