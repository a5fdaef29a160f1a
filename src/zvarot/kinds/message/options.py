"""What moderators and cards work by: copied into the action when its page is published."""

from collections.abc import Sequence
from typing import Any

from zvarot.cases.queries import mail_rules, route_lines
from zvarot.kinds.message.artwork import artwork_option
from zvarot.kinds.message.routes import wanted


def options_of(original: Any, pages: Sequence[Any]) -> dict[str, Any]:
    """Give the options of an action. original -- has the settings; pages -- one a language.

    mail -- rules of the prison, and all ways of the record, those of the page first.
    names -- of the recipient, which a message may well hold. lines -- suggested, by language.
    two_eyes -- whether two people look at each. artwork -- see artwork.py; None: no picture.
    first_batch_on -- ISO date.
    """
    case, lang = original.case, original.locale.language_code
    rules = mail_rules(case, lang) if case else None
    own = wanted(original.route, original.other_routes)
    known = route_lines(case, lang) if case else ()
    routes = sorted(
        known, key=lambda line: own.index(line.route) if line.route in own else len(own)
    )
    first = original.first_batch_on
    names = [name.text for name in case.names.all()] if case else []
    return {
        "mail": {
            "rules": rules.to_json() if rules else None,
            "routes": [line.to_json() for line in routes],
        },
        "names": list(dict.fromkeys([*names, *(page.speaks_to() for page in pages)])),
        "lines": {
            page.locale.language_code: [block.value["text"] for block in page.lines]
            for page in pages
        },
        "two_eyes": original.two_eyes,
        "artwork": artwork_option(original),
        "first_batch_on": first.isoformat() if first else None,
    }
