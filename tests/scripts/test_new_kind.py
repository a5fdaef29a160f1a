"""`make new-kind`: one new folder, named throughout, and nothing else."""

import shutil
from pathlib import Path

import pytest

from scripts import new_kind


@pytest.fixture
def kinds(tmp_path: Path) -> Path:
    shutil.copytree(new_kind.KINDS / "petition", tmp_path / "petition")
    return tmp_path


def test_a_new_kind_carries_its_own_name_everywhere(kinds: Path) -> None:
    assert new_kind.main("phone-call", kinds) == 0

    folder = kinds / "phone_call"
    assert sorted(path.name for path in kinds.iterdir()) == ["petition", "phone_call"]
    assert 'slug="phone-call"' in (folder / "kind.py").read_text()
    assert "class PhoneCallPage(ActionPage)" in (folder / "models.py").read_text()
    assert (folder / "jinja2" / "phone_call" / "page.html").exists()
    assert not list(folder.rglob("*petition*"))
    assert [path.name for path in (folder / "migrations").glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize("name", ["", "Phone", "phone_call", "../phone", "petition"])
def test_a_name_that_cannot_be_used_is_refused(
    kinds: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new_kind.main(name, kinds) == 1

    assert capsys.readouterr().out
    assert [path.name for path in kinds.iterdir()] == ["petition"]
