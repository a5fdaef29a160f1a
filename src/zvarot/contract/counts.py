"""The public count: its parts, its words, and `count.json`."""

import base64
import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

RISES_AT_PERCENT: Final = 80
_GOALS: Final = (100, 250, 500)
PART_NAMES: Final = ("confirmed", "unconfirmed", "paper", "partner")


@dataclass(frozen=True)
class Parts:
    """The count by class; each is a sum of ledger leaves."""

    confirmed: int = 0
    unconfirmed: int = 0
    paper: int = 0
    partner: int = 0

    @property
    def total(self) -> int:
        return self.confirmed + self.unconfirmed + self.paper + self.partner

    def to_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in PART_NAMES}

    @classmethod
    def from_json(cls, data: Mapping[str, int]) -> "Parts":
        return cls(**{name: int(data.get(name, 0)) for name in PART_NAMES})


@dataclass(frozen=True, kw_only=True)
class CountWords:
    """How one language says a count; baked, so that the front needs no catalogue.

    plural_rule -- gettext's plural expression, such as "n != 1".
    forms -- what follows the number ("person has signed", "people have signed"), by form.
    labels -- for each of PART_NAMES, its forms with `{n}` in them.
    digits -- the ten digits of the language; group -- what stands between thousands.
    show_from -- below this count the page invites instead of showing a number.
    goal -- says the next goal, with `{n}` in it; empty: none is shown.
    history -- words of the page that says how the number is made; see history_view.py.
    """

    plural_rule: str
    forms: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    empty: str
    how: str
    how_url: str
    group: str = ","
    digits: str = "0123456789"
    show_from: int = 1
    goal: str = ""
    history: Mapping[str, Any] = field(default_factory=dict)

    def number(self, value: int) -> str:
        return self.digits_of(f"{value:,}").replace(",", self.group)

    def digits_of(self, value: int | str) -> str:
        """Return the number in the language's digits, without marks between thousands."""
        if self.digits == "0123456789":
            return str(value)
        return str(value).translate(str.maketrans("0123456789", self.digits))

    def view(self, parts: Parts) -> dict[str, Any]:
        """Return what the template `count.html` draws.

        The widths of the bar are the numbers themselves; a gap of 3 units parts the parts.
        """
        return {
            "number": self.number(parts.total),
            "say": self._form(self.forms, parts.total),
            "is_empty": parts.total < self.show_from,
            "empty": self.empty,
            "how": self.how,
            "how_url": self.how_url,
            "parts": self._drawn(parts),
            "total": parts.total,
            "goal": self._goal(parts.total),
        }

    def _goal(self, total: int) -> dict[str, Any] | None:
        if not self.goal or total < self.show_from:
            return None
        wanted = goal(total)
        text = self.goal.replace("{n}", self.number(wanted))
        return {"n": wanted, "text": text, "done": total}

    def _drawn(self, parts: Parts) -> list[dict[str, Any]]:
        drawn: list[dict[str, Any]] = []
        at, gap = 0, max(1, parts.total // 200)
        for place, name in enumerate(PART_NAMES, 1):
            value = getattr(parts, name)
            if value <= 0:
                continue
            label = self._form(self.labels[name], value).replace("{n}", self.number(value))
            drawn.append({"cls": f"p{place}", "x": at, "n": value, "label": label, "name": name})
            at += value + gap
        return drawn

    def _form(self, forms: tuple[str, ...], n: int) -> str:
        return forms[min(_plural(self.plural_rule)(n), len(forms) - 1)]

    def to_json(self) -> dict[str, Any]:
        data = dict(vars(self))
        data["labels"] = {name: list(forms) for name, forms in self.labels.items()}
        data["forms"] = list(self.forms)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CountWords":
        labels = {name: tuple(forms) for name, forms in data["labels"].items()}
        return cls(**{**data, "labels": labels, "forms": tuple(data["forms"])})


def count_json(slug: str, parts: Parts, size: int, root: bytes) -> dict[str, Any]:
    """Return what `/<slug>/count.json` answers."""
    return {
        "action": slug,
        "count": parts.total,
        "parts": parts.to_json(),
        "checkpoint": {"size": size, "root": base64.b64encode(root).decode()},
    }


def goal(total: int) -> int:
    """Return the smallest goal of which less than four fifths are reached.

    A goal that somebody chooses can be chosen so that it is always nearly reached. Ours rises
    by a rule, and the page says by which.
    """
    scale = 1
    while True:
        for step in _GOALS:
            if total * 100 < step * scale * RISES_AT_PERCENT:
                return step * scale
        scale *= 10


@lru_cache(maxsize=64)
def _plural(rule: str) -> Callable[[int], int]:
    function: Callable[[int], int] = gettext.c2py(rule)
    return function
