"""A message of solidarity: who it reaches, what the place it goes to lets through, what was sent.

The form keeps it in the answer `message`; `route` says which way it may take. The rules of a
prison system are data: whoever reads messages there decides, and the form only warns.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from zvarot.lib.scripts import is_in_none_of
from zvarot.lib.stems import Stems
from zvarot.lib.text import graphemes

FIELD: Final = "message"
ROUTE: Final = "route"
MAX_CHARS: Final = 300  # of a message, as a reader counts, where nobody says otherwise


class Route(StrEnum):
    """Who receives a message."""

    PRISON = "prison"
    FAMILY = "family"
    LAWYER = "lawyer"
    KEPT = "kept"  # for the day of release


class Reach(StrEnum):
    """What the case record says of a route."""

    OPEN = "open"  # messages arrive
    UNCERTAIN = "uncertain"  # some are handed over, some are not
    IMPOSSIBLE = "impossible"  # nothing is handed over; a page may not promise it


@dataclass(frozen=True, kw_only=True)
class RouteLine:
    """One route of a case, as it was on a day.

    note -- what a writer should know of it, in the page's language.
    """

    route: Route
    reach: Reach
    note: str = ""
    checked_on: date | None = None

    def to_json(self) -> dict[str, Any]:
        on = self.checked_on.isoformat() if self.checked_on else None
        return {
            "route": self.route.value,
            "reach": self.reach.value,
            "note": self.note,
            "checked_on": on,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RouteLine":
        on = data.get("checked_on")
        return cls(
            route=Route(data["route"]),
            reach=Reach(data["reach"]),
            note=data.get("note", ""),
            checked_on=date.fromisoformat(on) if on else None,
        )


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """One batch of printed messages, as the page tells it.

    messages -- how many were in it. outcome -- "sent", "received", "returned", "answered".
    """

    number: int
    messages: int
    route: Route
    sent_on: date
    outcome: str = "sent"

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "route": self.route.value, "sent_on": self.sent_on.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "BatchLine":
        return cls(
            **{
                **data,
                "route": Route(data["route"]),
                "sent_on": date.fromisoformat(data["sent_on"]),
            }
        )


class Doubt(StrEnum):
    """Why a message may not be handed over."""

    LANGUAGE = "language"  # it is in none of those that are read there
    WORDS = "words"  # it holds words that stop letters there
    LENGTH = "length"  # it is longer than what is handed over


@dataclass(frozen=True, kw_only=True)
class Avoid:
    """Words that stop a letter.

    key -- short name of the topic, such as "politics". lang -- of the words. stems -- beginnings
    of words; "бог." is this very word (lib/stems.py). why -- a sentence, in the page's language.
    """

    key: str
    lang: str
    stems: tuple[str, ...]
    why: str = ""

    def found(self, text: str) -> tuple[str, ...]:
        """Return the words to avoid, as they stand in the text."""
        return self._stems.found(text)

    @cached_property
    def _stems(self) -> Stems:
        return Stems(self.stems)


@dataclass(frozen=True, kw_only=True)
class Warning:
    """One reason to doubt that a message is handed over. It is said, and refuses nothing.

    key -- tells this warning from others of the same text. words -- as they stand in the text.
    why -- the sentence of the rule; empty for language and length, which their numbers explain.
    """

    doubt: Doubt
    key: str
    words: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class MailRules:
    """What a prison system lets through, as somebody has published it.

    name -- of the system, in the page's language. languages -- BCP 47; empty: any.
    language_names -- the same for a reader. max_chars -- as a reader counts; 0: no limit known.
    who_may_write, address_form -- sentences. as_of -- the day on which the source said so.
    """

    name: str
    languages: tuple[str, ...] = ()
    language_names: tuple[str, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    max_chars: int = 0
    who_may_write: str = ""
    address_form: str = ""
    source: str = ""
    as_of: date | None = None

    def warnings(self, text: str) -> tuple[Warning, ...]:
        """Say why this text may not be handed over; nothing if no rule speaks against it.

        Words of a topic that are listed in several languages make one warning.
        """
        found: dict[str, Warning] = {}
        if is_in_none_of(text, self.languages):
            found["language"] = Warning(doubt=Doubt.LANGUAGE, key="language")
        if self.max_chars and graphemes(text) > self.max_chars:
            found["length"] = Warning(doubt=Doubt.LENGTH, key="length")
        for avoid in self.avoid:
            if words := avoid.found(text):
                key = f"words:{avoid.key}"
                known = found[key].words if key in found else ()
                both = tuple(dict.fromkeys((*known, *words)))
                found[key] = Warning(doubt=Doubt.WORDS, key=key, words=both, why=avoid.why)
        return tuple(found.values())

    def to_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "languages": list(self.languages),
            "language_names": list(self.language_names),
            "avoid": [{**asdict(one), "stems": list(one.stems)} for one in self.avoid],
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "MailRules":
        on = data.get("as_of")
        avoid = (Avoid(**{**one, "stems": tuple(one["stems"])}) for one in data["avoid"])
        return cls(
            **{
                **data,
                "languages": tuple(data["languages"]),
                "language_names": tuple(data["language_names"]),
                "avoid": tuple(avoid),
                "as_of": date.fromisoformat(on) if on else None,
            }
        )
