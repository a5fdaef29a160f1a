"""Printable sheets to collect signatures on: the promise stands on every page, as on the web.

Columns are what the target was promised to be shown, and no more; a sheet has its number and a
place for its tally, so that a batch of sheets adds up.
"""

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from zvarot.actions.models import Action, Promised
from zvarot.contract.audiences import TARGET
from zvarot.deliveries.errors import DeliveryRefused
from zvarot.deliveries.exporters.pdf_file import run_job
from zvarot.deliveries.specs import form_of, spec_for
from zvarot.deliveries.typefaces import Typefaces
from zvarot.deliveries.typesetting import Job
from zvarot.lib.marks import mark as _
from zvarot.lib.words import words

LAYOUT = Path(__file__).parent / "typst" / "sheet.typ"
ROWS = 15
MOST_PAGES = 50
_WORDS = {
    "sheet": _("Sheet {page} of {pages}"),
    "promise": _("What is promised to you"),
    "tally": _("Signatures on this sheet:"),
    "place": _("Place:"),
    "days": _("From … to …:"),
    "signature": _("Signature"),
    "rule": _("Sign for yourself only, and either here or on the web page, not both."),
    "hash": _("Promise:"),
}


@dataclass(frozen=True)
class Sheet:
    """lang -- one in which the action promises something."""

    action: Action
    lang: str
    pages: int


def languages(action: Action) -> list[str]:
    """Return the languages in which the action has ever promised something."""
    found = Promised.objects.filter(action=action).order_by("pk").values_list("lang", flat=True)
    return list(dict.fromkeys(found))


def pdf(sheet: Sheet) -> bytes:
    """Return the sheets, ready to be printed. Raises LayoutFailed if they cannot be set."""
    faces, missing = Typefaces(), Counter[str]()
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "packages").mkdir()
        shutil.copyfile(LAYOUT, root / "main.typ")
        data = root / "data.json"
        data.write_text(json.dumps(_data(sheet, faces, missing), ensure_ascii=False), "utf-8")
        out = root / "sheet.pdf"
        run_job(Job(root=str(root), data=str(data), out=str(out), fonts=faces.folders, tagged=True))
        return out.read_bytes()


def _data(sheet: Sheet, faces: Typefaces, missing: "Counter[str]") -> dict[str, object]:
    own = words(sheet.lang)
    latest = Promised.objects.filter(action=sheet.action, lang=sheet.lang).order_by("-pk").first()
    sentence = latest.sentence if latest else ""
    return {
        "lang": sheet.lang.split("-")[0],
        "dir": own.dir,
        "fonts": faces.families(sheet.lang),
        "title": faces.shown(sheet.action.title, missing),
        "sentence": faces.shown(sentence, missing),
        "hash": bytes(latest.hash).hex()[:16] if latest else "",
        "columns": [faces.shown(own.gettext(label), missing) for label in _columns(sheet.action)],
        "words": {name: own.gettext(text) for name, text in _WORDS.items()},
        "rows": ROWS,
        "sheets": sheet.pages,
    }


def _columns(action: Action) -> list[str]:
    """Return the labels of what the target is shown; none if it is only told a number."""
    try:
        names = spec_for(action, TARGET).fields
    except DeliveryRefused:
        return []
    form = form_of(action)
    return [form.by_name[name].label for name in names]
