"""What staff can choose from on the pages of messages: filters, reasons, languages."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import gettext as _

from zvarot.actions.models import Action
from zvarot.moderation import flags, queries, rules
from zvarot.moderation.queue import NO_FLAG, Chosen
from zvarot.moderation.words import FLAGS, REASONS, ROUTES

_MORE_LANGUAGES = ("ru", "uk", "pl", "de", "es", "it", "lt", "nl", "pt", "ar", "zh")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One list to choose from. options -- (value, words, is chosen)."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


def filters(action: Action, chosen: Chosen) -> list[Filter]:
    """Return what the queue can be filtered and sorted by; what has one answer is left out."""
    told = queries.languages(queries.messages(action))
    langs = [(lang or "?", f"{language_name(lang)} ({count})") for lang, count in told]
    ways = [(str(one.route), str(ROUTES[one.route])) for one in rules.routes(action)]
    found = [
        ("state", _("Show"), _states()),
        ("lang", _("Language"), [("", _("any")), *langs]),
        ("flag", _("Flag"), _flags()),
        ("length", _("Length"), _lengths()),
        ("route", _("Way"), [("", _("any")), *(ways or _ways())]),
        ("sort", _("Order"), _sorts()),
    ]
    return [
        Filter(
            name=name,
            label=label,
            options=[(value, said, value == getattr(chosen, name)) for value, said in options],
        )
        for name, label, options in found
    ]


def reasons() -> list[tuple[int, str, str]]:
    """Return (digit, code, words) of the reasons to refuse."""
    return [(digit, code, str(said)) for digit, (code, said) in enumerate(REASONS.items(), 1)]


def languages() -> list[tuple[str, str]]:
    """Return the languages that staff choose from: the site's, and some more."""
    own = [code for code, _name in settings.LANGUAGES]
    codes = [*own, *(code for code in _MORE_LANGUAGES if code not in own)]
    return [(code, language_name(code)) for code in codes]


def recipient_language(action: Action) -> str:
    """Return the language that the recipient reads, as far as the rules of the place tell."""
    told: dict[str, Any] = action.options.get("mail") or {}
    allowed = (told.get("rules") or {}).get("languages") or ()
    return str(next(iter(allowed), "be"))


def language_name(code: str) -> str:
    """Return what a language is called in itself."""
    return _own_name(code) or _("not known")


def script_words() -> dict[str, str]:
    """Return what the script says while an answer is on its way, and when none comes."""
    return {
        "approve": _("Approved. Saving …"),
        "hold": _("Put aside. Saving …"),
        "refuse": _("Refused. Saving …"),
        "undo": _("Taken back. Saving …"),
        "cut": _("Cut out. Saving …"),
        "translate": _("Saving the translation …"),
        "failed": _("Not saved:"),
        "network": _("the studio does not answer. Press the key again."),
        "login": _("you are not logged in any more. Open the studio in another tab, log in."),
        "alert": _("Some decisions were not saved. They are marked below."),
        "before": _("A decision on the screen before was not saved. That message comes again."),
        "selected": _("selected:"),
        "select": _("Select something first, with x."),
        "words": _("Select the words in the text first, then press e."),
        "end": _("End of this screen. Press n for the next 50."),
    }


@lru_cache(maxsize=256)
def _own_name(code: str) -> str:
    try:
        locale = Locale.parse(code.replace("-", "_")) if code else None
    except (UnknownLocaleError, ValueError):
        return code
    return (locale.get_display_name(locale) or code).capitalize() if locale else ""


def _states() -> list[tuple[str, str]]:
    return [
        ("todo", _("what I can decide")),
        ("half", _("needs a second person")),
        ("waiting", _("all that wait")),
        ("held", _("put aside")),
        ("approved", _("approved")),
        ("refused", _("refused")),
        ("all", _("all")),
    ]


def _flags() -> list[tuple[str, str]]:
    named = [(code, str(FLAGS[code])) for code in flags.ALL]
    return [("", _("any or none")), (NO_FLAG, _("no flag")), *named]


def _lengths() -> list[tuple[str, str]]:
    return [
        ("", _("any")),
        ("short", _("up to 60 characters")),
        ("medium", _("61 to 200")),
        ("long", _("more than 200")),
    ]


def _ways() -> list[tuple[str, str]]:
    return [(str(route), str(said)) for route, said in ROUTES.items()]


def _sorts() -> list[tuple[str, str]]:
    return [
        ("oldest", _("the longest waiting first")),
        ("newest", _("the newest first")),
        ("flags", _("flagged first")),
        ("alike", _("those alike together")),
        ("shortest", _("the shortest first")),
        ("longest", _("the longest first")),
    ]
