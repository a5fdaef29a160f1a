"""Names as lists write them: in capitals, in another script, with a country's own language."""

import re
import unicodedata
from typing import Final

from zvarot.offices.models import languages

# Where a country's list is written in another language, say so with the option.
_SPOKEN: Final = {
    "AT": "de", "BE": "nl", "BG": "bg", "BY": "be", "CA": "en", "CY": "el", "CZ": "cs",
    "DE": "de", "DK": "da", "EE": "et", "ES": "es", "FI": "fi", "FR": "fr", "GB": "en",
    "GR": "el", "HR": "hr", "HU": "hu", "IE": "en", "IR": "fa", "IT": "it", "LT": "lt",
    "LU": "fr", "LV": "lv", "MT": "en", "NL": "nl", "PL": "pl", "PT": "pt", "RO": "ro",
    "RU": "ru", "SE": "sv", "SI": "sl", "SK": "sk", "UA": "uk", "US": "en",
}  # fmt: skip
_NOT_LATIN: Final = {"be": "CYRILLIC", "uk": "CYRILLIC", "ru": "CYRILLIC", "bg": "CYRILLIC"} | {
    "el": "GREEK",
    "fa": "ARABIC",
}
_PARTICLES: Final = frozenset(
    ("da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el")
    + ("la", "le", "ten", "ter", "van", "von", "y", "zu")
)


def language_of(country: str) -> str:
    """Give the language of a country's officials; English if it is not known here."""
    return _SPOKEN.get(country, "en")


def known(language: str) -> bool:
    """Tell whether an office can have words in this language."""
    return language in {code for code, _name in languages()}


def fitting(language: str, text: str) -> str:
    """Give the language, or English where the text is not in that language's script."""
    script = _NOT_LATIN.get(language)
    if script is None:
        return language
    letters = [unicodedata.name(char, "") for char in text if char.isalpha()]
    return language if any(name.startswith(script) for name in letters) else "en"


def quiet(text: str) -> str:
    """Write a name that is all in capitals as people write it; leave any other as it is.

    >>> quiet("NÍ MHURCHÚ"), quiet("COTRIM DE FIGUEIREDO"), quiet("MCNAMARA"), quiet("McNamara")
    ('Ní Mhurchú', 'Cotrim de Figueiredo', 'McNamara', 'McNamara')
    """
    if any(char.islower() for char in text):
        return text
    return " ".join(_word(word) for word in text.split())


def _word(word: str) -> str:
    if word.lower() in _PARTICLES:
        return word.lower()
    lowered = re.sub(r"[^\W\d_]+", lambda found: found[0][0] + found[0][1:].lower(), word)
    return re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), lowered)
