"""Lists of words that flags look for, as data: the shipped ones, and how a list is matched."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).parent / "data" / "words.json"


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Any]:
    """Return all shipped lists, by name."""
    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def lines(text: str) -> tuple[str, ...]:
    """Return the words of a list as staff write it, a line each."""
    return tuple(dict.fromkeys(word for line in text.splitlines() if (word := line.strip())))


@lru_cache(maxsize=256)
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of the words in folded text; a star stands for any ending.

    Signs of scripts without spaces between words are found anywhere.
    """
    parts = [_part(fold(word)) for word in words if word.strip("* ")]
    return re.compile("|".join(parts) if parts else r"(?!)")


def fold(text: str) -> str:
    """Return the text without case, and with one kind of e and of apostrophe."""
    return text.casefold().replace("ё", "е").replace("’", "'").replace("ʼ", "'")


def has(text: str, words: Iterable[str]) -> bool:
    """Tell whether folded text has one of the words."""
    return pattern(tuple(words)).search(text) is not None


def _part(word: str) -> str:
    stem = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
    if any("぀" <= char <= "鿿" for char in word):
        return stem
    after = r"\w*" if word.endswith("*") else r"(?!\w)"
    return rf"(?<!\w){stem}{after}"
