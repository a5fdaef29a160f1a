"""The tables of the United States as they are shipped; read once, when first asked for.

Made by `scripts/us_tables.py`; where the figures come from and under which terms is in NOTICE.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

# The 120th Congress: other senators, and other districts in the states that drew them anew.
US_VALID_UNTIL: Final = date(2027, 1, 3)
NOWHERE: Final = "-"
_DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True)
class State:
    """A state, the district, a territory, or one of the three codes of military mail.

    senators -- how many it has: 2 or 0.
    """

    code: str
    name: str
    kind: str
    senators: int
    iso: str
    division: str


@cache
def states() -> dict[str, State]:
    """Give every state by its two letters."""
    with (_DATA / "us-states.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: _state(row) for row in csv.DictReader(file)}


@cache
def zips() -> dict[str, str]:
    """Give for each ZIP its districts in one word: `NY10+NY12`; 0 is a state's only one."""
    return dict(_zips())


@cache
def prefixes() -> dict[str, str]:
    """Give for each first three digits of a ZIP its states in one word, the main one first."""
    return dict(line.split() for line in _lines("us-zip3.txt"))


def _state(row: dict[str, str]) -> State:
    code = row["code"]
    return State(
        code=code,
        name=row["name"],
        kind=row["kind"],
        senators=int(row["senators"]),
        iso=row["iso_3166_2"] or f"US-{code}",
        # Open Civic Data has no divisions for military mail; these are ours, in its form.
        division=row["ocd_division"] or f"ocd-division/country:us/military:{code.lower()}",
    )


def _zips() -> Iterator[tuple[str, str]]:
    known: dict[str, str] = {}  # the same word is kept once
    for line in _lines("us-zip.txt"):
        zip3, *groups = line.split()
        for group in groups:
            code, _, ends = group.partition(":")
            code = known.setdefault(code, code)
            for at in range(0, len(ends), 2):
                yield zip3 + ends[at : at + 2], code


def _lines(name: str) -> list[str]:
    return (_DATA / name).read_text(encoding="ascii").splitlines()
