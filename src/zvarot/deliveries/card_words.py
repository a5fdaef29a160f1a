"""The words that a card adds to a message: who translated it, in the translation's language.

A card goes to people who may be allowed no other language, so English in place of a missing
catalogue is not good enough here: languages that prisoners and volunteers use have it below.
"""

from typing import Final

from babel import UnknownLocaleError

from zvarot.lib.marks import mark as _
from zvarot.lib.words import SOURCE, words

_SAID: Final = _("Translation by a volunteer")
_ELSEWHERE: Final = {
    "ar": "ترجمة متطوع",
    "az": "Könüllünün tərcüməsi",
    "de": "Von Freiwilligen übersetzt",
    "es": "Traducción de una persona voluntaria",
    "fa": "ترجمهٔ یک داوطلب",
    "he": "תרגום בהתנדבות",
    "hi": "स्वयंसेवक द्वारा अनुवाद",
    "it": "Traduzione di volontari",
    "ka": "მოხალისის თარგმანი",
    "lt": "Savanorio vertimas",
    "pl": "Tłumaczenie wolontariackie",
    "pt": "Tradução voluntária",
    "ru": "Перевод волонтёра",
    "tr": "Gönüllü çevirisi",
    "uk": "Переклад волонтера",
    "vi": "Bản dịch của tình nguyện viên",
    "zh": "志愿者翻译",
    "zh-hant": "志工翻譯",
}


def by_a_volunteer(lang: str) -> tuple[str, str]:
    """Return the words for a translation into `lang`, and the language they are in."""
    lang = lang.lower()
    plain = lang.partition("-")[0]
    for known in (lang, plain):
        if known in _ELSEWHERE:
            return _ELSEWHERE[known], known
    try:
        said = words(plain).gettext(_SAID)
    except (UnknownLocaleError, ValueError):
        return _SAID, SOURCE
    return said, plain if said != _SAID else SOURCE
