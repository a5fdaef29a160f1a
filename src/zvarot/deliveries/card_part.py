"""Set one part of a job of cards with Typst, in the memory of a process that ends with it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst

from zvarot.contract.card import Artwork, Card, Check, Layout
from zvarot.deliveries.card_art import folder_of
from zvarot.deliveries.card_data import Laid, laid_out, line
from zvarot.deliveries.card_fit import Room
from zvarot.deliveries.typefaces import Typefaces

UNDRAWABLE: Final = "could not be displayed"
# What is left of a card inside its safe area of 5 mm, less 1 mm into which tall letters reach.
_ROOMS: Final = {Layout.SINGLE: Room(93, 136), Layout.FOUR: Room(82, 122)}
_SHEETS: Final = {Layout.SINGLE: 1, Layout.FOUR: 4}  # cards on a sheet
_ALOUD: Final[list[Any]] = ["a-2a", "ua-1"]
_PRINTED: Final[list[Any]] = ["a-2u"]


@dataclass(frozen=True, kw_only=True)
class Job:
    """What all parts share. alone -- there is one part, which can be read aloud (tagged)."""

    layout: Layout
    artwork: Artwork | None
    title: str
    lang: str
    check_only: bool
    alone: bool = True

    @property
    def is_tagged(self) -> bool:
        """A sheet to be cut up is not read aloud, and parts lose their tags when joined."""
        return self.alone and self.layout != Layout.FOUR

    def shared(self, cards: int) -> int:
        """Return before how many pages the same front lies; it is set once, and joined to each."""
        if self.is_tagged or self.layout not in _SHEETS:
            return 0
        return cards // _SHEETS[self.layout]


@dataclass(frozen=True)
class Part:
    """first -- the place of its first card in the job. pages -- how many lie before it."""

    cards: Sequence[Card]
    first: int = 0
    pages: int = 0


@dataclass(frozen=True)
class Done:
    """pdf -- empty where the part was only to be checked, or a message is too long.

    shared -- its first page is the front of so many pages that follow.
    """

    pdf: bytes
    check: Check
    shared: int = 0


def set_part(job: Job, part: Part, faces: Typefaces) -> Done:
    """Set the cards of a part, or only check them."""
    laid = laid_out(part.cards, faces, _ROOMS.get(job.layout), first=part.first)
    shared = job.shared(len(part.cards))
    fronts = 1 if shared else len(part.cards)
    with folder_of(job.layout, job.artwork, fronts) as (folder, picture):
        compiler = _compiler(folder, layout_data(job, part, laid, picture, faces), faces)
        too_long = tuple(json.loads(compiler.query("<too-long>", field="value")))
        pdf = _pdf(job, compiler, laid.missing) if job.check_only or not too_long else b""
    check = Check(
        cards=len(part.cards),
        missing=dict(sorted(laid.missing.items())),
        undrawn=tuple(laid.undrawn),
        too_long=too_long,
    )
    return Done(b"" if job.check_only else pdf, check, shared)


def _pdf(job: Job, compiler: typst.Compiler, missing: "Counter[str]") -> bytes:
    """Return the PDF. Fonts that have each letter may still lack a combination: it is counted."""
    try:
        pdf = compiler.compile(
            format="pdf",
            pdf_standards=_ALOUD if job.is_tagged else _PRINTED,
            pdf_tags=job.is_tagged,
        )
    except typst.TypstError as error:
        if UNDRAWABLE not in error.message:
            raise
        missing["combinations of letters"] += 1
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


def layout_data(job: Job, part: Part, laid: Laid, picture: str, faces: Typefaces) -> dict[str, Any]:
    """Return everything that a layout sees. picture -- the name of its file, "" without one."""
    missing = laid.missing if part.first == 0 else Counter[str]()  # said once for all parts
    title = line(job.title, job.lang, faces, missing)
    room = _ROOMS.get(job.layout)
    return {
        "title": title["text"],
        "lang": title["lang"],
        "dir": title["dir"],
        "fonts": title["fonts"],
        "room": {"width": room.width, "height": room.height} if room else None,
        "artwork": _artwork(job, picture, faces, missing),
        "is-first": part.first == 0,
        "shares-fronts": job.shared(len(part.cards)) > 0,
        "pages": part.pages,
        "cards": laid.cards,
    }


def _artwork(
    job: Job, picture: str, faces: Typefaces, missing: "Counter[str]"
) -> dict[str, Any] | None:
    if job.artwork is None:
        return None
    return {
        "path": picture,
        "credit": line(job.artwork.credit, job.lang, faces, missing),
        "alt": job.artwork.alt or job.title,
        "focus": job.artwork.focus,
    }
