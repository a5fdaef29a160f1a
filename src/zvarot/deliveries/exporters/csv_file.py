"""Write a delivery as CSV: RFC 4180, UTF-8, safe to open in a spreadsheet.

With a byte order mark: without it Excel reads the file in the reader's local code page and
Cyrillic and Arabic names turn to rubbish; LibreOffice, Python (`utf-8-sig`), R and Google
Sheets all skip it.

A cell that a spreadsheet would take for a formula gets a leading apostrophe. The same after a
semicolon, tab or line break inside a cell: where the local list separator is a semicolon,
Excel cuts there and would run what follows. The XLSX file has the exact text.
"""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from zvarot.deliveries.exporters.sheet import Row, Sheet

_FORMULA = re.compile(r"(\A|[;\t\r\n])([^\S\t\r\n]*)(?=[=+\-@|\t\r＝＋－＠])")


def write(path: Path, sheet: Sheet, rows: Iterable[Row]) -> int:
    """Write one line per row below a line of field names; return how many rows."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(column.name for column in sheet.columns)
        for row in rows:
            writer.writerow(guard(cell) for cell in sheet.cells(row))
            count += 1
    return count


def guard(cell: str) -> str:
    """Return the cell with an apostrophe wherever a spreadsheet would start a formula."""
    return _FORMULA.sub(r"\1\2'", cell)
