"""Members of the Congress of the United States, from `legislators-current.csv`.

One office is a seat: a class of a state's senators, or a district. Senators have no public e-mail
address but a form on their own page; where the list has none, the page itself is the way in.
"""

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
    iso_date,
    usable,
    web_form,
)
from zvarot.targets.tables import states

BODIES: Final = {"senate": "us-senate", "house": "us-house"}
_CAPITOL: Final = " Washington DC "
_GENDER: Final = {"F": "f", "M": "m"}


def read(content: bytes, options: Options) -> Iterator[Row]:
    """Give a row for each member. Raises FileUnusable."""
    for number, line in tables.read(content):
        tables.demand(line, "bioguide", "chamber", "state", "district", "full_name", "term_end")
        if line["chamber"] not in BODIES or line["state"] not in states():
            sentence = "The chamber or the state is not one of the United States."
            yield RowProblem(number, "chamber", sentence)
            continue
        yield from _member(number, line, options)


def _member(number: int, line: tables.Line, options: Options) -> Iterator[Row]:
    since = iso_date(number, line.get("term_start", ""), "term_start")
    until = iso_date(number, line["term_end"], "term_end")
    channels = list(_channels(number, line))
    yield from (one for one in (since, until, *channels) if isinstance(one, RowProblem))
    if isinstance(since, RowProblem) or isinstance(until, RowProblem):
        return
    if until and until < options.day:
        sentence = f"The term of {line['full_name']} ended on {until}; the list is older than that."
        yield RowProblem(number, "term_end", sentence)
    yield ImportedOffice(
        row=number,
        key=f"us/{_seat(line)}",
        country="US",
        language="en",
        division=line.get("ocd_division") or states()[line["state"]].division,
        body=BODIES[line["chamber"]],
        titles=(_title(line),),
        holder=ImportedHolder(
            names=(_name(line),),
            gender=_GENDER.get(line.get("gender", ""), ""),
            held_from=since,
            held_until=until,
            party=line.get("party", ""),
            identifiers=_identifiers(line),
        ),
        channels=usable(channels),
    )


def _seat(line: tables.Line) -> str:
    if line["chamber"] == "senate":
        return f"senate/{line['state']}/class-{line.get('senate_class') or line['bioguide']}"
    return f"house/{line['state']}/{line['district'] or '0'}"


def _title(line: tables.Line) -> ImportedTitle:
    state = states()[line["state"]].name
    if line["chamber"] == "senate":
        title, house = f"Senator for {state}", "United States Senate"
    else:
        number = line["district"]
        place = state if number in {"", "0"} else f"{state}, district {number}"
        title, house = f"Representative for {place}", "United States House of Representatives"
    kind = "Senator" if line["chamber"] == "senate" else "Representative"
    return ImportedTitle(
        language="en",
        title=title,
        organisation=house,
        salutation=f"Dear {kind} {{family_name}},",
        lines=_lines(line.get("address", "")),
        is_composed=True,
    )


def _lines(address: str) -> tuple[str, ...]:
    building, capitol, code = address.partition(_CAPITOL)
    return (building, f"Washington, DC {code}") if capitol else tuple(filter(None, [address]))


def _name(line: tables.Line) -> ImportedName:
    return ImportedName(
        language="en",
        text=line["full_name"],
        given_name=line.get("first", ""),
        family_name=line.get("last", ""),
    )


def _channels(number: int, line: tables.Line) -> Iterator[ImportedChannel | RowProblem]:
    name = "contact_form" if line.get("contact_form") else "url"
    if address := line.get(name):
        yield web_form(number, address, name)
    for kind in ("phone", "fax"):
        if value := line.get(kind):
            yield ImportedChannel(kind=kind, value=value)
    if address := line.get("address"):
        yield ImportedChannel(kind="post", value=address, is_personal=False)


def _identifiers(line: tables.Line) -> dict[str, str]:
    return {name: line[name] for name in ("bioguide", "wikidata") if line.get(name)}
