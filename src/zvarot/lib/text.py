"""Hygiene of typed text: what may pass, in any script, and how long it is for a reader.

Names of real people pass whatever their script; characters that reorder, hide or break text
do not. A plain path answers for common text without looking at each character.
Source of the character classes: Unicode general categories and bidi control characters.
"""

import re
import unicodedata
from typing import Final

# Latin, Greek and Cyrillic letters that exist precomposed, digits and everyday punctuation.
_PLAIN_LINE: Final = re.compile(r"[ -~¡-¬®-ʯͰ-͵ͺ-ͿΆ-ҁҊ-ԯ‐-―‘-„…€№]*")
_FORBIDDEN: Final = frozenset(
    [
        *map(chr, range(0x202A, 0x202F)),  # bidi embeddings and overrides
        *map(chr, range(0x2066, 0x206A)),  # bidi isolates
        *"\u200e\u200f\u061c",  # bidi marks
        "\u200b",  # zero width space
        "\u2060",  # word joiner
        "\ufeff",  # byte order mark
        "\u2028",
        "\u2029",
        "\u115f",
        "\u1160",
        "\u3164",  # fillers that look like nothing
        *map(chr, range(0xE0000, 0xE0080)),  # tags
    ]
)
_JOINERS: Final = "\u200c\u200d"
_UNSEEN: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
_MARKS: Final = frozenset({"Mn", "Me"})
_FEW_MARKS: Final = ("LATIN", "CYRILLIC", "GREEK")
_NAME_SIGNS: Final = frozenset(" (),'’ʼ‘`´-.·‐‑־׳״・")
_PLAIN_NAME: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏА-яЁёҐґЄєІіЇїЎў '’ʼ.·-]+")
_LINK: Final = re.compile(r"://|www\.|@|\w\.[a-z]{2,6}(?:/|$)")


def normalised(text: str) -> str:
    """Return `text` in NFC, with one kind of line end and no space around it."""
    if text.isascii():
        return text.strip() if "\r" not in text else text.replace("\r\n", "\n").strip()
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def is_clean_line(text: str) -> bool:
    """Tell whether normalised one-line text holds no control, hidden or reordering character."""
    return bool(_PLAIN_LINE.fullmatch(text)) or _is_clean(text)


def is_clean_text(text: str) -> bool:
    """The same for text of several lines."""
    return all(map(is_clean_line, text.replace("\t", " ").split("\n")))


def is_name(text: str) -> bool:
    """Tell whether clean text can be a part of a person's name, in any script.

    Letters, marks, digits, spaces and the signs that names have; at least one letter.
    """
    if "." not in text and _PLAIN_NAME.fullmatch(text):
        return text[0] != "-" and any(map(str.isalpha, text))
    return (
        text[:1] not in "-=+@"
        and any(map(str.isalpha, text))
        and not _LINK.search(text)
        and all(map(_may_stand_in_a_name, text))
    )


def graphemes(text: str) -> int:
    """Return about how many characters a reader sees.

    Marks, joiners, variation selectors and skin tones belong to the character before them, and
    flags are pairs. Close to Unicode UAX 29 and never fewer than half of its count.
    """
    if text.isascii():
        return len(text)
    seen, joined, flag = 0, False, False
    for char in text:
        if unicodedata.category(char)[0] == "M" or "\U0001f3fb" <= char <= "\U0001f3ff":
            continue
        if char in _JOINERS:
            joined = char == "\u200d"
            continue
        is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        if not joined and not (is_flag and flag):
            seen += 1
        flag = is_flag and not flag
        joined = False
    return seen


def _is_clean(text: str) -> bool:
    marks, script = 0, ""
    for place, char in enumerate(text):
        category = unicodedata.category(char)
        if category in _UNSEEN or char in _FORBIDDEN:
            return False
        if char in _JOINERS:
            if not _joins(text, place):
                return False
        elif category in _MARKS:
            marks += 1
            if marks > (2 if script in _FEW_MARKS else 4):
                return False
        else:
            marks, script = 0, unicodedata.name(char, "").partition(" ")[0]
    return True


def _joins(text: str, place: int) -> bool:
    """Joiners stand between letters of scripts that need them, or inside an emoji."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return all(side and not side.isascii() and side not in _JOINERS for side in (before, after))


def _may_stand_in_a_name(char: str) -> bool:
    return char in _NAME_SIGNS or unicodedata.category(char)[0] in "LMN" or char in _JOINERS
