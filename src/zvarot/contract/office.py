"""Whom we write to, as a letter or a list carries it: a copy, as it was at that moment."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """An office and who holds it, in one language.

    office -- title of the office, such as "Minister of Foreign Affairs of Belarus".
    holder -- name of the person, empty if vacant or not named.
    salutation -- how a letter begins.
    lines -- postal address, a line each.
    """

    office: str
    holder: str = ""
    salutation: str = ""
    lines: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "lines": list(self.lines)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Addressee":
        return cls(**{**data, "lines": tuple(data.get("lines", ()))})
