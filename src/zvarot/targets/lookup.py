"""Say in which divisions a place lies: by state, postal code, or its beginning. Asks nobody.

A division is an Open Civic Data id, such as `ocd-division/country:us/state:ny`; offices carry the
same ids. No answer is an error: the reason says what to tell the supporter, and the rest of the
action goes on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from zvarot.targets import tables

US: Final = "US"
_ZIP: Final = re.compile(r"\d{3}(?:\d{2}(?:[- ]?\d{4})?)?", re.ASCII)


class Reason(StrEnum):
    """What became of a look-up."""

    FOUND = "found"
    MANY = "many"  # the place lies in several: let the supporter choose
    NONE = "none"
    OUT_OF_AREA = "out-of-area"  # a place in another country
    UNREADABLE = "unreadable"  # not a postal code at all
    STALE = "stale"  # the divisions are those of the past


@dataclass(frozen=True)
class Found:
    """The divisions of a place, and how sure that is."""

    divisions: tuple[str, ...]
    reason: Reason


def us_states(
    *, country: str = "", region: str = "", postal_code: str = "", today: date | None = None
) -> Found:
    """Find the state. What was picked from a list of states wins over the ZIP.

    region -- ISO 3166-2, such as US-NY.
    postal_code -- ZIP, ZIP+4, or a ZIP's first three digits.
    today -- after the tables' last day, the reason is STALE.
    """
    country, region = country.strip().upper(), region.strip().upper()
    own = tables.states().get(country)  # territories also have country codes: PR, GU
    if country not in {"", US} and (own is None or own.kind != "territory"):
        return Found((), Reason.OUT_OF_AREA)
    if region or (own and not postal_code.strip()):
        return _fresh(_by_region(region or f"{US}-{country}"), today)
    return _fresh(_by_zip(postal_code), today)


def us_districts(postal_code: str, *, today: date | None = None) -> Found:
    """Find the congressional districts that a ZIP touches.

    A state with one seat is its own district: its id is the state's.
    """
    zip_code = _zip(postal_code)
    if zip_code is None:
        return Found((), Reason.UNREADABLE)
    return _fresh(_districts(tables.zips().get(zip_code[:5], tables.NOWHERE)), today)


def senators(division: str) -> int:
    """Say how many senators the division has: two, or none."""
    return _senators().get(division, 0)


def by_prefix(table: Mapping[str, Sequence[str]], postal_code: str) -> Found:
    """Find the divisions of the longest beginning of the code that the table has.

    For British outward codes and Canadian sorting areas. Keys are written in capitals, without
    spaces.
    """
    code = "".join(postal_code.split()).upper()
    if not re.fullmatch(r"[A-Z0-9-]{1,12}", code):
        return Found((), Reason.UNREADABLE)
    for length in range(len(code), 0, -1):
        if (divisions := table.get(code[:length])) is not None:
            return _found(divisions)
    return Found((), Reason.NONE)


def _by_region(region: str) -> Found:
    if not region.startswith(f"{US}-"):
        return Found((), Reason.OUT_OF_AREA)
    state = tables.states().get(region.removeprefix(f"{US}-"))
    return _found([state.division] if state else [])


def _by_zip(postal_code: str) -> Found:
    if not postal_code.strip():
        return Found((), Reason.NONE)
    zip_code = _zip(postal_code)
    if zip_code is None:
        return Found((), Reason.UNREADABLE)
    word = tables.zips().get(zip_code[:5]) or tables.prefixes().get(zip_code[:3], tables.NOWHERE)
    return _states(word)


def _zip(text: str) -> str | None:
    return text.strip() if _ZIP.fullmatch(text.strip()) else None


@cache
def _states(word: str) -> Found:
    """`MA4+RI1` or `MA+RI`; there are about a thousand such words."""
    codes = (part[:2] for part in word.split("+") if part != tables.NOWHERE)
    return _found([tables.states()[code].division for code in codes])


@cache
def _districts(word: str) -> Found:
    parts = [part for part in word.split("+") if part != tables.NOWHERE]
    return _found([_district(part[:2], part[2:]) for part in parts])


def _district(code: str, number: str) -> str:
    division = tables.states()[code].division
    return division if number == "0" else f"{division}/cd:{number}"


@cache
def _senators() -> dict[str, int]:
    return {state.division: state.senators for state in tables.states().values()}


def _found(divisions: Sequence[str]) -> Found:
    unique = tuple(dict.fromkeys(divisions))
    if not unique:
        return Found((), Reason.NONE)
    return Found(unique, Reason.FOUND if len(unique) == 1 else Reason.MANY)


def _fresh(found: Found, today: date | None) -> Found:
    if today is None or today < tables.US_VALID_UNTIL or not found.divisions:
        return found
    return Found(found.divisions, Reason.STALE)
