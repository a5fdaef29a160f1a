"""The XLSX file: every answer a string, exactly as typed."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from tests.deliveries.sheets import sheet
from tests.deliveries.test_csv_file import HOSTILE
from zvarot.deliveries.exporters import xlsx_file


def test_the_first_line_has_the_labels(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    xlsx_file.write(path, sheet("given_name", "country"), [{"country": "LT"}], work=tmp_path)

    page = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in page[1]] == ["Given Name", "Country"]
    assert [cell.value for cell in page[2]] == ["", "LT"]


def test_hostile_names_come_back_whole_and_are_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    xlsx_file.write(
        path, sheet("given_name"), ({"given_name": text} for text in HOSTILE), work=tmp_path
    )

    cells = [row[0] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [unescape(str(cell.value)) for cell in cells] == HOSTILE
    with zipfile.ZipFile(path) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not [name for name in parts.namelist() if "rels" in name and "sheet" in name]


def test_an_answer_that_no_cell_can_hold_stops_the_file(tmp_path: Path) -> None:
    rows = [{"given_name": "x" * 40_000}]

    with pytest.raises(ValueError, match="32,767"):
        xlsx_file.write(tmp_path / "a.xlsx", sheet("given_name"), rows, work=tmp_path)


def test_the_file_tells_the_day_and_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    xlsx_file.write(path, sheet("given_name"), [], work=tmp_path)

    with zipfile.ZipFile(path) as parts:
        assert b"2026-11-22T00:00:00Z" in parts.read("docProps/core.xml")
    assert [one for one in tmp_path.iterdir() if one.is_file()] == [path]


def test_a_list_from_right_to_left_is_laid_out_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    xlsx_file.write(path, sheet("given_name", lang="ar", dir="rtl"), [], work=tmp_path)

    assert openpyxl.load_workbook(path).worksheets[0].sheet_view.rightToLeft
