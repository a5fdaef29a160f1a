"""The public count: its parts, its words, and `count.json`."""

import base64
import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

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

    def number(self, value: int) -> str:
        text = f"{value:,}".replace(",", self.group)
        if self.digits == "0123456789":
            return text
        return text.translate(str.maketrans("0123456789", self.digits))

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
        }

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


@lru_cache(maxsize=64)
def _plural(rule: str) -> Callable[[int], int]:
    function: Callable[[int], int] = gettext.c2py(rule)
    return function
