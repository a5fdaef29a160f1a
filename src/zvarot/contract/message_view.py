"""What a form for messages needs beside its questions, and what it draws of it: plain data.

A message takes the first way of its page by itself. If the rules of the prison speak against it,
the form comes back once, says why, and leaves the choice to the writer: change it, choose another
way, or send it all the same. Nothing is kept before that choice.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from zvarot.contract.message import (
    FIELD,
    ROUTE,
    Doubt,
    MailRules,
    Route,
    RouteLine,
    Warning,
)
from zvarot.lib.text import normalised

WAY: Final = "way"  # a way chosen after a warning, by its button
WARNED: Final = "warned"  # the keys of the warnings that its writer has read


@dataclass(frozen=True, kw_only=True)
class Line:
    """A suggested sentence. meaning -- the same in the page's language, if it is another one."""

    text: str
    lang: str
    dir: str = "ltr"
    meaning: str = ""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How the messages of one page travel, in its language.

    routes -- the ways of this page, the usual one first; none of them is impossible.
    lines -- to begin with. asks_route -- the form asks which way. source -- of the rules, with its
    day, as a reader sees it.
    """

    routes: tuple[RouteLine, ...]
    rules: MailRules | None = None
    lines: tuple[Line, ...] = ()
    asks_route: bool = False
    source: str = ""

    def route_of(self, raw: Mapping[str, str]) -> str:
        """Return the way that a posted form asks for; by itself it takes the usual one."""
        asked = self.chosen_after_warning(raw) or raw.get(ROUTE, "")
        return asked or ("" if self.asks_route else self.routes[0].route.value)

    def chosen_after_warning(self, raw: Mapping[str, str]) -> str:
        """Return the way of the button that was pressed below a warning, or nothing."""
        way = raw.get(WAY, "")
        return way if any(way == line.route for line in self.routes) else ""

    def warnings(self, text: str, route: str) -> tuple[Warning, ...]:
        """Say why this text may not arrive that way: only a prison has rules."""
        if self.rules is None or route != Route.PRISON:
            return ()
        return self.rules.warnings(text)

    def unread_warnings(self, raw: Mapping[str, str], text: str) -> tuple[Warning, ...]:
        """Return the warnings that stand in the way: none if the writer has read and decided."""
        found = self.warnings(text, self.route_of(raw))
        has_decided = bool(self.chosen_after_warning(raw))
        if has_decided and {one.key for one in found} <= set(raw.get(WARNED, "").split()):
            return ()
        return found

    def with_line(self, raw: Mapping[str, str]) -> dict[str, str]:
        """Return the form with the suggested line of the pressed button at the end of the text."""
        filled = dict(raw)
        number = filled.pop("line", "")
        if number.isascii() and number.isdecimal() and len(number) < 3:
            chosen = [line.text for line in self.lines[int(number) : int(number) + 1]]
            parts = [filled.get(FIELD, "").rstrip(), *chosen]
            filled[FIELD] = " ".join(part for part in parts if part)
        return filled

    def to_json(self) -> dict[str, Any]:
        return {
            "routes": [line.to_json() for line in self.routes],
            "rules": self.rules.to_json() if self.rules else None,
            "lines": [asdict(line) for line in self.lines],
            "asks_route": self.asks_route,
            "source": self.source,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Mail":
        return cls(
            routes=tuple(RouteLine.from_json(one) for one in data["routes"]),
            rules=MailRules.from_json(data["rules"]) if data["rules"] else None,
            lines=tuple(Line(**one) for one in data["lines"]),
            asks_route=data["asks_route"],
            source=data["source"],
        )


def message_view(
    mail: Mail, base: Mapping[str, Any], raw: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return `f.mail` for form.html.

    base -- LanguageView.form_view; its `words` hold MESSAGE_WORDS. raw -- what was posted; the
    warnings are drawn if it says that they are to be read.
    """
    typed = raw or {}
    route = mail.route_of(typed)
    is_warned = WARNED in typed
    found = mail.warnings(normalised(typed.get(FIELD, "")), route) if is_warned else ()
    return {
        "lines": [{"number": at, **asdict(line)} for at, line in enumerate(mail.lines)],
        "route": typed.get(ROUTE, ""),
        "asks": mail.asks_route and not found,
        "doubts": [_doubt(one, mail, base["words"]) for one in found],
        "warned": " ".join(one.key for one in found),
        "source": mail.source,
        "ways": [_way(line, base["words"]) for line in mail.routes if line.route != route],
        "same": [_way(line, base["words"]) for line in mail.routes if line.route == route],
    }


def _doubt(warning: Warning, mail: Mail, words: Mapping[str, str]) -> dict[str, Any]:
    rules = mail.rules or MailRules(name="")
    says = {
        Doubt.LANGUAGE: words["doubt_language"].replace(
            "{languages}", ", ".join(rules.language_names or rules.languages)
        ),
        Doubt.LENGTH: words["doubt_length"].replace("{max}", str(rules.max_chars)),
        Doubt.WORDS: warning.why or words["doubt_words"],
    }
    return {"words": list(warning.words), "says": says[warning.doubt]}


def _way(line: RouteLine, words: Mapping[str, str]) -> dict[str, str]:
    return {
        "value": line.route.value,
        "send": words[f"send_{line.route.value}"],
        "note": line.note or words[f"reach_{line.reach.value}"],
    }
