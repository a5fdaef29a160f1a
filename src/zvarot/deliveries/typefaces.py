"""Which characters the fonts at hand can draw, so that nobody is printed as an empty box.

Bundled: Noto Sans for Latin, Cyrillic, Greek, Arabic and Hebrew. Others come from Debian's
fonts-noto-core and fonts-noto-cjk where they are installed. No other font is used: the same
delivery must look the same on every machine.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import typst

from zvarot.deliveries.cmap import characters

BUNDLED = Path(__file__).parent / "fonts"
DEBIAN = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/opentype/noto"))
_FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew")
_HAN = {"ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR", "zh-hant": "Noto Sans CJK TC"}
_PACKAGE_OF_HAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"}
_JOINERS = "\u200c\u200d\u00ad"
_NEVER_SET = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
_NEVER_FOUND = "\u1680\u20e3"  # the Ogham space and the keycap: Typst looks in one font only
_LONGEST_WORD = 24  # clusters; a longer one is given places to break, else it leaves its column


class Typefaces:
    """The fonts of some folders, and what text they can show."""

    def __init__(self, folders: Iterable[Path] = (BUNDLED, *DEBIAN)) -> None:
        self.folders = tuple(str(folder) for folder in folders if folder.is_dir())
        self._known: dict[str, bool] = {}

    def families(self, lang: str) -> list[str]:
        """Return the families to set a text in, first choice first; Han by region."""
        wanted = [*_FAMILIES, _HAN.get(lang.lower(), "Noto Sans CJK SC")]
        return [family for family in wanted if family in self._families]

    def shown(self, text: str, missing: "Counter[str]") -> str:
        """Return the text as it can be printed, breakable everywhere it must be.

        A character without a glyph is printed as its code, as in [U+1F600], and its script is
        counted in `missing`: the reader sees that something stands there, and what.
        """
        if text.isascii() and text.isprintable() and len(text) <= _LONGEST_WORD:
            return text
        return "".join(_breakable(self._drawn(clusters(text), missing)))

    def _drawn(self, parts: Iterable[str], missing: "Counter[str]") -> Iterator[str]:
        for part in parts:
            if part in {"\n", "\t"} or self._can_draw(part):
                yield part
            else:
                missing[script(part)] += 1
                yield "".join(f"[U+{ord(character):04X}]" for character in part)

    def _can_draw(self, cluster: str) -> bool:
        if cluster not in self._known:
            needed = {ord(character) for character in cluster if not _is_invisible(character)}
            drawable = all(_is_allowed(character) for character in cluster)
            self._known[cluster] = drawable and any(needed <= font for font in self._coverage)
        return self._known[cluster]

    @cached_property
    def _fonts(self) -> list[typst.FontInfo]:
        return typst.Fonts(False, False, list(self.folders)).fonts()

    @cached_property
    def _families(self) -> set[str]:
        return {font.family for font in self._fonts}

    @cached_property
    def _coverage(self) -> list[frozenset[int]]:
        upright = {
            (font.path, font.index): font.family.startswith("Noto Sans")
            for font in self._fonts
            if font.path and font.style == "normal" and font.weight == 400
        }
        # Sans first: most clusters are found in the first set that is looked at.
        order = sorted(upright, key=lambda key: (not upright[key], key[0].startswith("/usr"), key))
        return list(dict.fromkeys(characters(Path(path), index) for path, index in order))


def clusters(text: str) -> Iterator[str]:
    """Cut a text into letters with their marks: what must be drawn by one font."""
    part = ""
    for character in text:
        joins = unicodedata.category(character) in {"Mn", "Me", "Mc"} or character in _JOINERS
        if part and not joins and not part.endswith("\u200d"):
            yield part
            part = ""
        part += character
    if part:
        yield part


def script(cluster: str) -> str:
    """Name the script of a cluster for the report: Khmer, symbols, control characters."""
    kind = unicodedata.category(cluster[0])
    if kind in {"Cc", "Cf", "Zl", "Zp"}:
        return "control characters"
    if kind in {"Co", "Cn", "Cs"}:
        return "characters without a meaning"
    if kind[0] in "SPN":
        return "symbols"
    word = unicodedata.name(cluster[0], "unnamed").split()[0]
    return "Chinese, Japanese or Korean" if word in _PACKAGE_OF_HAN else word.capitalize()


def report(missing: "Counter[str]") -> str:
    """Return a sentence about what could not be drawn; empty if all could."""
    if not missing:
        return ""
    scripts = ", ".join(f"{name} ({count})" for name, count in sorted(missing.items()))
    return (
        f"The fonts here cannot draw some characters: {scripts}. The PDF shows their codes "
        "instead; the CSV and XLSX files are complete. Install fonts-noto-core, "
        "fonts-noto-cjk and fonts-noto-color-emoji, then make the delivery again."
    )


def _breakable(parts: Iterable[str]) -> Iterator[str]:
    length = 0
    for part in parts:
        length = 0 if part.isspace() else length + len(part)
        if length > _LONGEST_WORD:
            yield "\u200b"
            length = len(part)
        yield part


def _is_invisible(character: str) -> bool:
    return character in _JOINERS or "\ufe00" <= character <= "\ufe0f"


def _is_allowed(character: str) -> bool:
    """Tell whether a character may be set at all; the others would hide, reorder or break text."""
    return character in _JOINERS or (
        unicodedata.category(character) not in _NEVER_SET and character not in _NEVER_FOUND
    )
