"""What keeps a page of messages from opening, in sentences an editor can act on."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from zvarot.cases.mail import CaseRoute
from zvarot.cases.queries import mail_rules, route_lines
from zvarot.contract.message import Reach
from zvarot.contract.message_view import Mail
from zvarot.kinds.message.routes import reachable, wanted

FEWEST_LINES, MOST_LINES = 3, 5


def page_problems(page: Any) -> list[tuple[str, str]]:
    """Say which settings contradict the record of the case, each with the field to change."""
    return [*_routes(page), *_rules(page), *_artwork(page)]


def line_problems(page: Any, original: Any) -> list[str]:
    """Say what is wrong with the suggested lines of one language."""
    lines = [block.value for block in page.lines]
    found = []
    if lines and not FEWEST_LINES <= len(lines) <= MOST_LINES:
        found.append(_("Write three to five lines, or none."))
    routes = reachable(
        original.case, wanted(original.route, original.other_routes), page.locale.language_code
    )
    if not routes or original.case is None:
        return found
    mail = Mail(routes=routes, rules=mail_rules(original.case, page.locale.language_code))
    for line in lines:
        for warning in mail.warnings(line["text"], routes[0].route.value):
            why = ", ".join(warning.words) or _("its language or its length")
            found.append(
                _("The prison may stop the line “%(line)s”, because of: %(why)s.")
                % {"line": line["text"], "why": why}
            )
    return found


def _routes(page: Any) -> Iterator[tuple[str, str]]:
    if page.case is None:
        return
    known = {line.route: line.reach for line in route_lines(page.case, "en")}
    names = dict(CaseRoute.Way.choices)
    for route in wanted(page.route, page.other_routes):
        field = "route" if route == page.route else "other_routes"
        if route not in known:
            text = _(
                "The case does not say whether messages arrive this way: %s. Write it down there."
            )
        elif known[route] is Reach.IMPOSSIBLE:
            text = _(
                "By the record of the case, nothing arrives this way: %s. The page may not "
                "promise it. Choose another way."
            )
        else:
            continue
        yield field, text % names[route.value]


def _rules(page: Any) -> Iterator[tuple[str, str]]:
    rules = page.case.mail_rules if page.case else None
    if rules and not rules.live:
        yield "case", _("The mail rules of the case are only a draft. Publish them first.")


def _artwork(page: Any) -> Iterator[tuple[str, str]]:
    if not page.artwork and not page.artwork_drawing:
        return
    if not page.artwork_credit:
        yield "artwork_credit", _("Say who made the picture, as the artist wants to be named.")
    if not page.artwork_consent:
        yield (
            "artwork_consent",
            _("Write down who agreed that the picture is printed, when, and for what."),
        )
