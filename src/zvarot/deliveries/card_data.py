"""Turn messages into what a layout of cards is given: paragraphs, directions, fonts, a size.

A layout decides nothing about a script: each text comes with the families that can draw it and
with the direction of each of its paragraphs.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from babel import UnknownLocaleError

from zvarot.contract.card import Card
from zvarot.deliveries.card_fit import LARGEST, Room, Ruler, longest_word
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
    cards on which there is one.
    """

    cards: list[dict[str, Any]] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)
    undrawn: list[int] = field(default_factory=list)


def laid_out(
    cards: Sequence[Card], faces: Typefaces, room: Room | None = None, *, first: int = 0
) -> Laid:
    """Return the cards as a layout takes them.

    room -- what each must fit into; None where messages flow. first -- the place of the first.
    """
    laid = Laid()
    ruler = Ruler(faces.width_of, room) if room else None
    for place, card in enumerate(cards, start=first):
        missing: Counter[str] = Counter()
        laid.cards.append({"place": place} | _card(card, faces, ruler, missing))
        if missing:
            laid.undrawn.append(place)
            laid.missing += missing
    return laid


def line(text: str, lang: str, faces: Typefaces, missing: "Counter[str]") -> dict[str, Any]:
    """Return one line of text with its own direction and fonts."""
    shown = faces.shown(" ".join(text.split()), missing)
    return {"text": shown, "dir": direction(text, lang)} | _face(shown, lang, faces)


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


def _card(
    card: Card, faces: Typefaces, ruler: Ruler | None, missing: "Counter[str]"
) -> dict[str, Any]:
    text = _part(card.text, card.lang, faces, missing)
    name = line(card.name, card.lang, faces, missing) if card.name.strip() else None
    translation = _translation(card, faces, missing) if card.translation.strip() else None
    found: dict[str, Any] = {
        "text": text,
        "name": name,
        "translation": translation,
        "is-long": _is_long(text, translation),
    }
    if ruler:
        found["size"] = None if translation else _size(text, name, faces, ruler)
        found["longest"] = (
            list(_longest(faces, text, name, translation)) if not found["size"] else []
        )
    return found


def _translation(card: Card, faces: Typefaces, missing: "Counter[str]") -> dict[str, Any]:
    lang = card.translation_lang or card.lang
    said, said_in = by_a_volunteer(lang)
    return _part(card.translation, lang, faces, missing) | {
        "label": line(said, said_in, faces, missing)
    }


def _part(text: str, lang: str, faces: Typefaces, missing: "Counter[str]") -> dict[str, Any]:
    shown = faces.shown(text.replace("\r\n", "\n").replace("\t", " ").strip(), missing)
    paragraphs = [part.split("\n") for part in re.split(r"\n\s*\n", shown)]
    return _face(shown, lang, faces) | {
        "dir": direction(text, lang),
        "paragraphs": [
            {"lines": lines, "dir": direction("\n".join(lines), lang)} for lines in paragraphs
        ],
    }


def _face(shown: str, lang: str, faces: Typefaces) -> dict[str, Any]:
    found = _LANG.match(lang.lower())
    return {
        "lang": found.group() if found else _UNKNOWN,
        "fonts": faces.families_of(shown, lang),
    }


def _size(
    text: dict[str, Any], name: dict[str, Any] | None, faces: Typefaces, ruler: Ruler
) -> float | None:
    """Return the size in pt where the widths of letters tell it, else None."""
    paragraphs = [part["lines"] for part in text["paragraphs"]]
    signed = name["text"] if name else ""
    if faces.is_plain(signed) and all(map(faces.is_plain, _lines(text))):
        return ruler.size(paragraphs, signed)
    return LARGEST if ruler.is_largest_sure(paragraphs, signed) else None


def _longest(faces: Typefaces, *parts: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Give what may be wider than the card: Typst breaks no word, and does not say so."""
    for part in filter(None, parts):
        word = longest_word("\n".join(_lines(part)), faces.width_of)
        yield {"text": word, "lang": part["lang"], "fonts": part["fonts"]}


def _is_long(*parts: dict[str, Any] | None) -> bool:
    lines = [line for part in filter(None, parts) for line in _lines(part)]
    return len(lines) > _LONG_LINES or sum(map(len, lines)) > _LONG_CHARACTERS


def _lines(part: dict[str, Any]) -> list[str]:
    """Return the lines of a text, or the one that a name is."""
    paragraphs = [paragraph["lines"] for paragraph in part.get("paragraphs", ())]
    return list(chain.from_iterable(paragraphs)) if paragraphs else [part["text"]]
