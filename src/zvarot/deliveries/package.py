"""Make the files of a delivery in a private folder, and put them into one package."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zvarot.deliveries.exporters import csv_file, pdf_file, xlsx_file
from zvarot.deliveries.exporters.sheet import Row, Sheet
from zvarot.deliveries.typefaces import Typefaces, report

Progress = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Made:
    """The files in the folder, and what the maker should know about them."""

    files: tuple[Path, ...]
    report: str


def spool(path: Path, rows: Iterator[dict[str, str]]) -> int:
    """Write opened rows where several exporters can read them; return how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=True) + "\n")
            count += 1
    return count


def spooled(path: Path) -> Iterator[Row]:
    """Read spooled rows."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield {name: _whole(text) for name, text in json.loads(line).items()}


def make_files(
    folder: Path, name: str, sheet: Sheet, rows: Path, *, layout: Path, on_progress: Progress
) -> Made:
    """Write letter and list; without columns only the letter, which says the number."""
    work = folder / "work"
    work.mkdir(mode=0o700)
    pdf = folder / f"{name}.pdf"
    files = [pdf]
    if sheet.columns:
        files += [folder / f"{name}.csv", folder / f"{name}.xlsx"]
        csv_file.write(files[1], sheet, spooled(rows))
        xlsx_file.write(files[2], sheet, spooled(rows), work=work)
    printed = pdf_file.write(
        pdf,
        sheet,
        spooled(rows) if sheet.columns else (),
        layout=layout,
        work=work,
        typefaces=Typefaces(),
        on_part=on_progress,
    )
    return Made(files=tuple(files), report=report(printed.missing))


def zip_files(path: Path, files: tuple[Path, ...], manifest: dict[str, Any], day: date) -> str:
    """Put the files and their manifest into one package; return its SHA-256."""
    sums = {file.name: _sha256(file) for file in files}
    text = json.dumps(manifest | {"files": sums}, indent=1, ensure_ascii=False) + "\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        # The day without the time: the package must not tell when the officer was at the desk.
        package.writestr(_entry("manifest.json", day), text)
        for file in files:
            with file.open("rb") as source, package.open(_entry(file.name, day), "w") as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)
    return _sha256(path)


def place(out: Path, package: Path) -> tuple[Path, ...]:
    """Unpack a package into a folder, each file readable by its owner only."""
    placed = []
    with zipfile.ZipFile(package) as zipped:
        for name in zipped.namelist():
            path = out / name
            path.touch(mode=0o600)
            with zipped.open(name) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
            placed.append(path)
    return tuple(placed)


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _whole(text: str) -> str:
    """Half a surrogate pair cannot be written as UTF-8; no form lets it in."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
