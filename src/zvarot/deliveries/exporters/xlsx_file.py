"""Write a delivery as XLSX: every answer a string cell, exactly as it was typed.

Rows go to disk one by one (constant memory), in the private folder that is given: the
library's own temporary files would otherwise lie readable in /tmp.
"""

from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zvarot.deliveries.exporters.sheet import Row, Sheet

ROWS_PER_TAB = 1_000_000  # the format ends at 1,048,576


def write(path: Path, sheet: Sheet, rows: Iterable[Row], *, work: Path) -> int:
    """Write the rows below a line of headings; return how many rows.

    work -- a private folder for the library's temporary files.

    Raises ValueError if an answer is longer than a cell may be.
    """
    options = {"constant_memory": True, "tmpdir": str(work)}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties(_properties(sheet))
        return _write_rows(book, sheet, rows)


def _properties(sheet: Sheet) -> dict[str, object]:
    # Midnight: the file must not tell when the officer was at the desk.
    made = datetime.combine(sheet.cover.made_on, time())
    return {"title": sheet.cover.title, "comments": sheet.cover.number, "created": made}


def _write_rows(book: xlsxwriter.Workbook, sheet: Sheet, rows: Iterable[Row]) -> int:
    bold = book.add_format({"bold": True})
    page, count = _tab(book, sheet, bold, 1), 0
    for count, row in enumerate(rows, start=1):
        tab, line = divmod(count - 1, ROWS_PER_TAB)
        if line == 0 and tab > 0:
            page = _tab(book, sheet, bold, tab + 1)
        for number, cell in enumerate(sheet.cells(row)):
            if page.write_string(line + 1, number, cell) != 0:
                raise ValueError(f"Row {count} has an answer of more than 32,767 characters.")
    return count


def _tab(book: xlsxwriter.Workbook, sheet: Sheet, bold: Format, number: int) -> Worksheet:
    page = book.add_worksheet(f"{sheet.cover.number}-{number}")
    if sheet.cover.dir == "rtl":
        page.right_to_left()
    page.freeze_panes(1, 0)
    page.set_footer("&L" + sheet.cover.number.replace("&", "&&") + "&R&P/&N")
    page.repeat_rows(0)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, 14 * column.share)
        page.write_string(0, at, column.label, bold)
    return page
