"""Words in a text that look like the name of somebody who is neither its writer nor its reader.

Only scripts with capitals show this, and German shows it of every noun.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError

from zvarot.moderation.wordlists import shipped

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_STARTS: Final = re.compile(r"(?:^|[.!?…:;,\n«“\"„(\[—–])[\s'\"«“„(\[—–-]*$")
_LEAST: Final = 3  # letters that must agree before an ending may differ
_ENDING: Final = 3  # letters that a case may change or add
_LOOK_BACK: Final = 8  # characters before a word that tell whether it begins a sentence
_ALL_NOUNS: Final = frozenset({"de", "lb"})


def strangers(text: str, known: Sequence[str], lang: str = "") -> list[str]:
    """Return the capitalised words that are no known name and do not begin a sentence.

    "Ivan Petrov came" begins one: two such words in a row are a name wherever they stand.

    known -- names; what follows their stem is not compared, because names are declined.
    """
    index = _index(tuple(known), lang)
    tokens = list(_TOKEN.finditer(text))
    odd = [_is_capitalised(one.group()) and not _is_known(one.group(), index) for one in tokens]
    found = []
    for place, token in enumerate(tokens):
        in_row = odd[place] and (
            (place + 1 < len(tokens) and odd[place + 1] and _touch(token, tokens[place + 1]))
            or (place > 0 and odd[place - 1] and _touch(tokens[place - 1], token))
        )
        inside = odd[place] and lang not in _ALL_NOUNS and not _begins(text, token.start())
        if in_row or inside:
            found.append(token.group())
    return found


def _is_capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and not word.isupper()


def _begins(text: str, place: int) -> bool:
    before = text[max(0, place - _LOOK_BACK) : place]
    return place < _LOOK_BACK and not before.strip() or bool(_STARTS.search(before))


def _touch(one: re.Match[str], other: re.Match[str]) -> bool:
    return other.start() - one.end() == 1 and one.string[one.end()] in " \u00a0"


def _is_known(word: str, index: dict[str, tuple[str, ...]]) -> bool:
    folded = word.casefold()
    return any(_agree(folded, name) for name in index.get(folded[:_LEAST], ()))


def _agree(word: str, name: str) -> bool:
    same = next((i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), None)
    if same is None:
        same = min(len(word), len(name))
    needed = max(_LEAST, len(name) - _ENDING + 1)
    return word == name or (same >= needed and len(word) - same <= _ENDING)


@lru_cache(maxsize=512)
def _index(known: tuple[str, ...], lang: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in (*known, *shipped()["capitals"], *_places("en"), *_places(lang)):
        for word in _TOKEN.findall(name.casefold()):
            found[word[:_LEAST]] = (*found.get(word[:_LEAST], ()), word)
    return found


@lru_cache(maxsize=64)
def _places(lang: str) -> tuple[str, ...]:
    try:
        locale = Locale.parse(lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return ()
    return tuple(str(name) for name in locale.territories.values())
