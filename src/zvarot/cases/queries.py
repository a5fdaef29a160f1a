"""What the record of a case says of mail, as the plain data that pages and cards work with."""

from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from zvarot.cases.mail import CaseRoute, MailRules, listed
from zvarot.cases.models import Case
from zvarot.contract.message import Avoid, Reach, Route, RouteLine
from zvarot.contract.message import MailRules as Rules
from zvarot.lib.words import words

CHECK_AFTER: Final = timedelta(days=180)
_SOURCE_LANGUAGE: Final = "en"


def mail_rules(case: Case, lang: str) -> Rules | None:
    """Give the rules of the prison that a case is held in, in the page's language."""
    found = case.mail_rules
    if found is None or not found.live:
        return None
    text = _in(lang, found.texts.all())
    why = _reasons(found, lang)
    codes = listed(found.languages)
    return Rules(
        name=text.name if text else found.slug,
        languages=codes,
        language_names=tuple(_language_name(code, lang) for code in codes),
        avoid=tuple(
            Avoid(
                key=row.topic,
                lang=row.language,
                stems=listed(row.words),
                why=why.get(row.topic, ""),
            )
            for row in found.words.all()
        ),
        max_chars=found.longest or 0,
        who_may_write=text.who_may_write if text else "",
        address_form=found.address_form,
        source=text.source if text else "",
        as_of=found.as_of,
    )


def route_lines(case: Case, lang: str) -> tuple[RouteLine, ...]:
    """Give every way that the record knows of, in its order, with its note in that language."""
    return tuple(
        RouteLine(
            route=Route(row.route),
            reach=Reach(row.reach),
            note=note.text if (note := _in(lang, row.notes.all())) else "",
            checked_on=row.checked_on,
        )
        for row in case.routes.all()
    )


def old_rules(today: date) -> QuerySet[MailRules]:
    """Give the rules whose day to look again has come."""
    return MailRules.objects.filter(live=True, nag_on__lte=today)


def unchecked_routes(today: date) -> QuerySet[CaseRoute]:
    """Give the ways that nobody has checked for half a year."""
    return CaseRoute.objects.filter(
        case__live=True, checked_on__lte=today - CHECK_AFTER
    ).select_related("case")


def _reasons(rules: MailRules, lang: str) -> dict[str, str]:
    rows = list(rules.reasons.all())
    topics = {row.topic for row in rows}
    chosen = {topic: _in(lang, [row for row in rows if row.topic == topic]) for topic in topics}
    return {topic: row.text for topic, row in chosen.items() if row}


def _in(lang: str, rows: Any) -> Any:
    """Choose the row in that language; else the English one, else the first."""
    by_language = {row.language: row for row in reversed(list(rows))}
    first = next(reversed(by_language.values()), None)
    return by_language.get(lang) or by_language.get(_SOURCE_LANGUAGE) or first


def _language_name(code: str, lang: str) -> str:
    return str(words(code).locale.get_language_name(words(lang).locale) or code)
