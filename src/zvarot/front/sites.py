"""The pages of the site that belong to no action: home, confirm, withdraw, and what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from zvarot.contract.site import Site
from zvarot.front.tag_lists import Days, with_lists
from zvarot.front.wire import NO_STORE, Reply, Wire

# Said in English, and only if the baked page of that name is missing.
_BARE: Final = {
    "not-found": "There is no page at this address.",
    "too-large": "This form is larger than we can take. Nothing was recorded.",
    "slow-down": "Please try again in a few minutes. Nothing was recorded.",
    "unavailable": "This is closed for a moment. Nothing was recorded. Please come back.",
    "closed": "This action takes no more signatures.",
}
_TOKEN_HOLE: Final = b"<!--[token]-->"
_CODE_HOLE: Final = b"<!--[code]-->"


@dataclass(frozen=True)
class SitePages:
    """bodies -- by language, then by the page's name."""

    site: Site
    bodies: Mapping[str, Mapping[str, bytes]]
    wire: Wire

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(code for code, _name, _way in self.site.languages)

    def body(self, lang: str, name: str) -> bytes | None:
        for candidate in (lang, self.site.default_lang):
            if (found := self.bodies.get(candidate, {}).get(name)) is not None:
                return found
        return None

    def reply(
        self, lang: str, name: str, *, status: int = 200, cache: str = NO_STORE, path: str = ""
    ) -> Reply:
        body = self.body(lang, name)
        if body is None:
            return self.wire.text(_BARE.get(name, _BARE["unavailable"]), status=status)
        return self.wire.page(body, status=status, cache=cache, path=path)

    def receipt(self, lang: str, days: Days, *, path: str) -> Reply:
        """Return the page on which the line of a receipt is looked for, with the lists of lines."""
        body = self.body(lang, "receipt")
        if body is None:
            return self.wire.text(_BARE["not-found"], status=404)
        return self.wire.reader(with_lists(body, days), path=path).steady()

    def confirm(self, lang: str, token: str) -> Reply:
        """Return the page with one button. Showing it changes nothing."""
        body = self.body(lang, "confirm")
        if body is None:
            return self.wire.text(_BARE["unavailable"], status=503)
        return self.wire.page(body.replace(_TOKEN_HOLE, token.encode()))

    def withdraw_again(self, lang: str, typed: str) -> Reply:
        """Return the page for a receipt's code, with the code that could not be read."""
        body = self.body(lang, "withdraw-again")
        if body is None:
            return self.reply(lang, "withdraw", status=422)
        return self.wire.page(body.replace(_CODE_HOLE, escape(typed).encode()), status=422)

    def lang_of(self, path: str, accept: str) -> str:
        """Return the language of an address, else the one the browser asks for first."""
        first = path[1:].partition("/")[0]
        if first in self.languages:
            return first
        for wanted in _asked_for(accept):
            if wanted in self.languages:
                return wanted
        return self.site.default_lang


def _asked_for(accept: str) -> list[str]:
    """Return the languages of an Accept-Language header, best first; "be-BY" also as "be"."""
    ranked = []
    for place, item in enumerate(accept[:200].split(",")):
        tag, _, weight = item.strip().partition(";q=")
        try:
            ranked.append((-float(weight or 1), place, tag.strip()))
        except ValueError:
            continue
    tags = [tag for _, _, tag in sorted(ranked)]
    return [name for tag in tags for name in (tag, tag.partition("-")[0].lower())]
