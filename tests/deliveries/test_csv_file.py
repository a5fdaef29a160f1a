"""The CSV file: exact, readable everywhere, never a formula."""

import csv
import json
from pathlib import Path

import pytest

from tests.deliveries.sheets import sheet
from zvarot.deliveries.exporters import csv_file

HOSTILE = [
    text
    for text in json.loads((Path(__file__).parent.parent / "data" / "blns.json").read_text("utf-8"))
    if text
]
STARTS = "=+-@|\t\r＝＋－＠"


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_first_line_has_the_promised_fields_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"

    count = csv_file.write(path, sheet("given_name", "country"), [{"country": "LT"}])

    assert count == 1
    assert path.read_bytes() == b'\xef\xbb\xbf"given_name","country"\r\n"","LT"\r\n'


def test_an_answer_that_was_not_promised_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="email"):
        csv_file.write(tmp_path / "a.csv", sheet("country"), [{"country": "LT", "email": "x"}])


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_begins_like_a_formula(start: str) -> None:
    assert csv_file.guard(f"{start}1+1") == f"'{start}1+1"
    assert csv_file.guard(f"  {start}1+1").lstrip(" ").startswith("'")


@pytest.mark.parametrize("mark", [";", "\t", "\n"])
def test_nothing_behind_a_foreign_separator_begins_like_a_formula(mark: str) -> None:
    assert f"{mark}=1" not in csv_file.guard(f"a{mark}=1")


def test_a_name_with_a_hyphen_stays_as_it_is() -> None:
    assert csv_file.guard("Marie-Hélène d’Arc") == "Marie-Hélène d’Arc"


def test_hostile_names_come_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    shown = sheet("given_name", "family_name")

    csv_file.write(path, shown, ({"given_name": text, "family_name": "x"} for text in HOSTILE))

    rows = read(path)[1:]
    assert [row[0] for row in rows] == [csv_file.guard(text) for text in HOSTILE]
    assert all(row[1] == "x" for row in rows)
    assert not any(row[0].startswith(tuple(STARTS)) for row in rows)
