"""How many live in which country, as the public may be told: large cells only, in large steps.

A cell below the limit stays among the others, and the others are told only from the limit on as
well. A cell that is told changes by at least STEP, so that two looks do not show one person. None
of this falls when somebody withdraws: by then their country is erased.
Source: docs/explain/counting.md
"""

from collections.abc import Mapping
from typing import Final

# From how many people on a country is told, by protection level; "nameless" tells none.
LEAST: Final[Mapping[str, int]] = {"standard": 10, "guarded": 50}
STEP: Final = 5
OTHERS: Final = ""  # the key of those whose country is not told


def told(totals: Mapping[str, int], before: Mapping[str, int], level: str) -> dict[str, int]:
    """Return what is told now: countries by code, and OTHERS.

    totals -- by country, of all who were counted and said where they live.
    before -- what was told last.
    """
    least = LEAST.get(level)
    if least is None:
        return {}
    large = {country: n for country, n in totals.items() if n >= least}
    others = sum(n for country, n in totals.items() if country not in large)
    wanted = {**large, OTHERS: others} if others >= least else large
    found = {}
    for cell in {*wanted, *before}:
        new, old = wanted.get(cell, 0), before.get(cell, 0)
        # What is below its limit now goes at once, whatever the step.
        value = new if abs(new - old) >= STEP or not new else old
        if value:
            found[cell] = value
    return found
