"""Guess in which script and language a short text is written.

For sorting and for warnings only: a person reads each text. Letters that only one language has
decide first, common small words second, the language of the page last.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

# The first word of a letter's Unicode name, and the script's ISO 15924 code.
_SCRIPTS: Final = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "CJK": "Hani",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "HANGUL": "Kore",
    "THAI": "Thai",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "ETHIOPIC": "Ethi",
    "TAMIL": "Taml",
}
OTHER: Final = "Zzzz"
# Scripts that in practice mean one language.
_ONE_LANGUAGE: Final = {
    "Grek": "el",
    "Hebr": "he",
    "Deva": "hi",
    "Beng": "bn",
    "Hani": "zh",
    "Jpan": "ja",
    "Kore": "ko",
    "Thai": "th",
    "Armn": "hy",
    "Geor": "ka",
    "Ethi": "am",
    "Taml": "ta",
}
_OWN_LETTERS: Final = (
    ("be", "ў"),
    ("uk", "їєґ"),
    ("sr", "ђћљњџ"),
    ("mk", "ѓќѕ"),
    ("kk", "әқңұһ"),
    ("fa", "پچژگ"),
    ("ur", "ٹڈڑے"),
    ("pl", "łąęśźż"),
    ("lt", "ėįųū"),
    ("lv", "āēīķļņģ"),
    ("cs", "řůě"),
    ("de", "ß"),
    ("sv", "å"),
    ("es", "ñ¿¡"),
    ("pt", "ãõ"),
    ("tr", "ğışİ"),
    ("hu", "őű"),
    ("ro", "țșă"),
)
_SMALL_WORDS: Final = {
    "en": "the and you to of is in we are for your with be not that this have from our",
    "fr": "le la les et tu vous est de des que nous pour pas ton avec dans une toi je es",
    "de": "der die das und du ist wir nicht dich dir sie mit für ich ein auf bist sind",
    "pl": "i nie się jest to jesteś cię z na ty my że jak bądź dla",
    "es": "el los y que eres tu de en no una para con te está todos",
    "it": "il e che sei di non un per con ti la siamo tuo anche",
    "nl": "de het en je een van is niet dat wij met voor jou zijn",
    "pt": "o e que você de em não um uma para com te estamos",
    "lt": "ir tu yra kad su mes tave nėra būk",
    "sv": "och det att du är inte vi med för dig en",
    "tr": "ve bir bu için sen ile biz seni",
    "be": "і не ты што мы цябе у ў з каб вельмі твой як табе на трымайся дзякуй",
    "ru": "и не ты что мы тебя в во с чтобы очень твой как тебе на держись спасибо",
    "uk": "і не ти що ми тебе у в з щоб дуже твій як тобі на тримайся дякую",
    "bg": "и не ти че ние теб в с да много как на ще",
    "ar": "في من على أن لا نحن أنت معك",
    "fa": "و در به از که این تو با ما",
}
_LETTERS: Final = {
    "Latn": {"en", "fr", "de", "pl", "es", "it", "nl", "pt", "lt", "sv", "tr"},
    "Cyrl": {"be", "ru", "uk", "bg"},
    "Arab": {"ar", "fa"},
}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_COMMON: Final = {lang: frozenset(words.split()) for lang, words in _SMALL_WORDS.items()}
_ADDRESS: Final = re.compile(r"[!-~]*[@/.][!-~]*[a-z]")
_OWN_LETTER_WEIGHT: Final = 3


def script_of(text: str) -> str:
    """Return the ISO 15924 code of most letters, but for addresses; Zzzz if there are none."""
    plain = _ADDRESS.sub("", text)
    counted = Counter(found for char in plain if (found := script_of_letter(char)))
    if counted["Jpan"]:
        return "Jpan"  # Japanese has Chinese signs in it
    return counted.most_common(1)[0][0] if counted else OTHER


@lru_cache(maxsize=8192)
def script_of_letter(char: str) -> str:
    """Return the script of one letter; empty for what is no letter."""
    if not char.isalpha():
        return ""
    name = unicodedata.name(char, "")
    return _SCRIPTS.get(re.split(r"[ -]", name)[0], OTHER)


def language_of(text: str, page_lang: str = "") -> str:
    """Return the language of the text, as far as it can be told; else that of the page."""
    script = script_of(text)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    lowered = text.casefold()
    words = _WORD.findall(lowered)
    scores: Counter[str] = Counter()
    for lang, own in _OWN_LETTERS:
        if any(char in lowered for char in own):
            scores[lang] += _OWN_LETTER_WEIGHT
    _add_cyrillic(scores, lowered, script)
    for lang in _LETTERS.get(script, ()):
        scores[lang] += sum(word in _COMMON[lang] for word in words)
    if page_lang in scores and scores[page_lang] == max(scores.values()):
        return page_lang
    best = scores.most_common(1)
    return best[0][0] if best and best[0][1] else _fallback(script, page_lang)


def _add_cyrillic(scores: Counter[str], lowered: str, script: str) -> None:
    if script != "Cyrl":
        return
    has_i, has_y, has_russian_i = ("і" in lowered, "ы" in lowered, "и" in lowered)
    if has_i:
        scores["uk"] += 2 if has_russian_i else 1
        scores["be"] += 2 if has_y or "дз" in lowered else 1
    elif has_y:
        scores["ru"] += 1
        scores["be"] += 1
    if has_russian_i or any(letter in lowered for letter in "щъ"):
        scores["be"] -= 3
    if "э" in lowered and not has_i:
        scores["ru"] += 1


def _fallback(script: str, page_lang: str) -> str:
    """Return the page's language where it is written in this script."""
    if script == OTHER:
        return page_lang
    written = {"be": "Cyrl", "ru": "Cyrl", "uk": "Cyrl", "bg": "Cyrl", "ar": "Arab", "fa": "Arab"}
    return page_lang if written.get(page_lang, "Latn") == script else ""
