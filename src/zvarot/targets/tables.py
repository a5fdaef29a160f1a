"""The tables of places in the USA, read once.

ZIP codes and their congressional districts: Census block files of 2024-07-30, 119th Congress;
three-digit prefixes: the same, with the military and government ones of the postal service.
Sources and licences: NOTICE. Made by scripts/us_places.py.
"""

import csv
import gzip
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

# On this day the 120th Congress sits: districts, and who holds which seat, are other ones.
VALID_UNTIL: Final = date(2027, 1, 3)
# Census areas leave out these islands, and their prefixes belong to neighbours.
_ISLANDS: Final = (
    ("00801", "00851", "VI"),
    ("96799", "96799", "AS"),
    ("96910", "96932", "GU"),
    ("96950", "96952", "MP"),
)


@dataclass(frozen=True)
class State:
    """iso -- ISO 3166-2, such as US-NY. division -- Open Civic Data id; "" for the military.

    senators -- how many it elects: 2 or 0.
    """

    code: str
    name: str
    iso: str
    division: str
    senators: int


@cache
def states() -> tuple[State, ...]:
    """Return states, the district, territories and military codes, in their usual order."""
    text = (files("zvarot.targets") / "data" / "us-states.csv").read_text(encoding="utf-8")
    return tuple(
        State(
            code=row["code"],
            name=row["name"],
            iso=row["iso_3166_2"],
            division=row["ocd_division"],
            senators=int(row["senators"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def by_code() -> dict[str, State]:
    return {state.code: state for state in states()}


def districts_of(zip5: str) -> tuple[str, ...]:
    """Return the districts that a ZIP code touches, such as ("CA-20", "CA-23"); 0 is at large."""
    return tuple(_zip5().get(zip5, "").split())


def states_of(code: str) -> tuple[str, ...]:
    """Return the codes of the states in which a ZIP code or its first three digits lie."""
    if island := next((who for first, last, who in _ISLANDS if first <= code <= last), ""):
        return (island,)
    districts = districts_of(code)
    if districts:
        return tuple(dict.fromkeys(one.partition("-")[0] for one in districts))
    return tuple(_zip3().get(code[:3], "").split())


@cache
def _zip5() -> dict[str, str]:
    return _read("us-zip5.csv.gz")


@cache
def _zip3() -> dict[str, str]:
    return _read("us-zip3.csv.gz")


def _read(name: str) -> dict[str, str]:
    packed = (files("zvarot.targets") / "data" / name).read_bytes()
    lines = gzip.decompress(packed).decode("ascii").splitlines()
    return dict(line.split(",", 1) for line in lines)
