"""`zvarot targets`: what it prints, how it ends, what it gives out."""

import json
from pathlib import Path

import pytest

from tests.offices.popolo_schema import problems
from zvarot.cli.main import main
from zvarot.offices.models import Office

pytestmark = pytest.mark.django_db

GOOD = "title,name,email,from\nMinister,Ada Arkuš,office@example.org,2024-02-03\n"


def imported(path: Path, text: str, *more: str) -> int:
    path.write_text(text, encoding="utf-8")
    words = ["targets", "import", str(path), "--format", "table", "--country", "by", *more]
    return main([*words, "--language", "en"])


def test_a_list_is_brought_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(tmp_path / "list.csv", GOOD) == 0

    assert "1 created" in capsys.readouterr().out
    assert str(Office.objects.get()) == "Minister"


def test_a_dry_run_tells_each_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(tmp_path / "list.csv", GOOD, "--dry-run") == 0

    said = capsys.readouterr().out
    assert "row 2: created: Minister: Ada Arkuš" in said
    assert "Would be: 1 created" in said
    assert not Office.objects.exists()


def test_a_row_with_a_problem_is_told_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path / "list.csv", GOOD.replace("office@", "")) == 1

    assert "row 2: problem: email" in capsys.readouterr().out
    assert Office.objects.count() == 1


def test_a_file_that_cannot_be_used_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path / "list.csv", "nothing") == 2
    assert main(["targets", "import", str(tmp_path / "no.csv"), "--format", "uk"]) == 2

    assert "cannot be read" in capsys.readouterr().err
    assert not Office.objects.exists()


def test_columns_are_named_on_the_command_line(tmp_path: Path) -> None:
    text = GOOD.replace("title", "Position")

    assert imported(tmp_path / "list.csv", text, "--map", "title=Position") == 0

    assert str(Office.objects.get()) == "Minister"


def test_an_export_is_popolo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(tmp_path / "list.csv", GOOD)
    capsys.readouterr()

    assert main(["targets", "export", "--country", "BY"]) == 0

    data = json.loads(capsys.readouterr().out)
    assert problems(data) == []
    [post], [person], [membership] = data["posts"], data["persons"], data["memberships"]
    assert (post["label"], person["name"]) == ("Minister", "Ada Arkuš")
    assert post["contact_details"] == [{"type": "email", "value": "office@example.org"}]
    assert membership["start_date"] == "2024-02-03"


def test_what_was_exported_can_be_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(tmp_path / "list.csv", GOOD)
    capsys.readouterr()
    main(["targets", "export", "--country", "BY"])
    (tmp_path / "by.json").write_text(capsys.readouterr().out, encoding="utf-8")
    Office.objects.all().delete()

    words = [str(tmp_path / "by.json"), "--format", "popolo", "--country", "BY"]
    assert main(["targets", "import", *words]) == 0

    office = Office.objects.get()
    assert str(office) == "Minister"
    assert office.holders.get().names.get().text == "Ada Arkuš"


def test_the_schemas_find_what_is_wrong() -> None:
    wrong = [{"person_id": 3, "start_date": "yesterday", "contact_details": [{"type": "email"}]}]

    assert set(problems({"memberships": wrong})) == {
        "memberships.person_id: not ['string', 'null']",
        "memberships.start_date: yesterday",
        "memberships.contact_details.value: missing",
    }
