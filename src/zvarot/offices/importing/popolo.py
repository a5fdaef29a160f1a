"""Members of any parliament or government, from a Popolo file.

One office is a post if the file has posts, else one member's seat. Memberships of one person that
follow each other, as after a change of party, are one term.
Source: popoloproject.com; EveryPolitician's own `legislative_period_id` gives a term its dates.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from zvarot.offices.importing.names import fitting, known, language_of, quiet
from zvarot.offices.importing.rows import (
    MAX_BYTES,
    FileUnusable,
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

_KINDS: Final = {
    "phone": "phone",
    "voice": "phone",
    "cell": "phone",
    "fax": "fax",
    "email": "email",
    "address": "post",
}
_GENDER: Final = {"female": "f", "male": "m"}
_HOUSES: Final = ("legislature", "government", "executive", "ministry")
_NOBODY: Final = frozenset({"unknown", "N/A", ""})
Thing = dict[str, Any]


@dataclass(frozen=True)
class _File:
    """The lists of the file, by id."""

    persons: dict[str, Thing]
    organizations: dict[str, Thing]
    areas: dict[str, Thing]
    posts: dict[str, Thing]
    events: dict[str, Thing]
    memberships: list[Thing]


def read(content: bytes, options: Options) -> Iterator[Row]:
    """Give a row for each term. Needs the option `country`. Raises FileUnusable."""
    if not options.country:
        raise FileUnusable("A Popolo file does not say its country. Give it: --country BY.")
    file = _open(content)
    terms: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for membership in file.memberships:
        house = file.organizations.get(str(membership.get("organization_id")), {})
        if house.get("classification") in _HOUSES or membership.get("post_id"):
            seat = str(membership.get("post_id") or membership.get("organization_id"))
            terms[seat, str(membership.get("person_id"))].append(membership)
    if not terms:
        raise FileUnusable("The file has no memberships in a legislature or government.")
    for number, ((seat, person_id), memberships) in enumerate(terms.items(), start=1):
        if person_id not in file.persons:
            yield RowProblem(number, "person_id", "A membership is of a person not in the file.")
            continue
        try:
            rows = [*_term(number, file, seat, file.persons[person_id], memberships, options)]
        except (AttributeError, KeyError, TypeError):
            rows = [RowProblem(number, "person", "This person is not written as Popolo says.")]
        yield from rows


def _term(
    number: int, file: _File, seat: str, person: Thing, memberships: list[Thing], options: Options
) -> Iterator[Row]:
    last = max(memberships, key=lambda one: one.get("start_date") or "")
    since, until = _span(file, memberships)
    name = str(person.get("name") or "")
    if not name:
        yield RowProblem(number, "name", "This person has no name; the row is left out.")
        return
    if until and until < options.day:
        yield RowSkipped(number, f"{name} left on {until}.")
        return
    channels = list(_channels(number, person, last))
    yield from (one for one in channels if isinstance(one, RowProblem))
    house = file.organizations.get(str(last.get("organization_id")), {})
    key = f"post/{seat}" if last.get("post_id") else f"{seat}/{person['id']}"
    language = options.language or fitting(language_of(options.country), name)
    yield ImportedOffice(
        row=number,
        key=f"popolo/{options.country.lower()}/{key}",
        country=options.country,
        language=options.language or language_of(options.country),
        division=_division(file, last, options.country),
        body=f"{options.country.lower()}-{house.get('classification') or 'office'}",
        titles=(_title(file, last, house, language),),
        holder=ImportedHolder(
            names=_names(person, name, language),
            gender=_GENDER.get(str(person.get("gender") or ""), ""),
            held_from=since,
            held_until=until,
            party=_party(file, last),
            identifiers=_identifiers(person),
        ),
        channels=usable(channels),
    )


def _span(file: _File, memberships: list[Thing]) -> tuple[date | None, date | None]:
    starts, ends = [], []
    for one in memberships:
        period = file.events.get(str(one.get("legislative_period_id")), {})
        starts.append(_day(one.get("start_date") or period.get("start_date"), "-01-01"))
        ends.append(_day(one.get("end_date") or period.get("end_date"), "-12-28"))
    since = min((day for day in starts if day), default=None)
    until = None if None in ends else max(day for day in ends if day)
    return since, until


def _day(text: object, rest: str) -> date | None:
    """Read a Popolo date. What it lacks, its day or month and day, is taken from `rest`."""
    given = str(text or "")[:10]
    try:
        return date.fromisoformat(given + rest[len(given) - 4 :])
    except ValueError:
        return None


def _channels(number: int, *things: Thing) -> Iterator[ImportedChannel | RowProblem]:
    for thing in things:
        if thing.get("email"):
            yield mailbox(number, str(thing["email"]).strip())
        for detail in thing.get("contact_details") or ():
            kind = _KINDS.get(str(detail.get("type")))
            value = str(detail.get("value") or "").strip()
            if kind == "email":
                yield mailbox(number, value)
            elif kind and value:
                note = str(detail.get("note") or "")[:200]
                yield ImportedChannel(kind=kind, value=value[:250], note=note)


def _names(person: Thing, name: str, language: str) -> tuple[ImportedName, ...]:
    family = str(person.get("family_name") or "")
    given = str(person.get("given_name") or "")
    first = ImportedName(
        language=language, text=quiet(name)[:120], given_name=given[:80], family_name=family[:80]
    )
    found = {language: first}
    for other in person.get("other_names") or ():
        lang, text = str(other.get("lang") or ""), str(other.get("name") or "")
        if lang not in found and text and known(lang) and fitting(lang, text) == lang:
            found[lang] = ImportedName(language=lang, text=text[:120])
    return tuple(found.values())


def _title(file: _File, membership: Thing, house: Thing, language: str) -> ImportedTitle:
    post = file.posts.get(str(membership.get("post_id")), {})
    area = str(file.areas.get(str(membership.get("area_id")), {}).get("name") or "")
    role = str(post.get("label") or membership.get("role") or "member")
    role = role[0].upper() + role[1:]
    title = f"{role}, {area}" if area and not post else role
    return ImportedTitle(
        language=language,
        title=title if len(title) <= 160 else role[:160],
        organisation=str(house.get("name") or "")[:160],
        is_composed=True,
    )


def _division(file: _File, membership: Thing, country: str) -> str:
    area = file.areas.get(str(membership.get("area_id")), {})
    identifier = str(area.get("identifier") or area.get("id") or "")
    if identifier.startswith("ocd-division/") and len(identifier) <= 120:
        return identifier
    return f"ocd-division/country:{country.lower()}"


def _party(file: _File, membership: Thing) -> str:
    group = file.organizations.get(str(membership.get("on_behalf_of_id")), {})
    name = str(group.get("name") or "")
    return "" if name in _NOBODY else name[:160]


def _identifiers(person: Thing) -> dict[str, str]:
    given = {
        str(one["scheme"]): str(one["identifier"])
        for one in person.get("identifiers") or ()
        if one.get("scheme") and one.get("identifier")
    }
    return {**given, "popolo": str(person["id"])}


def _open(content: bytes) -> _File:
    if len(content) > MAX_BYTES:
        raise FileUnusable(f"The file is larger than {MAX_BYTES // 1_000_000} MB. Cut it in parts.")
    try:
        data = json.loads(content)
        lists = {
            name: {str(one["id"]): one for one in data.get(name) or ()}
            for name in ("persons", "organizations", "areas", "posts", "events")
        }
        return _File(**lists, memberships=[dict(one) for one in data["memberships"]])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise FileUnusable(
            "The file is not Popolo: it needs JSON with `persons` and `memberships`."
        ) from problem
