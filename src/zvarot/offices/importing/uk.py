"""Members of the British House of Commons, from `mp_lookup.csv` of the Department for Education.

One office is a constituency. `No email found` stands for a missing address, ` / ` between several.
"""

import re
from collections.abc import Iterator
from typing import Final

from zvarot.offices.importing import tables
from zvarot.offices.importing.rows import (
    ImportedChannel,
    ImportedHolder,
    ImportedName,
    ImportedOffice,
    ImportedTitle,
    Options,
    Row,
    RowProblem,
    RowSkipped,
    mailbox,
    usable,
)

BODY: Final = "uk-commons"
_NONE: Final = frozenset({"", "No email found", "Not applicable", "z"})
_HONOURS: Final = re.compile(r"^(?:(?:Rt Hon|Sir|Dame|Dr|Mr|Mrs|Ms|Miss|Lord|Lady|Baroness) )+")
_WOMAN: Final = re.compile(r"\b(?:Dame|Mrs|Ms|Miss|Lady)\b")
_MAN: Final = re.compile(r"\b(?:Sir|Mr)\b")


def read(content: bytes, _options: Options) -> Iterator[Row]:
    """Give a row for each constituency. Raises FileUnusable."""
    for number, line in tables.read(content):
        tables.demand(line, "pcon_name", "pcon_code", "member_id", "display_as", "member_email")
        if line["display_as"] in _NONE:
            yield RowSkipped(number, f"{line['pcon_name']} has no member at present.")
            continue
        channels = list(_channels(number, line["member_email"]))
        yield from (one for one in channels if isinstance(one, RowProblem))
        if not usable(channels):
            sentence = f"{line['display_as']} has no e-mail address; write by post to the House."
            yield RowProblem(number, "member_email", sentence)
        yield _office(number, line, usable(channels))


def _office(
    number: int, line: tables.Line, channels: tuple[ImportedChannel, ...]
) -> ImportedOffice:
    formal = line.get("full_title") or line["display_as"]
    return ImportedOffice(
        row=number,
        key=f"uk/commons/{line['pcon_code']}",
        country="GB",
        language="en",
        # Open Civic Data has no ids for constituencies after 2010; the code of the statistical
        # office takes the place of the name.
        division=f"ocd-division/country:gb/pcon:{line['pcon_code'].lower()}",
        body=BODY,
        titles=(
            ImportedTitle(
                language="en",
                title=f"Member of Parliament for {line['pcon_name']}",
                organisation="House of Commons",
                salutation="Dear {name},",
                lines=("House of Commons", "London SW1A 0AA"),
                is_composed=True,
            ),
        ),
        holder=ImportedHolder(
            names=(_name(line["display_as"]),),
            gender="f" if _WOMAN.search(formal) else "m" if _MAN.search(formal) else "",
            party=line.get("party_text", ""),
            identifiers={"uk-parliament": line["member_id"]},
        ),
        channels=(*channels, _HOUSE),
        identifiers={"gss": line["pcon_code"]},
    )


_HOUSE: Final = ImportedChannel(
    kind="post", value="House of Commons, London SW1A 0AA", is_personal=False
)


def _name(display: str) -> ImportedName:
    given, _, family = _HONOURS.sub("", display).partition(" ")
    return ImportedName(language="en", text=display, given_name=given, family_name=family)


def _channels(number: int, text: str) -> Iterator[ImportedChannel | RowProblem]:
    for value in text.split(" / "):
        if value.strip() not in _NONE:
            yield mailbox(number, value.strip())
