"""From the record of the case to the ways, rules and lines of one page."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from zvarot.cases.models import Case
from zvarot.cases.queries import mail_rules, route_lines
from zvarot.contract.fields import Choice, Field, Message
from zvarot.contract.form import Form
from zvarot.contract.message import FIELD, ROUTE, Reach, Route, RouteLine
from zvarot.contract.message_view import Line, Mail
from zvarot.contract.wording import Wording
from zvarot.lib.marks import mark as _
from zvarot.lib.words import words as words_in


def wanted(main: str, others: Iterable[str]) -> tuple[Route, ...]:
    """Give the ways that a page names, the usual one first, each once."""
    known = {route.value for route in Route}
    return tuple(Route(name) for name in dict.fromkeys((main, *others)) if name in known)


def reachable(case: Case | None, routes: Iterable[Route], lang: str) -> tuple[RouteLine, ...]:
    """Give the ways of a page that the record allows, as the record knows them.

    A way that the record does not tell of is uncertain; such a page can be looked at, but it is
    not published (problems.py).
    """
    known = {line.route: line for line in route_lines(case, lang)} if case else {}
    lines = (known.get(route, RouteLine(route=route, reach=Reach.UNCERTAIN)) for route in routes)
    return tuple(line for line in lines if line.reach is not Reach.IMPOSSIBLE)


def mail_of(
    case: Case | None,
    routes: tuple[RouteLine, ...],
    lines: Iterable[Any],
    words: Wording,
    *,
    asks_route: bool,
) -> Mail | None:
    """Give what the form needs of all this; None if no way is left.

    A line that the rules speak against is never suggested, also if the rules have changed since.
    """
    if not routes:
        return None
    rules = mail_rules(case, words.lang) if case else None
    has_choice = asks_route or (rules is not None and routes[0].route is Route.PRISON)
    plain = Mail(routes=routes if has_choice else routes[:1], rules=rules)
    suggested = (_line(block.value, words.lang) for block in lines)
    return replace(
        plain,
        lines=tuple(
            line for line in suggested if not plain.warnings(line.text, routes[0].route.value)
        ),
        asks_route=asks_route and len(routes) > 1,
        source=_source(rules.source, words.date(rules.as_of), words)
        if rules and rules.as_of and rules.source
        else "",
    )


def shaped(form: Form, mail: Mail | None, words: Wording, *, max_chars: int) -> Form:
    """Give the form of a page: its ways, its length, the languages that are read."""
    if mail is None:
        return form
    fields: list[Field] = []
    for field in form.fields:
        if isinstance(field, Message) and field.name == FIELD:
            hint = " ".join(
                text for text in (words.gettext(field.hint), _read(mail, words)) if text
            )
            fields.append(replace(field, max_chars=max_chars, hint=hint))
        elif isinstance(field, Choice) and field.name == ROUTE:
            offered = {line.route.value for line in mail.routes}
            options = tuple(pair for pair in field.options if pair[0] in offered)
            fields.append(replace(field, options=options, required=mail.asks_route))
        else:
            fields.append(field)
    return Form(tuple(fields))


def _line(value: Any, page_lang: str) -> Line:
    lang = value["language"] or page_lang
    return Line(
        text=value["text"], lang=lang, dir=words_in(lang).dir, meaning=value["meaning"] or ""
    )


def _read(mail: Mail, words: Wording) -> str:
    goes_to_prison = any(line.route is Route.PRISON for line in mail.routes)
    if not goes_to_prison or mail.rules is None or not mail.rules.language_names:
        return ""
    text = _("Languages that are read in the prison: {languages}.")
    return words.gettext(text).format(languages=", ".join(mail.rules.language_names))


def _source(source: str, day: str, words: Wording) -> str:
    return words.gettext(_("Source: {source}, as of {day}")).format(source=source, day=day)
