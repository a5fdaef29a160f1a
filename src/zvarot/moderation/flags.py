"""What a moderator should look at in a text before it is printed. Pure functions, no verdicts.

A flag is a hint: a person decides. So they find too much rather than too little, and a text that
has none may still be unfit.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from zvarot.moderation import names, wordlists
from zvarot.moderation.guessing import script_of_letter

LINK, EMAIL, PHONE, ADDRESS, MONEY = "link", "email", "phone", "address", "money"
NAMES, WORDS, LANGUAGE, LONG, HATE = "names", "words", "language", "long", "hate"
MIXED, SHOUTING, REPEATS = "mixed", "shouting", "repeats"
ALIKE, SUGGESTED, CLOSED = "alike", "suggested", "closed"
# In this order they are shown: what is likelier to hurt somebody first.
ALL: Final = (
    HATE,
    WORDS,
    LANGUAGE,
    LONG,
    NAMES,
    ADDRESS,
    PHONE,
    EMAIL,
    LINK,
    MONEY,
    MIXED,
    SHOUTING,
    REPEATS,
    ALIKE,
    SUGGESTED,
    CLOSED,
)

_EMAIL: Final = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]+|\S+\s?[(\[]\s?(?:at|a|ат)\s?[)\]]\s?\S+|@\s?\w+\s?\.\s?\w{2,}"
)
_HANDLE: Final = re.compile(r"(?<![\w@])@\w{3,}")
_SCHEME: Final = re.compile(
    r"(?:https?|ftp|tg)\s?:\s?//|\bwww\.|\b(?:t|vk|fb|wa)\.(?:me|com)\b", re.I
)
_PHONE: Final = re.compile(r"(?<!\w)\+?\(?\d(?:[\s().\-–/]{0,3}\d){6,16}(?!\w)")
_NO_PHONE: Final = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|(?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d|\d{1,3}(?:[ .]000)+"
)
_CARD: Final = re.compile(r"(?<!\w)\d(?:[ -]?\d){12,18}(?!\w)")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}\b")
_POST_CODE: Final = re.compile(r"(?<!\d)\d{5,6}(?!\d)[,.]?\s+[^\W\d_]|[^\W\d_],?\s+\d{6}(?!\d)")
_SIGN: Final = re.compile(r"[€$£₽¥₴₸₿]")
_NEAR: Final = 25  # characters between a street and its number
_WORD: Final = re.compile(r"[^\W\d_]+")
_SAME: Final = re.compile(r"([^\s.…_*=~-])\1{4,}")
_SAME_WORD: Final = re.compile(r"\b(\w+)(?:\W+\1\b){3,}")
_ALPHABETS: Final = frozenset({"Latn", "Cyrl", "Grek"})
_LEAST_CASED: Final = 12


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What is known beside the text. names -- that may be written: the recipient's, the writer's.

    hate -- words that hurt, a star at the end for any ending.
    """

    lang: str = ""
    names: tuple[str, ...] = ()
    hate: tuple[str, ...] = field(default=())


def of_text(text: str, expected: Expected) -> list[str]:
    """Return the flags of a text, in the order of ALL."""
    plain = unicodedata.normalize("NFKC", text)
    digits = "".join(_digit(char) for char in plain)
    found = {
        LINK: has_link(digits),
        EMAIL: bool(_EMAIL.search(digits)),
        PHONE: has_phone(digits),
        ADDRESS: has_address(digits),
        MONEY: has_money(digits),
        NAMES: bool(names.strangers(plain, expected.names, expected.lang)),
        HATE: wordlists.has(wordlists.fold(plain), expected.hate),
        MIXED: has_mixed_word(text),
        SHOUTING: is_shouting(plain),
        REPEATS: has_repeats(plain),
    }
    return ordered(code for code, is_found in found.items() if is_found)


def ordered(codes: Iterator[str]) -> list[str]:
    """Return codes as a row keeps them: known ones, once, in the order of ALL."""
    wanted = set(codes)
    return [code for code in ALL if code in wanted]


def has_link(text: str) -> bool:
    endings = "|".join(map(re.escape, wordlists.shipped()["endings"]))
    bare = re.compile(rf"(?<![\w@.])[\w-]{{2,}}(?:\.[\w-]+)*\.(?:{endings})(?![\w.])", re.I)
    return bool(_SCHEME.search(text) or _HANDLE.search(text) or bare.search(text))


def has_phone(text: str) -> bool:
    return any(
        7 <= sum(char.isdigit() for char in found) <= 15 and not _NO_PHONE.fullmatch(found)
        for found in (match.group(0).strip() for match in _PHONE.finditer(text))
    )


def has_address(text: str) -> bool:
    folded = wordlists.fold(text)
    streets = wordlists.pattern(tuple(wordlists.shipped()["street"]))
    for found in streets.finditer(folded):
        near = folded[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        if any(char.isdigit() for char in near):
            return True
    return bool(_POST_CODE.search(text))


def has_money(text: str) -> bool:
    folded = wordlists.fold(text)
    lists = wordlists.shipped()
    if _SIGN.search(text) or wordlists.has(folded, lists["money"]):
        return True
    codes = "|".join(lists["codes"])
    if re.search(rf"\d\s?(?:{codes})(?!\w)|(?<!\w)(?:{codes})\s?\d", folded):
        return True
    cards = ("".join(filter(str.isdigit, one.group(0))) for one in _CARD.finditer(text))
    return bool(_IBAN.search(text)) or any(map(_is_card, cards))


def has_mixed_word(text: str) -> bool:
    """Tell whether letters of two alphabets that look alike stand in one word."""
    return any(
        len(_ALPHABETS & {script_of_letter(char) for char in word}) > 1
        for word in _WORD.findall(text)
    )


def is_shouting(text: str) -> bool:
    cased = [char for char in text if char.isupper() or char.islower()]
    upper = sum(char.isupper() for char in cased)
    return "!!!" in text or (len(cased) >= _LEAST_CASED and upper > 0.6 * len(cased))


def has_repeats(text: str) -> bool:
    return bool(_SAME.search(text) or _SAME_WORD.search(text.casefold()))


def _is_card(digits: str) -> bool:
    """Check the last digit as card numbers do. Source: ISO/IEC 7812-1, annex B (Luhn)."""
    doubled = [
        sum(divmod(int(char) * (1 + place % 2), 10)) for place, char in enumerate(reversed(digits))
    ]
    return 13 <= len(digits) <= 19 and sum(doubled) % 10 == 0


def _digit(char: str) -> str:
    """Return a digit of any script as one of ours."""
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)
