"""Bring the catalogues of translations in step with the source: `python scripts/messages.py`.

New sentences are added empty, sentences that nobody says any more are dropped, translations
are kept. With `--check` nothing is written; what is missing is printed instead.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src"
LOCALES: Final = SOURCE / "zvarot" / "locale"
PLURALS: Final = {
    "fr": 2,
    "be": 3,
    "ar": 6,
}  # English is the source; its sentences are the msgids
# What the public reads: on pages, in mail, on sheets and in letters. Staff read none of it.
PUBLIC: Final = tuple(
    f"src/zvarot/{path}"
    for path in (
        "contract/",
        "counting/sheet.py",
        "deliveries/letter.py",
        "deliveries/letter_pdf.py",
        "kinds/letter/jinja2/",
        "kinds/letter/kind.py",
        "kinds/letter/texts.py",
        "kinds/petition/jinja2/",
        "kinds/petition/kind.py",
        "letters/mail.py",
        "look/",
        "studio/action_view.py",
        "studio/counting.py",
        "studio/history_words.py",
        "studio/parts.py",
        "studio/state_card.py",
        "studio/terms.py",
        "worker/letters.py",
    )
)
# The languages that only the public reads; the studio does not speak them.
PUBLIC_ONLY: Final = frozenset({"ar"})
KEYWORDS: Final = {
    "_": None,
    "N_": None,
    "mark": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_LEFT_OUT: Final = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Generated-By',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Report-Msgid-Bugs-To',
)
_PLACEHOLDER: Final = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}|</?[a-z][^>]*>")


def main(arguments: list[str]) -> int:
    """Write the catalogues, or with --check say what is wrong with them; 0 if nothing is."""
    if "--check" not in arguments:
        template = extract()
        for language in PLURALS:
            update(language, wanted(language, template))
    found = problems()
    sys.stdout.write("".join(f"{problem}\n" for problem in found))
    return 1 if found else 0


def extract() -> Catalog:
    """Collect every sentence of the source that is marked for translation."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as settings:
        methods, options = parse_mapping_cfg(settings)  # type: ignore[no-untyped-call]  # Babel's own
    template = Catalog(project="zvarot", charset="utf-8")
    found = extract_from_dir(
        str(SOURCE), methods, options, keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for path, _line, sentence, comments, context in found:
        place = (f"src/{path}", 0)
        template.add(sentence, None, [place], auto_comments=comments, context=context)
    return template


def wanted(language: str, template: Catalog) -> Catalog:
    """Return what of the source a language says: all of it, or only what the public reads."""
    if language not in PUBLIC_ONLY:
        return template
    public = Catalog(project="zvarot", charset="utf-8")
    for message in template:
        if message.id and any(place.startswith(PUBLIC) for place, _line in message.locations):
            public.add(
                message.id,
                None,
                message.locations,
                auto_comments=message.auto_comments,
                context=message.context,
            )
    return public


def update(language: str, template: Catalog) -> None:
    """Write one language's catalogue with exactly the sentences of `template`."""
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    out = BytesIO()
    write_po(
        out,
        catalogue,
        width=96,
        sort_by_file=True,
        include_lineno=False,
        omit_header=False,
    )
    _write(language, out.getvalue())


def read(language: str) -> Catalog:
    """Return a language's catalogue as it stands."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def path_of(language: str) -> Path:
    """Where a language's catalogue is kept."""
    return LOCALES / language / "LC_MESSAGES" / "zvarot.po"


def problems() -> list[str]:
    """Return a sentence for each thing that is missing, stale or wrong."""
    template = extract()
    return [
        problem
        for language in PLURALS
        for problem in _problems_of(language, wanted(language, template))
    ]


def _problems_of(language: str, template: Catalog) -> Iterator[str]:
    catalogue = read(language)
    known = {_key(message): message for message in catalogue if message.id}
    said = {_key(message) for message in template if message.id}
    for key in sorted(said - known.keys()):
        yield f"{language}: {key[-1]!r} is not in the catalogue; run `make messages`."
    for key in sorted(known.keys() - said):
        yield f"{language}: {key[-1]!r} is said nowhere any more; run `make messages`."
    for message in known.values():
        yield from _problems_of_message(language, message)


def _problems_of_message(language: str, message: Message) -> Iterator[str]:
    ids, texts = forms(message.id), forms(message.string)
    if message.fuzzy:
        yield f"{language}: {ids[0]!r} is marked fuzzy; look at it and take the mark off."
    if len(texts) != (PLURALS[language] if len(ids) > 1 else 1) or not all(texts):
        yield f"{language}: {ids[0]!r} has no translation, or lacks a plural form."
        return
    allowed = [sorted(_PLACEHOLDER.findall(sentence)) for sentence in ids]
    for text in texts:
        if sorted(_PLACEHOLDER.findall(text)) not in allowed:
            yield f"{language}: {text!r} has other placeholders than {ids[-1]!r}."


def _key(message: Message) -> tuple[str, ...]:
    return (message.context or "", *reversed(forms(message.id)))


def forms(text: object) -> tuple[str, ...]:
    """Return the forms of a sentence: one, or one for each plural."""
    if isinstance(text, (list, tuple)):
        return tuple(str(form) for form in text)
    return (str(text),)


def _write(language: str, content: bytes) -> None:
    """Write without the header lines that change at every run and make branches collide."""
    lines = [line for line in content.splitlines(keepends=True) if not line.startswith(_LEFT_OUT)]
    path_of(language).write_bytes(b"".join(lines))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
