"""Which characters the fonts at hand can draw, so that nobody is printed as an empty box.

Bundled: Noto Sans and Noto Serif for Latin, Cyrillic, Greek, Arabic and Hebrew, and Noto Emoji in
black and white. Others come from Debian's fonts-noto-core and fonts-noto-cjk where they are
installed. No other font is used: the same delivery must look the same on every machine.
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
SANS, SERIF = "Noto Sans", "Noto Serif"
_EMOJI = "Noto Emoji"  # always last: it has digits as well
_FAMILIES = {
    SANS: (SANS, "Noto Sans Arabic", "Noto Sans Hebrew", _EMOJI),
    SERIF: (SERIF, "Noto Naskh Arabic", "Noto Serif Hebrew", _EMOJI),
}
_HAN = {"ja": "JP", "ko": "KR", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "TC"}
_EAST_ASIAN = "Chinese, Japanese or Korean"
_PACKAGE_OF_HAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"}
_JOINERS = "\u200c\u200d\u00ad"
_NEVER_SET = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
_NEVER_FOUND = "\u1680\u20e3"  # the Ogham space and the keycap: Typst looks in one font only
_LONGEST_WORD = 24  # clusters; a longer one is given places to break, else it leaves its column


class Typefaces:
    """The fonts of some folders, and what text they can show.

    style -- SANS or SERIF: what is taken where both have a character.
    """

    def __init__(self, folders: Iterable[Path] = (BUNDLED, *DEBIAN), *, style: str = SANS) -> None:
        self.folders = tuple(str(folder) for folder in folders if folder.is_dir())
        self.style = style
        self._known: dict[str, str] = {}

    @cached_property
    def fonts(self) -> typst.Fonts:
        """The fonts as Typst takes them; looking for them once is enough."""
        return typst.Fonts(False, False, list(self.folders))

    def families(self, lang: str) -> list[str]:
        """Return the families to set a text in, first choice first; Han by region."""
        wanted = [*_FAMILIES[self.style], self._han(lang)]
        return [family for family in wanted if family in self._families]

    def families_of(self, text: str, lang: str) -> list[str]:
        """Return the families that can draw this text, first choice first, and no others.

        Han first where there is any: its punctuation is as wide as its letters.
        """
        if self._is_plain(text):
            return [self.style]
        parts = list(dict.fromkeys(clusters(text)))
        found = dict.fromkeys(map(self._family_of, parts))
        east = [family for family in found if "CJK" in family]
        han = [self._han(lang)] if east and self._han(lang) in self._families else east
        others = [one for one in found if one not in {"", self.style, _EMOJI} and "CJK" not in one]
        last = [_EMOJI] if _EMOJI in found else []
        if any(script(part) == _EAST_ASIAN for part in parts):
            return [*han, self.style, *others, *last]
        return [self.style, *others, *han, *last]

    def shown(self, text: str, missing: "Counter[str]") -> str:
        """Return the text as it can be printed, breakable everywhere it must be.

        A character without a glyph is printed as its code, as in [U+1F600], and its script is
        counted in `missing`: the reader sees that something stands there, and what.
        """
        if self._is_plain(text) and all(len(word) <= _LONGEST_WORD for word in text.split()):
            return text
        return "".join(_breakable(self._drawn(clusters(text), missing)))

    def _drawn(self, parts: Iterable[str], missing: "Counter[str]") -> Iterator[str]:
        for part in parts:
            if part in {"\n", "\t"} or self._family_of(part):
                yield part
            else:
                missing[script(part)] += 1
                yield "".join(f"[U+{ord(character):04X}]" for character in part)

    def _family_of(self, cluster: str) -> str:
        """Return the first family that has the whole cluster; "" if none has."""
        if cluster not in self._known:
            needed = {ord(character) for character in cluster if not _is_invisible(character)}
            drawable = all(_is_allowed(character) for character in cluster)
            able = (family for font, family in self._coverage.items() if needed <= font)
            self._known[cluster] = next(able, "") if drawable else ""
        return self._known[cluster]

    def _is_plain(self, text: str) -> bool:
        """Tell in one step of most texts that the first family draws each character alone."""
        return self._plain.issuperset(text)

    def _han(self, lang: str) -> str:
        return f"{self.style} CJK {_HAN.get(lang.lower(), _HAN.get(lang[:2].lower(), 'SC'))}"

    @cached_property
    def _fonts(self) -> list[typst.FontInfo]:
        return self.fonts.fonts()

    @cached_property
    def _families(self) -> set[str]:
        return {font.family for font in self._fonts}

    @cached_property
    def _plain(self) -> frozenset[str]:
        first = next((font for font, family in self._coverage.items() if family == self.style), ())
        drawn = frozenset(map(chr, first))
        return frozenset("\n") | {one for one in drawn if _is_allowed(one) and not _is_mark(one)}

    @cached_property
    def _coverage(self) -> dict[frozenset[int], str]:
        upright = {
            (font.path, font.index): font.family
            for font in self._fonts
            if font.path and font.style == "normal" and font.weight == 400
        }
        # Own style first, then bundled fonts: most clusters are found in the first set.
        order = sorted(
            upright, key=lambda key: (*self._rank(upright[key]), key[0].startswith("/usr"), key)
        )
        found: dict[frozenset[int], str] = {}
        for path, index in order:
            found.setdefault(characters(Path(path), index), upright[path, index])
        return found

    def _rank(self, family: str) -> tuple[bool, bool, bool]:
        return (
            family != self.style,
            family not in _FAMILIES[self.style],
            not family.startswith(self.style),
        )


def clusters(text: str) -> Iterator[str]:
    """Cut a text into letters with their marks: what must be drawn by one font."""
    part = ""
    for character in text:
        joins = _is_mark(character)
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
    return _EAST_ASIAN if word in _PACKAGE_OF_HAN else word.capitalize()


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


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Mc"} or character in _JOINERS


def _is_invisible(character: str) -> bool:
    return character in _JOINERS or "\ufe00" <= character <= "\ufe0f"


def _is_allowed(character: str) -> bool:
    """Tell whether a character may be set at all; the others would hide, reorder or break text."""
    return character in _JOINERS or (
        unicodedata.category(character) not in _NEVER_SET and character not in _NEVER_FOUND
    )
