"""Sample pages in three scripts, for the tests that judge how they look and work.

The data has the shapes that the bake and the front give to the templates.
"""

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment

from tests.look import books
from tests.look.blocks import body, static
from tests.look.texts import TEXTS
from zvarot.lib.words import words as words_of
from zvarot.look import assets
from zvarot.look.templates import environment
from zvarot.look.words import FORM_WORDS

KINDS: Final = Path(assets.__file__).parent.parent / "kinds"
LANGUAGES: Final = (
    ("ar", "العربية", "rtl"),
    ("be", "Беларуская", "ltr"),
    ("en", "English", "ltr"),
    ("fr", "Français", "ltr"),
)
STATES: Final = ("default", "faulty", "empty", "delivered", "closed")
SYSTEM: Final = (
    "home",
    "confirm",
    "confirmed",
    "refused",
    "suppressed",
    "withdraw",
    "withdrawn",
    "receipt",
    "not_found",
    "too_large",
    "slow_down",
    "unavailable",
    "closed",
    "counting",
    "privacy",
)


def draw(template: str, lang: str = "en", state: str = "default", **more: Any) -> str:
    """Return a whole page."""
    return env(lang).get_template(template).render({**context(lang, state), **more})


def env(lang: str = "en") -> Environment:
    own = words_of(lang)
    return environment(own.gettext, own.ngettext, more=[KINDS / "petition" / "jinja2"])


def context(lang: str, state: str) -> dict[str, Any]:
    words = TEXTS[lang]
    is_over = state in {"delivered", "closed"}
    return {
        "lang": lang,
        "dir": "rtl" if lang == "ar" else "ltr",
        "languages": [
            {"code": code, "name": name, "dir": way, "href": f"/{code}/x/", "current": code == lang}
            for code, name, way in LANGUAGES
        ],
        "site": {
            "name": "Zvarot",
            "origin": "https://zvarot.example",
            "home": f"/{lang}/",
            "withdraw": f"/{lang}/withdraw",
            "receipt": f"/{lang}/receipt",
        },
        "demo": True,
        "static": static,
        "leave": {"href": "https://example.org/"},
        "action": action(words, state),
        "body": body(words),
        "letter": None,
        "count": count(words, state),
        "form": None if is_over else form(words, state),
        "confirms": True,
        "next": [card(words)],
        "actions": [card(words), card(words, "crowd.svg"), card(words, "heart.svg")],
        "problem": state == "faulty",
        "history": books.view(lang, is_empty=state == "empty"),
        "promise": promise(words),
        "words": {name: words_of(lang).gettext(text) for name, text in FORM_WORDS.items()},
        "tells_countries": state == "default",
        "titles": {"x": words["title"]},
        "group": words_of(lang).group,
        "digits": words_of(lang).digits,
    }


def stamp(name: str = "crowd.svg") -> dict[str, Any]:
    return {
        "src": static(name),
        "alt": "Drawing: people stand arm in arm, one holds up a flower.",
        "caption": "Belarus",
        "note": "2020",
        "width": 300,
        "height": 340,
    }


def action(words: dict[str, Any], state: str) -> dict[str, Any]:
    cards = {
        "delivered": {
            "mark": ["Delivered", "14", "Feb 2027"],
            "title": "785 names were handed over",
            "text": "To the Minister of Foreign Affairs, by registered post. The list held names "
            "and countries, nothing else. It was erased here on 16 March 2027.",
            "shut": False,
        },
        "closed": {
            "mark": ["Closed", "31", "Dec 2026"],
            "title": "This action has closed",
            "text": "785 people took part. What was promised is done.",
            "shut": True,
        },
    }
    return {
        "slug": "x",
        "href": "/en/x/",
        "title": words["title"],
        "lead": words["lead"],
        "kind_label": words["kind"],
        "addressee": words["to"],
        "case": {"name": "Belarus", "names": []},
        "stamp": stamp(),
        "state": state,
        "button": words["button"],
        "closes": "" if state == "empty" else "Open until 10 December 2026",
        "delivered": None,
        "state_card": cards.get(state),
        "thanks_title": "",
        "thanks_text": "",
    }


def count(words: dict[str, Any], state: str) -> dict[str, Any]:
    numbers = ((590, "confirmed", 0), (22, "unconfirmed", 593), (173, "paper", 618))
    parts = [
        {"cls": f"p{place}", "x": x, "n": n, "label": words["parts"][place - 1], "name": name}
        for place, (n, name, x) in enumerate(numbers, 1)
    ]
    return {
        "number": words["number"],
        "say": words["say"],
        "is_empty": state == "empty",
        "empty": "Be among the first",
        "how": "How this number is made",
        "how_url": "/en/x/counting/",
        "parts": [] if state == "empty" else parts,
        "total": 0 if state == "empty" else 785,
        "goal": None if state == "empty" else {"n": 1000, "done": 785, "text": words["goal"]},
    }


def promise(words: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {
            "audience": icon,
            "icon": icon,
            "who": who,
            "what": what,
            "until": "Erased when that mail has gone" if icon == "mail" else "Stays public",
            "cells": [[label, icon == "mail" and i == 2] for i, label in enumerate(words["cells"])],
        }
        for icon, who, what in words["rows"]
    ]
    return {
        "lang": "en",
        "summary": words["sees"],
        "rows": rows,
        "sentence": words["sentence"],
        "badge": "Protection: guarded",
        "note": "",
    }


def form(words: dict[str, Any], state: str) -> dict[str, Any]:
    wrong = (
        {
            "given_name": "Write your first name. One letter is enough.",
            "email": "The e-mail address lacks an @, as in name@example.org",
            "country": "Choose the country where you live.",
            "message": "Shorten it by 12 characters.",
            "updates": "Choose one of these.",
        }
        if state == "faulty"
        else {}
    )
    typed = {"email": "ales.example.org", "family_name": "Шчэрбіч"} if wrong else {}
    given, family, mail, country = words["labels"]
    rows: tuple[tuple[str, str, str, str, str, bool], ...] = (
        ("name", "given_name", given, "", "given-name", True),
        ("name", "family_name", family, "", "family-name", True),
        ("email", "email", mail, words["mail"], "email", True),
        ("country", "country", country, "", "country", True),
        ("message", "message", "A line of your own", "It stays with us.", "off", False),
        ("consent", "updates", words["news"], words["news_hint"], "off", False),
    )
    options = {
        "country": [["CA", "Canada"], ["LT", "Lithuania"], ["PL", "Poland"]],
        "consent": [["yes", "Yes"], ["no", "No"]],
    }
    fields = [
        {
            "type": type_,
            "name": name,
            "label": label,
            "hint": hint,
            "autocomplete": autocomplete,
            "required": required,
            "max": 300 if type_ == "message" else 0,
            "options": options.get(type_, []),
            "value": typed.get(name, ""),
            "problem": wrong.get(name, ""),
        }
        for type_, name, label, hint, autocomplete, required in rows
    ]
    return {
        "id": "act",
        "title": words["button"],
        "action": "/en/x/",
        "button": words["button"],
        "fields": fields,
        "problems": [{"field": name, "text": text} for name, text in wrong.items()],
        "notice": "",
        "promise": promise(words),
        "promise_hash": "ab" * 32,
        "ticket": "",
        "words": FORM_WORDS,
        "inert": False,
    }


def card(words: dict[str, Any], art: str = "candle.svg") -> dict[str, Any]:
    lang = next(lang for lang, text in TEXTS.items() if text is words)
    return {
        "lang": lang,
        "dir": "rtl" if lang == "ar" else "ltr",
        "href": "/en/x/",
        "kind_label": words["kind"],
        "title": words["title"],
        "lead": words["lead"],
        "addressee": words["to"],
        "stamp": stamp(art),
        "say": f"{words['number']} {words['say']}",
        "until": "",
        "state": "open",
    }
