"""`zvarot deliver`: files in a folder, or a sentence and the exit code 2."""

from pathlib import Path

import pytest

from tests.deliveries.test_views import world
from zvarot.cli.main import main
from zvarot.deliveries.models import Delivery
from zvarot.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_the_three_files_are_written(tmp_path: Path) -> None:
    slug = world().action.slug

    code = main(["deliver", slug, "--audience", "target", "--out", str(tmp_path / "out")])

    assert code == 0
    endings = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert endings == [".csv", ".json", ".pdf", ".xlsx"]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o600}
    assert Delivery.objects.get().state == Delivery.State.DOWNLOADED


def test_more_than_was_promised_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slug = world().action.slug

    code = main(["deliver", slug, "--out", str(tmp_path / "out"), "--fields", "given_name,email"])

    assert code == 2
    assert "Leave out email" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert Entry.objects.filter(verb="delivery.refused").count() == 1


def test_an_unknown_action_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deliver", "nowhere", "--out", str(tmp_path)]) == 1
    assert "nowhere" in capsys.readouterr().err
