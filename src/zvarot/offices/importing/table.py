"""Offices of any country from a plain table, CSV or XLSX, with columns as one names them.

A column whose heading is one of our names needs no mapping.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from zvarot.offices.importing import tables
from zvarot.offices.importing.names import known, language_of
from zvarot.offices.importing.rows import (
    FileUnusable,
    ImportedChannel,
    ImportedHolder,
    ImportedName,
    ImportedOffice,
    ImportedTitle,
    Options,
    Row,
    RowProblem,
    iso_date,
    mailbox,
    usable,
    web_form,
)

COLUMNS: Final = (
    *("key", "title", "organisation", "salutation", "address", "country", "division", "body"),
    *("language", "name", "given_name", "family_name", "gender", "party", "from", "until"),
    *("email", "web_form", "phone", "fax", "post", "embassy"),
)
_GENDER: Final = {"f": "f", "female": "f", "woman": "f", "m": "m", "male": "m", "man": "m"}
_LONGEST: Final = {"title": 160, "organisation": 160, "salutation": 160, "name": 120, "key": 120}


def read(content: bytes, options: Options) -> Iterator[Row]:
    """Give a row for each line. Raises FileUnusable."""
    for ours in options.columns:
        if ours not in COLUMNS:
            raise FileUnusable(f"There is no column {ours!r}; we know: {', '.join(COLUMNS)}.")
    for number, line in tables.read(content):
        tables.demand(line, *options.columns.values())
        named = _named(line, options)
        if "title" not in named:
            raise FileUnusable(
                "No column is the title of the office. Say which: --map title=Heading."
            )
        yield from _row(number, named, options)


def _named(line: tables.Line, options: Options) -> tables.Line:
    """Give the line by our names: the mapped columns, and those that are called so already."""
    same = {key.lower(): text for key, text in line.items() if key.lower() in COLUMNS}
    return same | {ours: line[theirs] for ours, theirs in options.columns.items()}


def _row(number: int, line: tables.Line, options: Options) -> Iterator[Row]:
    country = (line.get("country") or options.country).upper()
    language = line.get("language") or options.language or language_of(country)
    refused = list(_refused(number, line, country, language))
    since = iso_date(number, line.get("from", ""), "from")
    until = iso_date(number, line.get("until", ""), "until")
    channels = list(_channels(number, line))
    found = (since, until, *channels)
    yield from (*refused, *(one for one in found if isinstance(one, RowProblem)))
    if refused or isinstance(since, RowProblem) or isinstance(until, RowProblem):
        return
    yield ImportedOffice(
        row=number,
        key=f"table/{country.lower()}/{line.get('key') or line['title']}"[:200],
        country=country,
        language=language,
        division=line.get("division", ""),
        body=line.get("body", ""),
        titles=(
            ImportedTitle(
                language=language,
                title=line["title"],
                organisation=line.get("organisation", ""),
                salutation=line.get("salutation", ""),
                lines=tuple(filter(None, re.split(r"\s*[\n;]\s*", line.get("address", "")))),
            ),
        ),
        holder=_holder(line, language, since, until),
        channels=usable(channels),
    )


def _refused(number: int, line: tables.Line, country: str, language: str) -> Iterator[RowProblem]:
    """Say why the whole line cannot be used."""
    if not line["title"]:
        yield RowProblem(number, "title", "The office has no title; the row is left out.")
    if not re.fullmatch(r"[A-Z]{2}", country):
        yield RowProblem(number, "country", "Give the country in two letters, such as BY.")
    if not known(language):
        yield RowProblem(number, "language", f"{language[:20]!r} is no language that is known.")
    if not re.fullmatch(r"[a-z0-9-]{0,60}", line.get("body", "")):
        yield RowProblem(number, "body", "Write the body in small letters and hyphens.")
    for name, longest in _LONGEST.items():
        if len(line.get(name, "")) > longest:
            yield RowProblem(number, name, f"Longer than {longest} characters.")


def _holder(
    line: tables.Line, language: str, since: date | None, until: date | None
) -> ImportedHolder | None:
    if not line.get("name"):
        return None
    name = ImportedName(
        language=language,
        text=line["name"],
        given_name=line.get("given_name", "")[:80],
        family_name=line.get("family_name", "")[:80],
    )
    return ImportedHolder(
        names=(name,),
        gender=_GENDER.get(line.get("gender", "").lower(), ""),
        held_from=since,
        held_until=until,
        party=line.get("party", "")[:160],
    )


def _channels(number: int, line: tables.Line) -> Iterator[ImportedChannel | RowProblem]:
    """An office's own table gives addresses of the office, whoever holds it."""
    for value in filter(None, re.split(r"\s*[;|\s]\s*", line.get("email", ""))):
        judged = mailbox(number, value)
        if isinstance(judged, RowProblem):
            yield judged
        else:
            yield ImportedChannel(kind="email", value=judged.value, is_personal=False)
    if address := line.get("web_form"):
        form = web_form(number, address, "web_form")
        if isinstance(form, RowProblem):
            yield form
        else:
            yield ImportedChannel(kind="web-form", value=form.value, is_personal=False)
    for kind in ("phone", "fax", "post", "embassy"):
        if value := line.get(kind, ""):
            yield ImportedChannel(kind=kind, value=value[:250], is_personal=False)
