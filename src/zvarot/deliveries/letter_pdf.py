"""Letters as PDF, made in a process of its own: `python -m zvarot.deliveries.letter_pdf`.

It reads one job as JSON from standard input and writes the PDF to standard output. Nothing
touches the disk, and with the process the words leave memory. The front, which must not hold
fonts or typesetting, starts it for a supporter who prints at home.
"""

import json
import resource
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import typst

from zvarot.deliveries.postage import stamp_for
from zvarot.deliveries.typefaces import Typefaces
from zvarot.lib.marks import mark as _
from zvarot.lib.words import words

MEMORY_BYTES: Final = 4 * 1024**3  # address space, of which fonts are mapped
UNDRAWABLE: Final = "could not be displayed"
LAYOUTS: Final = Path(__file__).parent / "typst"
CANNOT_SET: Final = 3
# Countries that write on Letter paper. Source: Unicode CLDR, measurementData, paperSize.
_US_PAPER: Final = frozenset("BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split())  # noqa: SIM905
_CODES: Final = frozenset({"lang", "dir", "paper"})  # never shown


def typeset(data: Mapping[str, Any], faces: Typefaces) -> tuple[bytes, Counter[str]]:
    """Return the PDF of a job (contract/print_job.py), and the scripts that no font can draw.

    Tagged for screen readers where every combination of letters has a glyph.
    """
    missing: Counter[str] = Counter()
    laid_out = _shown(_layout_data(data), faces, missing)
    for sheet in filter(None, [laid_out["guide"], *laid_out["letters"]]):
        sheet["fonts"] = faces.families_of("".join(_texts(sheet)), sheet["lang"])
    compiler = typst.Compiler(
        str(LAYOUTS / "letter.typ"),
        root=str(LAYOUTS),
        font_paths=typst.Fonts(False, False, list(faces.folders)),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(laid_out, ensure_ascii=False)},
        package_path=str(LAYOUTS / "none"),  # a layout finds no package
        package_cache_path=str(LAYOUTS / "none"),
    )
    try:
        pdf = compiler.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        if UNDRAWABLE not in error.message:
            raise
        missing["combinations of letters"] += 1
        pdf = compiler.compile(format="pdf", pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gives one PDF as bytes.")
    return pdf, missing


def _layout_data(data: Mapping[str, Any]) -> dict[str, Any]:
    on = date.fromisoformat(data["on"])
    return {
        "paper": "us-letter" if data["country"] in _US_PAPER else "a4",
        "title": data["letters"][0]["subject"] if data["letters"] else "",
        "guide": _guide(data) if data["guide_in"] else None,
        "letters": [_sheet(letter, on) for letter in data["letters"]],
    }


def _sheet(letter: Mapping[str, Any], on: date) -> dict[str, Any]:
    own = words(letter["lang"])
    return {
        "lang": letter["lang"].split("-")[0],
        "dir": own.dir,
        "address": letter["address"],
        "date": own.date(on),
        "subject": letter["subject"],
        "paragraphs": [part.split("\n") for part in letter["text"].split("\n\n") if part.strip()],
    }


def _guide(data: Mapping[str, Any]) -> dict[str, Any]:
    own = words(data["guide_in"])
    say = own.gettext
    stamp = stamp_for(data["country"], is_abroad=data["is_abroad"])
    steps = [
        say(_("Print the letters on one side of the paper, without scaling.")),
        say(_("Sign each of them by hand below your name.")),
        say(_("Fold at the two short lines at the edge, the address outside.")),
        say(
            _(
                "Put it into an envelope with a window on the left. Without a window, copy the "
                "address onto the envelope."
            )
        ),
        say(_("Ask at the post for: {stamp}.")).format(stamp=stamp)
        if stamp
        else say(_("Ask at the post what a letter of up to 20 g to this address costs.")),
    ]
    return {
        "lang": data["guide_in"].split("-")[0],
        "dir": own.dir,
        "title": say(_("How to post your letters")),
        "steps": steps,
        "note": say(_("This page is for you. It does not go into the envelope.")),
    }


def _shown(value: Any, faces: Typefaces, missing: "Counter[str]") -> Any:
    if isinstance(value, str):
        return faces.shown(value, missing)
    if isinstance(value, Mapping):
        return {k: v if k in _CODES else _shown(v, faces, missing) for k, v in value.items()}
    if isinstance(value, list):
        return [_shown(one, faces, missing) for one in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)


def main() -> int:
    """Do the job on standard input; CANNOT_SET if it fails. Says nothing of what stood in it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold letters
    try:
        pdf, _missing = typeset(json.loads(sys.stdin.buffer.read()), Typefaces())
    except (typst.TypstError, TypeError, ValueError, KeyError):
        return CANNOT_SET
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
