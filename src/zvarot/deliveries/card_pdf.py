"""Messages as cards, made in a process of its own: `python -m zvarot.deliveries.card_pdf`.

It reads one job as JSON from standard input (contract/card.py) and writes the PDF to standard
output, or the check as JSON. No message touches the disk, and with the process the words leave
memory. Progress stands on standard error, as `done/total`; nothing of the contents ever does.
"""

import json
import resource
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst

from zvarot.contract.card import CANNOT_SET, TOO_LONG, Artwork, Card, Check, Layout
from zvarot.deliveries.card_art import folder_of
from zvarot.deliveries.card_data import Laid, laid_out, line
from zvarot.deliveries.typefaces import SERIF, Typefaces

MEMORY_BYTES: Final = 4 * 1024**3  # address space, of which fonts are mapped
UNDRAWABLE: Final = "could not be displayed"
_TAGGED: Final = ("a-2a", "ua-1")
_PRINTED: Final = ("a-2u",)
_TAGGED_UP_TO: Final = 2_000  # cards; tags of more weigh a file down that nobody reads aloud


@dataclass(frozen=True)
class Printed:
    """pdf -- empty where the job was only to be checked, or a message is too long."""

    pdf: bytes
    check: Check


def typeset(job: Mapping[str, Any], faces: Typefaces) -> Printed:
    """Set the cards of a job, or only check them."""
    layout = Layout(job["layout"])
    artwork = Artwork.from_json(job["artwork"]) if job["artwork"] else None
    laid = laid_out([Card.from_json(card) for card in job["cards"]], faces)
    fronts = len(laid.cards) if layout in {Layout.SINGLE, Layout.FOUR} else 1
    with folder_of(layout, artwork, fronts) as (folder, picture):
        data = _shared(job, faces, laid) | {"artwork": _picture(artwork, picture, job, faces)}
        compiler = _compiler(folder, data, faces)
        return _printed(job, compiler, layout, laid)


def _printed(
    job: Mapping[str, Any], compiler: typst.Compiler, layout: Layout, laid: Laid
) -> Printed:
    too_long = json.loads(compiler.query("<too-long>", field="value"))
    pdf = b"" if too_long and not job["check_only"] else _pdf(compiler, layout, laid)
    check = Check(
        cards=len(laid.cards),
        missing=dict(sorted(laid.missing.items())),
        undrawn=tuple(laid.undrawn),
        too_long=tuple(too_long),
    )
    return Printed(b"" if job["check_only"] else pdf, check)


def _pdf(compiler: typst.Compiler, layout: Layout, laid: Laid) -> bytes:
    is_tagged = layout != Layout.FOUR and len(laid.cards) <= _TAGGED_UP_TO
    try:
        pdf = compiler.compile(
            format="pdf",
            pdf_standards=list(_TAGGED if is_tagged else _PRINTED),
            pdf_tags=is_tagged,
        )
    except typst.TypstError as error:
        if UNDRAWABLE not in error.message:
            raise
        laid.missing["combinations of letters"] += 1
        pdf = compiler.compile(format="pdf", pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gives one PDF as bytes.")
    return pdf


def _compiler(folder: Path, data: Mapping[str, Any], faces: Typefaces) -> typst.Compiler:
    return typst.Compiler(
        str(folder / "main.typ"),
        root=str(folder),
        font_paths=faces.fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        package_path=str(folder / "none"),  # a layout finds no package
        package_cache_path=str(folder / "none"),
    )


def _shared(job: Mapping[str, Any], faces: Typefaces, laid: Laid) -> dict[str, Any]:
    title = line(job["title"], job["lang"], faces, laid.missing)
    return {
        "title": title["text"],
        "lang": title["lang"],
        "dir": title["dir"],
        "fonts": title["fonts"],
        "cards": laid.cards,
    }


def _picture(
    artwork: Artwork | None, name: str, job: Mapping[str, Any], faces: Typefaces
) -> dict[str, Any] | None:
    if artwork is None:
        return None
    missing: Counter[str] = Counter()
    return {
        "path": name,
        "credit": line(artwork.credit, job["lang"], faces, missing),
        "alt": artwork.alt or job["title"],
        "focus": artwork.focus,
    }


def main() -> int:
    """Do the job on standard input. Says nothing of what stood in it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold messages
    try:
        job = json.loads(sys.stdin.buffer.read())
        printed = typeset(job, Typefaces(style=SERIF))
    except (typst.TypstError, OSError, TypeError, ValueError, KeyError):
        return CANNOT_SET
    if job["check_only"]:
        sys.stdout.write(json.dumps(printed.check.to_json()))
    elif printed.check.too_long:
        return TOO_LONG
    sys.stdout.buffer.write(printed.pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
