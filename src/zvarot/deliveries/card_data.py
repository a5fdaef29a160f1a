"""Turn messages into what a layout of cards is given: paragraphs, directions, fonts.

A layout decides nothing about a script: each text comes with the families that can draw it and
with the direction of each of its paragraphs.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from babel import UnknownLocaleError

from zvarot.contract.card import Card
from zvarot.deliveries.card_words import by_a_volunteer
from zvarot.deliveries.typefaces import Typefaces
from zvarot.lib.words import words

_LONG_CHARACTERS: Final = 500  # from here on a layout looks whether a message fits on a page
_LONG_LINES: Final = 12
_LANG: Final = re.compile(r"[a-z]{2,3}(?=-|$)")
_UNKNOWN: Final = "en"  # Typst wants a language; it decides nothing here but quotation marks


@dataclass
class Laid:
    """What was made of the messages.

    missing -- how many characters of a script no font can draw. undrawn -- the places of the
    cards on which there is one, counted from 0.
    """

    cards: list[dict[str, Any]] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)
    undrawn: list[int] = field(default_factory=list)


def laid_out(cards: Sequence[Card], faces: Typefaces) -> Laid:
    """Return the cards as a layout takes them."""
    laid = Laid()
    for place, card in enumerate(cards):
        missing: Counter[str] = Counter()
        laid.cards.append(_card(place, card, faces, missing))
        if missing:
            laid.undrawn.append(place)
            laid.missing += missing
    return laid


def line(text: str, lang: str, faces: Typefaces, missing: "Counter[str]") -> dict[str, Any]:
    """Return one line of text with its own direction and fonts."""
    shown = faces.shown(" ".join(text.split()), missing)
    return {
        "text": shown,
        "lang": _plain(lang),
        "dir": direction(text, lang),
        "fonts": faces.families_of(shown, lang),
    }


def direction(text: str, lang: str) -> str:
    """Return "rtl" or "ltr": that of the first letter, or without letters of the language.

    Source: Unicode UAX 9, rules P2 and P3.
    """
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    try:
        return words(lang).dir
    except (UnknownLocaleError, ValueError):
        return "ltr"


def _card(place: int, card: Card, faces: Typefaces, missing: "Counter[str]") -> dict[str, Any]:
    has_translation = bool(card.translation.strip())
    return {
        "place": place,
        "text": _part(card.text, card.lang, faces, missing),
        "name": line(card.name, card.lang, faces, missing) if card.name.strip() else None,
        "translation": _translation(card, faces, missing) if has_translation else None,
        "is-long": _is_long(card),
    }


def _translation(card: Card, faces: Typefaces, missing: "Counter[str]") -> dict[str, Any]:
    lang = card.translation_lang or card.lang
    said, said_in = by_a_volunteer(lang)
    return _part(card.translation, lang, faces, missing) | {
        "label": line(said, said_in, faces, missing)
    }


def _part(text: str, lang: str, faces: Typefaces, missing: "Counter[str]") -> dict[str, Any]:
    shown = faces.shown(text.replace("\r\n", "\n").replace("\t", " ").strip(), missing)
    paragraphs = [part.split("\n") for part in re.split(r"\n\s*\n", shown)]
    return {
        "lang": _plain(lang),
        "dir": direction(text, lang),
        "fonts": faces.families_of(shown, lang),
        "paragraphs": [
            {"lines": lines, "dir": direction("\n".join(lines), lang)} for lines in paragraphs
        ],
    }


def _plain(lang: str) -> str:
    found = _LANG.match(lang.lower())
    return found.group() if found else _UNKNOWN


def _is_long(card: Card) -> bool:
    both = card.text + card.translation
    return len(both) > _LONG_CHARACTERS or both.count("\n") > _LONG_LINES
