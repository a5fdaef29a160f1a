"""Members of the European Parliament, from `meps.csv`.

Seats have no number, so one office is one member's seat. Surnames come in capitals; Greece comes
as `gr`, and as `el` in lists that the Union itself makes.
"""

from collections.abc import Iterator
from typing import Final

from zvarot.offices.importing import tables
from zvarot.offices.importing.names import language_of, quiet
from zvarot.offices.importing.rows import (
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
)

BODY: Final = "eu-parliament"
_COUNTRY: Final = {"EL": "GR", "UK": "GB"}


def read(content: bytes, options: Options) -> Iterator[Row]:
    """Give a row for each member. Raises FileUnusable."""
    for number, line in tables.read(content):
        tables.demand(line, "epid", "country", "first_name", "last_name", "email")
        since = iso_date(number, line.get("since", ""), "since")
        channels = list(_channels(number, line))
        yield from (one for one in (since, *channels) if isinstance(one, RowProblem))
        yield ImportedOffice(
            row=number,
            key=f"eu/parliament/{line['epid']}",
            country=(country := _country(line["country"])),
            language=options.language or language_of(country),
            division=f"ocd-division/country:{country.lower()}",
            body=BODY,
            titles=(_title(line),),
            holder=ImportedHolder(
                names=(_name(line),),
                held_from=None if isinstance(since, RowProblem) else since,
                party=" / ".join(filter(None, (line.get("party"), line.get("eugroup"))))[:160],
                identifiers={"europarl": line["epid"]},
            ),
            channels=usable(channels),
        )


def _country(text: str) -> str:
    code = text.upper()
    return _COUNTRY.get(code, code)


def _title(line: tables.Line) -> ImportedTitle:
    office = f" (office {line['office']})" if line.get("office") else ""
    return ImportedTitle(
        language="en",
        title="Member of the European Parliament",
        organisation="European Parliament",
        salutation="Dear {name},",
        lines=(f"Rue Wiertz 60{office}", "1047 Brussels", "Belgium"),
        is_composed=True,
    )


def _name(line: tables.Line) -> ImportedName:
    given, family = line["first_name"], quiet(line["last_name"])
    return ImportedName(
        language="en", text=f"{given} {family}", given_name=given, family_name=family
    )


def _channels(number: int, line: tables.Line) -> Iterator[ImportedChannel | RowProblem]:
    if not line["email"]:
        yield RowProblem(number, "email", "This member has no e-mail address.")
    for value in filter(None, line["email"].split("|")):
        yield mailbox(number, value.strip())
    for value in filter(None, line.get("phone", "").split("|")):
        yield ImportedChannel(kind="phone", value=f"+{value[2:]}" if value[:2] == "00" else value)
