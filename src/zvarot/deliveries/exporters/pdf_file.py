"""Write a delivery as PDF: the letter, then the list, page n of m.

Up to ROWS_PER_PART rows it is one tagged document (PDF/UA-1). A longer list is set in parts,
each in a fresh process, first only to count its pages, then with its place in the whole;
the parts are joined without tags, which only the joined document could have.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from zvarot.deliveries.errors import LayoutFailed
from zvarot.deliveries.exporters.sheet import Row, Sheet
from zvarot.deliveries.typefaces import Typefaces
from zvarot.deliveries.typesetting import Job

ROWS_PER_PART = 5_000
SECONDS_PER_PART = 60
SHARED_LAYOUT = Path(__file__).parent.parent / "typst" / "delivery.typ"


@dataclass
class Printed:
    """What was written: rows, pages, and the scripts that no font could draw."""

    rows: int = 0
    pages: int = 0
    missing: Counter[str] = field(default_factory=Counter)


def write(
    path: Path,
    sheet: Sheet,
    rows: Iterable[Row],
    *,
    layout: Path,
    work: Path,
    typefaces: Typefaces,
    on_part: Callable[[int], None] = lambda _rows: None,
) -> Printed:
    """Write letter and list.

    layout -- the kind's Typst file. work -- a private folder, emptied by the caller.
    on_part -- told how many rows are set so far.

    Raises LayoutFailed if Typst cannot set a part, without saying what stood in it.
    """
    printed = Printed()
    jobs = list(_jobs(sheet, rows, _root(work, layout), work, typefaces, printed))
    if len(jobs) == 1:
        job = replace(jobs[0], out=str(path), tagged=True)
        # Fonts that cover each letter may still lack a combination: then print without tags
        # rather than not at all.
        if run_job(job, allowed="undrawable") == "undrawable":
            run_job(replace(job, tagged=False))
            printed.missing["combinations of letters"] += 1
        printed.pages = len(PdfReader(path).pages)
        on_part(printed.rows)
        return printed
    lengths = [int(run_job(job)) for job in jobs]
    printed.pages = sum(lengths)
    first = 1
    for number, (job, pages) in enumerate(zip(jobs, lengths, strict=True), start=1):
        run_job(replace(job, out=_part(work, number), first_page=first, pages=printed.pages))
        first += pages
        on_part(min(number * ROWS_PER_PART, printed.rows))
    _join([_part(work, number) for number in range(1, len(jobs) + 1)], path, sheet)
    return printed


def _root(work: Path, layout: Path) -> Path:
    root = work / "layout"
    root.mkdir(mode=0o700)
    (root / "packages").mkdir()
    shutil.copyfile(SHARED_LAYOUT, root / "delivery.typ")
    shutil.copyfile(layout, root / "main.typ")
    return root


def _jobs(
    sheet: Sheet, rows: Iterable[Row], root: Path, work: Path, faces: Typefaces, printed: Printed
) -> Iterator[Job]:
    rest = iter(rows)
    number = 0
    while (part := list(islice(rest, ROWS_PER_PART))) or number == 0:
        data = _head(sheet, faces, printed) | {
            "cover": number == 0,
            "first_row": printed.rows + 1,
            "rows": [_cells(sheet, row, faces, printed) for row in part],
        }
        number += 1
        printed.rows += len(part)
        place = work / f"part-{number}.json"
        place.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        yield Job(root=str(root), data=str(place), out="", fonts=faces.folders)


def _head(sheet: Sheet, faces: Typefaces, printed: Printed) -> dict[str, object]:
    cover = sheet.cover

    def shown(text: str) -> str:
        return faces.shown(text, printed.missing)

    return {
        "lang": cover.lang.split("-")[0],
        "dir": cover.dir,
        "fonts": faces.families(cover.lang),
        "title": shown(cover.title),
        "addressee": [shown(line) for line in cover.addressee],
        "letter": [shown(paragraph) for paragraph in cover.letter],
        "made_on": cover.made_on_text,
        "number": cover.number,
        "words": dict(cover.words),
        "columns": [
            {"label": shown(column.label), "share": column.share} for column in sheet.columns
        ],
    }


def _cells(sheet: Sheet, row: Row, faces: Typefaces, printed: Printed) -> list[str]:
    return [faces.shown(cell, printed.missing) for cell in sheet.cells(row)]


def _part(work: Path, number: int) -> str:
    return str(work / f"part-{number}.pdf")


def run_job(job: Job, *, allowed: str = "") -> str:
    """Return the number of pages, or the kind of error if it is the allowed one."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "zvarot.deliveries.typesetting"],
            input=job.to_json(),
            capture_output=True,
            text=True,
            timeout=SECONDS_PER_PART,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise LayoutFailed(
            f"A part of the PDF was not set within {SECONDS_PER_PART} s. "
            "Make the delivery again when the machine is less busy."
        ) from None
    answer = json.loads(done.stdout) if done.returncode == 0 else {"error": "memory"}
    error = str(answer.get("error", ""))
    if error and error != allowed:
        raise LayoutFailed(
            f"A part of the PDF could not be set ({error}). "
            "Check the kind's Typst layout and the memory of this machine, then make it again."
        )
    return error or str(answer["pages"])


def _join(parts: list[str], path: Path, sheet: Sheet) -> None:
    writer = PdfWriter()
    for part in parts:
        writer.append(part, import_outline=False)
        Path(part).unlink()
    writer.metadata = {"/Title": sheet.cover.title}
    writer.write(path)
    writer.close()
