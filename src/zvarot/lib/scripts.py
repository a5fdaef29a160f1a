"""Which script a letter belongs to, and whether a text can be in one of some languages at all.

It never tells in which language a text is. It only tells what cannot be: Latin words where
Belarusian and Russian are read, or the Ukrainian ї among them. Source of the scripts: the first
word of a character's name in Unicode. Source of the alphabets: the official ones of 2024.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

LATIN: Final = "LATIN"
CYRILLIC: Final = "CYRILLIC"

# Languages that are not written in Latin letters, by script.
_BY_SCRIPT: Final = {
    CYRILLIC: "ab ba be bg cv kk ky mk mn os ru sr tg tt uk",
    "ARABIC": "ar arz ckb fa ks ps sd ug ur",
    "HEBREW": "he yi",
    "GREEK": "el",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "DEVANAGARI": "hi mr ne sa",
    "BENGALI": "as bn",
    "TAMIL": "ta",
    "THAI": "th",
    "ETHIOPIC": "am ti",
    "MYANMAR": "my",
    "KHMER": "km",
    "TIBETAN": "bo dz",
    "HANGUL": "ko",
    "CJK": "ja ko zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
}
_ALPHABETS: Final = {
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
_WORD: Final = re.compile(r"[^\W\d_]+")


def is_in_none_of(text: str, languages: Iterable[str]) -> bool:
    """Tell whether this text is surely in none of these languages (BCP 47; none: any will do).

    It is not if more words are written in scripts of other languages than in theirs, so that a
    name or two may be. And it is not if it has a letter of their script that none of their
    alphabets has, as far as we know their alphabets. A text without letters can be anything.
    """
    known = tuple(languages)
    if not known:
        return False
    scripts = scripts_of(known)
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    theirs = [word for word in words if _script(word[0]) in scripts]
    return 2 * len(theirs) < len(words) or not _letters_fit("".join(theirs), known)


def scripts_of(languages: Iterable[str]) -> frozenset[str]:
    """Return the scripts that these languages are written in."""
    return frozenset(script for lang in languages for script in _scripts_of(lang.lower()))


def _scripts_of(lang: str) -> list[str]:
    base, _, rest = lang.partition("-")
    if rest.startswith("latn"):
        return [LATIN]
    return [script for script, langs in _BY_SCRIPT.items() if base in langs.split()] or [LATIN]


def _letters_fit(text: str, languages: tuple[str, ...]) -> bool:
    here = [lang.partition("-")[0] for lang in languages if CYRILLIC in scripts_of([lang])]
    if not here or not set(here) <= _ALPHABETS.keys():
        return True
    letters = {letter for lang in here for letter in _ALPHABETS[lang]}
    return all(char in letters for char in set(text) if _script(char) == CYRILLIC)


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]
