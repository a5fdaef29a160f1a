"""Sample pages in three scripts, for the tests that judge how they look and work.

The data has the shapes that the bake and the front give to the templates. The English pages are
whole; Belarusian and Arabic ones have their own content and leave interface words in English.
"""

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup

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
    "not_found",
    "too_large",
    "slow_down",
    "unavailable",
    "closed",
    "counting",
    "privacy",
)

TEXTS: Final[dict[str, dict[str, Any]]] = {
    "en": {
        "kind": "Petition to",
        "to": "Minister of Internal Affairs of Belarus",
        "title": "Nobody should be beaten for standing in the street",
        "lead": "People in Belarus came out in peace to ask for an honest vote. Police answered "
        "with stun grenades, water cannon and beatings. Ask the minister to stop it.",
        "button": "Add your name",
        "story": "What happened",
        "paragraph": "After the presidential election of August 2020, hundreds of thousands of "
        "people across Belarus walked out to say that the result was not theirs. They asked for "
        "the truth, and for somebody to answer for the beatings.",
        "ask": "What we ask of the minister",
        "demands": [
            "End the attacks on peaceful protesters and on reporters, today.",
            "Respect the right to speak and to gather, in every town.",
            "Let each officer carry a visible name or number.",
        ],
        "labels": ("First name", "Last name", "E-mail", "Country where you live"),
        "mail": "We write once, to check it is you.",
        "news": "May we tell you how this goes on?",
        "news_hint": "About four mails a year. Either answer counts the same.",
        "sees": "Minister of Internal Affairs of Belarus: a number, and no names.",
        "sentence": "When you sign, one is added to the number. Your name is not handed over.",
        "say": "people have signed",
        "number": "785",
        "parts": ("590 confirmed", "22 unconfirmed", "173 on paper"),
        "rows": (
            ("office", "Minister of Internal Affairs", "The number of people. Nothing about you."),
            ("people", "Everyone", "The number of people. Nothing about you."),
            ("key", "The organiser", "Only if you ask for news: e-mail."),
            ("mail", "Our mail program, no person", "Your e-mail address, to ask you once."),
        ),
        "cells": ("Name", "Country", "E-mail"),
    },
    "be": {
        "kind": "Зварот да",
        "to": "Міністр унутраных спраў Рэспублікі Беларусь",
        "title": "Ніхто не павінен быць збіты за тое, што выйшаў на вуліцу",
        "lead": "Людзі выйшлі мірна, каб папрасіць пра сумленныя выбары. Міліцыя адказала "
        "гранатамі, вадамётамі і збіццём. Папрасіце міністра спыніць гэта.",
        "button": "Дадаць сваё імя",
        "story": "Што адбылося",
        "paragraph": "Пасля прэзідэнцкіх выбараў у жніўні 2020 года сотні тысяч людзей выйшлі "
        "сказаць, што вынік не іхні. Яны прасілі праўды і адказнасці за збіццё.",
        "ask": "Чаго мы просім",
        "demands": ["Спыніце гвалт супраць мірных людзей.", "Паважайце права на сход."],
        "labels": ("Імя", "Прозвішча", "Электронная пошта", "Краіна, дзе вы жывяце"),
        "mail": "Адзін ліст: ці гэта былі вы?",
        "news": "Ці расказаць вам, што будзе далей?",
        "news_hint": "Каля чатырох лістоў на год. Подпіс лічыцца ў любым разе.",
        "sees": "Міністр атрымае лік, без імёнаў.",
        "sentence": "Калі вы падпісваеце, лік расце на адзін. Імя мы не перадаём.",
        "say": "чалавек падпісалі",
        "number": "785",
        "parts": ("590 пацверджана", "22 не пацверджана", "173 на паперы"),
        "rows": (
            ("office", "Міністр унутраных спраў", "Лік людзей. Пра вас нічога."),
            ("mail", "Наша паштовая праграма, не чалавек", "Адрас, каб спытаць адзін раз."),
        ),
        "cells": ("Імя", "Краіна", "Электронная пошта"),
    },
    "ar": {
        "kind": "عريضة إلى",
        "to": "وزير الداخلية في بيلاروس",
        "title": "لا يجوز أن يُضرب أحد لأنه وقف في الشارع",
        "lead": "خرج الناس في بيلاروس سلميًا يطلبون انتخابات نزيهة، فردّت الشرطة بالقنابل "
        "الصوتية وخراطيم المياه والضرب. اطلبوا من الوزير أن يوقف ذلك.",
        "button": "أضف اسمك",
        "story": "ماذا حدث",
        "paragraph": "بعد الانتخابات الرئاسية في آب ٢٠٢٠ خرج مئات الآلاف ليقولوا إن النتيجة "
        "لا تمثّلهم. طالبوا بالحقيقة وبالمحاسبة.",
        "ask": "ما نطلبه من الوزير",
        "demands": ["أوقفوا الاعتداء على المحتجين.", "احترموا الحق في الكلام والتجمّع."],
        "labels": ("الاسم", "اسم العائلة", "البريد الإلكتروني", "بلد الإقامة"),
        "mail": "نكتب إليك مرة واحدة لنتأكد أنك أنت.",
        "news": "هل نخبرك بما يجري لاحقًا؟",
        "news_hint": "نحو أربع رسائل في السنة. يُحسَب توقيعك في الحالتين.",
        "sees": "يتسلّم الوزير عددًا بلا أسماء.",
        "sentence": "حين توقّع يزيد العدد واحدًا، ولا يُسلَّم اسمك.",
        "say": "وقّعوا",
        "number": "٧٨٥",
        "parts": ("٥٩٠ مؤكَّدًا", "٢٢ غير مؤكَّد", "١٧٣ على الورق"),
        "rows": (
            ("office", "وزير الداخلية", "عدد الموقّعين. لا شيء عنك."),
            ("mail", "برنامج البريد عندنا، لا أي شخص", "عنوانك، لنسألك مرة واحدة."),
        ),
        "cells": ("الاسم", "البلد", "البريد"),
    },
}


def static(name: str) -> str:
    return f"/static/{assets.static_names()[name]}"


def draw(template: str, lang: str = "en", state: str = "default", **more: Any) -> str:
    """Return a whole page."""
    return env().get_template(template).render({**context(lang, state), **more})


def env() -> Environment:
    return environment(more=[KINDS / "petition" / "jinja2"])


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
        "tree": {"size": "1,204", "root": "u8Qz0fE4mF7cQ1yD2vB9kR6tW3xN5aJ8hL0pS4uE7gI="},
        "promise": promise(words),
        "words": FORM_WORDS,
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
    return {
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


def body(words: dict[str, Any]) -> list[dict[str, Any]]:
    """Every block that exists, as the studio gives them."""
    text = Markup("<p>{0}</p><p>{0}</p>").format(words["paragraph"])
    own = {"heading": words["story"], "text": text, "source": "field reports, autumn 2020"}
    facts = [
        {
            "number": "471",
            "text": "people in prison for political reasons",
            "source": "Viasna Human Rights Centre",
            "as_of": "7 June 2021",
            "stale": True,
        },
        {
            "number": "6",
            "text": "months locked up before trial",
            "source": "Case record",
            "as_of": "2021",
            "stale": False,
        },
    ]
    values: dict[str, dict[str, Any]] = {
        "story": own,
        "facts": {"facts": facts},
        "demands": {"heading": words["ask"], "demands": words["demands"]},
        "quote": {
            "text": "His parents ask for one thing: let him come home.",
            "speaker": "A neighbour",
            "lang": "",
        },
        "picture": {
            "file": {"src": static("video.svg"), "width": 640, "height": 360},
            "alt": "Drawing of a crowd",
            "caption": "A march.",
            "credit": "own drawing",
        },
        "letter": {
            "heading": "The letter",
            "address": ["Minister of Foreign Affairs", "Minsk, Belarus"],
            "subject": "Maryia Kalesnikava",
            "salutation": "Dear Minister,",
            "text": text,
            "closing": "Yours faithfully,",
            "lang": "en",
            "dir": "ltr",
        },
        "video": {
            "heading": "Watch: women taken from a march",
            "href": "/media/march.webm",
            "poster": None,
            "length": "2 min 10 s",
            "note": "Hundreds of women were detained at one peaceful march.",
            "transcript": text,
            "captions": [{"lang": "en", "name": "English", "href": "/media/march.en.vtt"}],
        },
        "steps": {
            "heading": "How it works",
            "steps": [
                {"title": "You write", "text": "A few lines.", "art": art, "file": None}
                for art in ("write", "read", "print", "post")
            ],
        },
        "downloads": {
            "heading": "Take it along",
            "files": [
                {
                    "title": "Узор ліста",
                    "href": "/media/letter.odt",
                    "language": "Belarusian",
                    "lang": "be",
                    "kind": "ODT",
                    "size": "40 KB",
                }
            ],
        },
        "call_to_action": {
            "heading": "Write again in December",
            "text": "Every year around 10 December people meet to write letters.",
            "label": "Find an evening",
            "href": "/en/",
        },
    }
    return [{"block_type": name, "value": value} for name, value in values.items()]
