"""How an office is addressed in one language on one day."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from zvarot.offices.models import Holder, HolderName, Office, OfficeTitle

_Row = TypeVar("_Row", OfficeTitle, HolderName)


@dataclass(frozen=True, kw_only=True)
class Addressing:
    """The words of an address, ready to print.

    block -- lines of the address: holder if known, office, organisation, place.
    """

    office: str
    holder: str
    organisation: str
    salutation: str
    lines: tuple[str, ...]
    as_of: date | None

    @property
    def block(self) -> tuple[str, ...]:
        parts = (self.holder, self.office, self.organisation, *self.lines)
        return tuple(part for part in parts if part)


def addressing(office: Office, language: str, day: date) -> Addressing:
    """Address the office in that language; in its first language if it has no words in it."""
    title = _in(list(office.titles.all()), language)
    holder = holder_on(office, day)
    name = _in(list(holder.names.all()), language) if holder else None
    return Addressing(
        office=title.title if title else office.slug,
        holder=name.text if name else "",
        organisation=title.organisation if title else "",
        salutation=_salutation(title, holder, name) if title else "",
        lines=tuple(title.lines.splitlines()) if title else (),
        as_of=holder.as_of if holder else None,
    )


def holder_on(office: Office, day: date) -> Holder | None:
    """Give who holds the office on that day; None if vacant or not known."""
    holders = [one for one in office.holders.all() if _holds(one, day)]
    return holders[-1] if holders else None


def _salutation(title: OfficeTitle, holder: Holder | None, name: HolderName | None) -> str:
    """Greet the holder by grammatical gender; without what that needs, greet the office."""
    gender = holder.gender if holder else ""
    own = {Holder.Gender.WOMAN: title.salutation_f, Holder.Gender.MAN: title.salutation_m}
    wordings = (own.get(Holder.Gender(gender), ""), title.salutation)
    return next((filled for each in wordings if (filled := _filled(each, name))), "")


def _filled(wording: str, name: HolderName | None) -> str:
    """Put the holder's name in; nothing at all if a part of the name is not known."""
    known = {
        "{name}": name.text if name else "",
        "{given_name}": name.given_name if name else "",
        "{family_name}": name.family_name if name else "",
    }
    for hole, text in known.items():
        if hole in wording and not text:
            return ""
        wording = wording.replace(hole, text)
    return wording


def _holds(holder: Holder, day: date) -> bool:
    has_come = holder.held_from is None or holder.held_from <= day
    has_left = holder.held_until is not None and holder.held_until < day
    return has_come and not has_left


def _in(rows: list[_Row], language: str) -> _Row | None:
    wanted = [row for row in rows if row.language == language]
    return next(iter(wanted or rows), None)
