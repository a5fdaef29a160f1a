"""One language: its translations, plurals, dates, numbers, lists and country names.

Catalogues are read from `.po` files as they are; nothing has to be compiled. The front does not
use this: what it shows was put into words when the page was baked.
"""

import gettext
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from babel import Locale, dates, lists, numbers
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SOURCE: Final = "en"
_REGIONS: Final = {"en": "en-001"}  # the English of the world: 10 December 2026
_LATIN: Final = "0123456789"
# CLDR writes Latin digits in Arabic; our look does not (Arabic-Indic; in Persian its own).
_DIGITS: Final = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹"}
_GROUP: Final = "٬"  # between thousands where those are written
_ROOT: Final = Path(__file__).parent.parent
# Not states that a person lives in, and codes that CLDR keeps for groups of states.
_NO_COUNTRY: Final = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "DG", "EA"})
_NO_COUNTRY_TOO: Final = frozenset({"IC", "TA", "AQ", "BV", "HM", "CQ"})


class Words:
    """The words of one language. Unknown texts come back in English."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.locale = Locale.parse(_REGIONS.get(lang, lang).replace("-", "_"))

    @property
    def dir(self) -> str:
        return self.locale.text_direction

    @property
    def name(self) -> str:
        """The language's own name, with a capital."""
        plain = Locale.parse(self.lang.replace("-", "_"))
        own = plain.get_display_name(plain) or self.lang
        return own[:1].upper() + own[1:]

    def gettext(self, text: str) -> str:
        found = self._texts.get(text)
        return found if isinstance(found, str) and found else text

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        forms = self.forms(singular, plural)
        return forms[min(self._plural_of(n), len(forms) - 1)]

    def forms(self, singular: str, plural: str) -> tuple[str, ...]:
        """All plural forms, in the order of `plural_rule`."""
        found = self._texts.get(singular)
        if isinstance(found, tuple) and all(found):
            return found
        return (singular, plural)

    @cached_property
    def plural_rule(self) -> str:
        """gettext's expression: the number of the form for `n`."""
        if self.lang == SOURCE or not self._catalogues:
            return "n != 1"
        rule: str = self._catalogues[0].plural_expr
        return rule.strip("()")

    def number(self, value: int) -> str:
        said = numbers.format_decimal(value, locale=self.locale)
        return self._in_own_digits(said.replace(self._latin_group, self.group))

    def date(self, day: date) -> str:
        return self._in_own_digits(dates.format_date(day, format="long", locale=self.locale))

    def join(self, items: Sequence[str]) -> str:
        return lists.format_list(list(items), locale=self.locale)

    @property
    def group(self) -> str:
        """What stands between thousands."""
        return _GROUP if self.digits != _LATIN else self._latin_group

    @property
    def digits(self) -> str:
        """The ten digits, from zero on."""
        return _DIGITS.get(self.locale.language, _LATIN)

    def countries(self) -> tuple[tuple[str, str], ...]:
        """(ISO 3166-1 code, name) by name; CLDR, with Kosovo as XK."""
        return self._countries

    @property
    def _latin_group(self) -> str:
        symbol: str = self.locale.number_symbols["latn"]["group"]
        return symbol

    def _in_own_digits(self, text: str) -> str:
        return text.translate(str.maketrans(_LATIN, self.digits))

    @cached_property
    def _countries(self) -> tuple[tuple[str, str], ...]:
        left_out = _NO_COUNTRY | _NO_COUNTRY_TOO
        named = [
            (code, name)
            for code, name in self.locale.territories.items()
            if len(code) == 2 and code.isalpha() and code not in left_out
        ]
        return tuple(sorted(named, key=lambda pair: _sort_key(pair[1])))

    @cached_property
    def _catalogues(self) -> list[Catalog]:
        own = self.lang.replace("-", "_")
        found = sorted(_ROOT.glob(f"kinds/*/locale/{own}/LC_MESSAGES/*.po"))
        paths = [_ROOT / "locale" / own / "LC_MESSAGES" / "zvarot.po", *found]
        return [_read(path, own) for path in paths if path.exists()]

    @cached_property
    def _texts(self) -> dict[str, str | tuple[str, ...]]:
        found: dict[str, str | tuple[str, ...]] = {}
        for catalogue in reversed(self._catalogues):
            for message in catalogue:
                if not message.id or message.fuzzy or not message.string:
                    continue
                key = message.id if isinstance(message.id, str) else message.id[0]
                text = message.string
                found[key] = text if isinstance(text, str) else tuple(text)
        return found

    @cached_property
    def _plural_of(self) -> Callable[[int], int]:
        rule: Callable[[int], int] = gettext.c2py(self.plural_rule)
        return rule


@lru_cache(maxsize=32)
def words(lang: str) -> Words:
    """Return the words of a language, read once."""
    return Words(lang)


def _read(path: Path, lang: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def _sort_key(name: str) -> str:
    """Order names as a reader looks for them: accents do not count, nor does case."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return plain.replace("і", "и")  # Unicode puts the Belarusian і behind я
