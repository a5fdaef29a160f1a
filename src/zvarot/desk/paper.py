"""What the desk prints: a share to be kept on paper, and a public key to be carried.

Set in memory: until somebody writes the result, nothing of it is on a disk.
"""

import io
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import segno
import typst

from zvarot.deliveries.typefaces import BUNDLED, Typefaces
from zvarot.lib.marks import mark as _
from zvarot.lib.words import Words, words
from zvarot.sealing.public_file import PublicFile
from zvarot.sealing.words import fingerprint_words, share_to_qr, share_to_words

LAYOUTS: Final = Path(__file__).parent / "typst"
LANGUAGES: Final = ("en", "be", "fr")

_SHARE: Final = {
    "title": _("Share {number} of 3 of a key"),
    "what": _(
        "Two of the three shares together open what people were promised that only this audience "
        "sees. One share alone opens nothing. If two are lost, nobody can open it any more."
    ),
    "words": _("The 48 words of this share"),
    "first": _("First part"),
    "second": _("Second part"),
    "code": _("The same as a code. Scan it only with a computer that has no network."),
    "code_alt": _("Code with the share"),
    "do": _("What to do"),
    "never": _("What never to do"),
}
_DO: Final = (
    _("Keep this paper locked away where only you can take it, and where nobody looks for it."),
    _("Bring it when the holders meet to open what was sealed. Two of the three have to come."),
    _("If it is lost, or somebody has seen it, tell the other holders on the same day."),
    _("When the holders say that the key has done its work, burn it."),
)
_NEVER: Final = (
    _("Never photograph it, and never type it into a computer or telephone with a network."),
    _("Never keep two shares in one place, or carry them on one journey."),
    _("Never send it by mail or messenger, and never read it out on the telephone."),
)
_PUBLIC: Final = {
    "title": _("A public key"),
    "what": _(
        "With this key answers are sealed. It opens nothing and may be seen by everybody. Before "
        "it is used, two people say the eight words to each other: on the screen of the studio "
        "stand the same ones."
    ),
    "code": _("The key as a code. Scan it, and put the text into the studio."),
    "code_alt": _("Code with the public key"),
    "restored": _("Two shares rebuilt it on"),
}
_FACTS: Final = {
    "label": _("Label"),
    "audience": _("Audience"),
    "key_id": _("Key id"),
    "made": _("Made on"),
    "until": _("Seals until"),
    "fingerprint": _("Fingerprint"),
}


def share_pdf(file: PublicFile, share: bytes, number: int, lang: str) -> bytes:
    """Give the page of one share. number -- 1, 2 or 3."""
    own = words(lang)
    said = {name: own.gettext(text) for name, text in _SHARE.items()}
    said["title"] = said["title"].format(number=number)
    data = {
        **said,
        "facts": _facts(file, own),
        "share": share_to_words(share),
        "qr": _qr(share_to_qr(share)),
        "to_do": [own.gettext(text) for text in _DO],
        "never_to_do": [own.gettext(text) for text in _NEVER],
    }
    return _set("share.typ", data, own)


def public_pdf(file: PublicFile, lang: str) -> bytes:
    """Give the page of a public key."""
    own = words(lang)
    said = {name: own.gettext(text) for name, text in _PUBLIC.items()}
    facts = _facts(file, own)
    if file.restored_on:
        facts.append([said["restored"], own.date(file.restored_on)])
    return _set("public.typ", {**said, "facts": facts, "qr": _qr(file.code())}, own)


def last_day(file: PublicFile) -> date:
    """Give the last day on which something may be sealed to the key, in UTC."""
    return file.until.date()


def _facts(file: PublicFile, own: Words) -> list[list[str]]:
    digits = file.key.key_id.hex()
    said = {
        "label": Typefaces((BUNDLED,)).shown(file.label, Counter()),
        "audience": file.key.audience,
        "key_id": " ".join(digits[at : at + 4] for at in range(0, 16, 4)),
        "made": own.date(file.made_on),
        "until": own.date(last_day(file)),
        "fingerprint": fingerprint_words(file.key.public),
    }
    return [[own.gettext(_FACTS[name]), value] for name, value in said.items()]


def _qr(text: str) -> str:
    drawn = io.BytesIO()
    segno.make_qr(text, error="l").save(drawn, kind="svg", border=4)
    return drawn.getvalue().decode()


def _set(layout: str, data: Mapping[str, Any], own: Words) -> bytes:
    given = {**data, "lang": own.lang, "dir": own.dir}
    compiler = typst.Compiler(
        str(LAYOUTS / layout),
        root=str(LAYOUTS),
        font_paths=typst.Fonts(False, False, [str(BUNDLED)]),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(given, ensure_ascii=False)},
        package_path=str(LAYOUTS / "none"),  # a layout finds no package
        package_cache_path=str(LAYOUTS / "none"),
    )
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1")
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gives one PDF as bytes.")
    return pdf
