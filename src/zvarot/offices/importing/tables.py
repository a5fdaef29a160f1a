"""Read a table, CSV or XLSX, into rows of text: encoding and dialect are found out.

A file may come from anywhere. A workbook is an archive: how large it becomes is looked at before
it is unpacked, and XML that declares entities is not read.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import openpyxl

from zvarot.offices.importing.rows import MAX_BYTES, FileUnusable

MAX_UNPACKED: Final = 60_000_000
MAX_ROWS: Final = 100_000
_DECLARES: Final = ("<!DOCTYPE", "<!ENTITY")
_SEPARATORS: Final = ",;\t|"
Line = dict[str, str]


def read(content: bytes) -> Iterator[tuple[int, Line]]:
    """Give each row by its number in the file, as heading -> text without outer spaces.

    Raises FileUnusable.
    """
    if len(content) > MAX_BYTES:
        raise FileUnusable(f"The file is larger than {MAX_BYTES // 1_000_000} MB. Cut it in parts.")
    cells = _workbook(content) if content.startswith(b"PK") else _csv(content)
    headings = [heading.strip() for heading in next(cells, [])]
    if len([heading for heading in headings if heading]) < 2:
        raise FileUnusable("The file has no first line with the headings of its columns.")
    for number, line in enumerate(cells, start=2):
        if number > MAX_ROWS:
            raise FileUnusable(f"The file has more than {MAX_ROWS} rows. Cut it in parts.")
        if any(cell.strip() for cell in line):
            yield number, dict(zip(headings, (cell.strip() for cell in line), strict=False))


def demand(line: Line, *names: str) -> None:
    """Raise FileUnusable if the columns of a format are not there."""
    missing = [name for name in names if name not in line]
    if missing:
        raise FileUnusable(
            f"The file has no column {', '.join(missing)}: it is not of this format."
        )


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    try:
        dialect = csv.Sniffer().sniff(text.partition("\n")[0], _SEPARATORS).delimiter
    except csv.Error:
        dialect = ","
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=dialect, strict=True)
    except csv.Error as problem:
        raise FileUnusable(f"The file is not a table in CSV: {problem}.") from problem


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileUnusable("The file is not text. Save it as CSV in UTF-8, or as XLSX.")


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        _examine(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = [[_text(cell) for cell in row] for row in _cells(book)]
        book.close()
    except FileUnusable:
        raise
    except Exception as problem:  # openpyxl raises whatever a broken part causes
        raise FileUnusable(
            f"The workbook cannot be read ({type(problem).__name__}). Save it again as XLSX or CSV."
        ) from problem
    yield from rows


def _examine(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
            raise FileUnusable("The workbook is too large once unpacked. Save it as CSV.")
        for part in archive.infolist():
            # ZipFile stops at the size that was announced, so this cannot unpack more than that.
            text = archive.read(part)
            for word in _DECLARES:
                if word.encode() in text or word.encode("utf-16-le") in text:
                    raise FileUnusable("The workbook declares entities; no spreadsheet does so.")


def _cells(book: Any) -> Iterator[tuple[Any, ...]]:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    yield from sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1, max_col=200)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
