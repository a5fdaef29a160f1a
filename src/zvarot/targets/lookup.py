"""From a place to the divisions it lies in: a set, and a reason.

Pure and offline. A division is an Open Civic Data id such as ocd-division/country:us/state:ny.
Whoever asks has to have a next step for every reason: nobody is turned away.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from zvarot.targets.tables import VALID_UNTIL, by_code, districts_of, states, states_of

_ZIP: Final = re.compile(r"(\d{3})(\d{2})?(?:[- ]?\d{4})?")


class Reason(StrEnum):
    """Why the set is as it is."""

    FOUND = "found"  # one division, or the one set that belongs together
    MANY = "many"  # the place lies in several, and only the person knows in which
    NONE = "none"  # the tables do not know this place
    OUT_OF_AREA = "out-of-area"  # another country
    UNREADABLE = "unreadable"  # no place at all
    STALE = "stale"  # found, in tables that are older than the last election


@dataclass(frozen=True)
class Found:
    """divisions -- Open Civic Data ids; empty for a place without an elected office."""

    divisions: tuple[str, ...]
    reason: Reason


def us_states(
    *,
    country: str = "",
    region: str = "",
    postal_code: str = "",
    today: date | None = None,
) -> Found:
    """Return the state of somebody in the USA, by what they chose or by ZIP code.

    country -- ISO 3166-1; empty: not asked. region -- ISO 3166-2, wins over the code.
    postal_code -- ZIP, ZIP+4 or its first three digits. today -- when the tables are asked.
    Military codes have no division: their people vote where they come from.
    """
    by_iso = {state.iso: state for state in states() if state.iso}
    if region in by_iso:
        return _answer((by_iso[region].division,), today)
    if country not in {"", "US"}:
        return Found((), Reason.OUT_OF_AREA)
    code = _digits(postal_code)
    if code is None:
        return Found((), Reason.NONE if not postal_code.strip() else Reason.UNREADABLE)
    found = states_of(code)
    if not found:
        return Found((), Reason.NONE)
    divisions = (by_code()[one].division for one in found)
    return _answer(tuple(one for one in divisions if one), today)


def us_districts(postal_code: str, *, today: date | None = None) -> Found:
    """Return the congressional districts that a ZIP code touches."""
    code = _digits(postal_code)
    if code is None:
        return Found((), Reason.UNREADABLE)
    found = districts_of(code)
    if not found:
        return Found((), Reason.NONE)
    return _answer(tuple(_district(one) for one in found), today)


def senators(division: str) -> int:
    """Return how many senators a division elects; 0 for the district and the territories."""
    return next((state.senators for state in states() if state.division == division), 0)


def by_prefix(table: Mapping[str, Sequence[str]], postal_code: str) -> Found:
    """Return the divisions of the longest prefix in `table`, as for Canadian or British codes."""
    code = re.sub(r"[^0-9A-Z]", "", postal_code.upper())
    if not code:
        return Found((), Reason.UNREADABLE)
    for length in range(len(code), 0, -1):
        if found := tuple(table.get(code[:length], ())):
            return Found(found, Reason.MANY if len(found) > 1 else Reason.FOUND)
    return Found((), Reason.NONE)


def _digits(typed: str) -> str | None:
    found = _ZIP.fullmatch(typed.strip())
    return found[1] + (found[2] or "") if found else None


def _district(code: str) -> str:
    state, _, number = code.partition("-")
    division = by_code()[state].division
    return division if number == "0" else f"{division}/cd:{number}"


def _answer(divisions: tuple[str, ...], today: date | None) -> Found:
    if len(divisions) > 1:
        return Found(divisions, Reason.MANY)
    is_stale = today is not None and today >= VALID_UNTIL
    return Found(divisions, Reason.STALE if is_stale and divisions else Reason.FOUND)
