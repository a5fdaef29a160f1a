"""Load the demonstration's mail rules: what is known of how prisons treat letters."""

from collections.abc import Iterable
from typing import Any

from zvarot.cases.mail import (
    CaseRoute,
    MailRules,
    MailRulesText,
    ReasonToAvoid,
    RouteNote,
    WordsToAvoid,
)


def load_rules(rows: Iterable[dict[str, Any]]) -> dict[str, MailRules]:
    """Give all rules by their short names; what is there already is left alone."""
    return {row["slug"]: _rules(row) for row in rows}


def routes_of(rows: Iterable[dict[str, Any]]) -> list[CaseRoute]:
    """Give the ways to the person of a case, with their notes."""
    return [_route(row) for row in rows]


def _rules(row: dict[str, Any]) -> MailRules:
    known = MailRules.objects.filter(slug=row["slug"]).first()
    if known:
        return known
    rules = MailRules(
        slug=row["slug"],
        languages=row["languages"],
        address_form=row["address_form"],
        as_of=row["as_of"],
    )
    rules.texts = [
        MailRulesText(
            language=language,
            name=name,
            who_may_write=row["who_may_write"][language],
            source=row["source"][language],
        )
        for language, name in row["name"].items()
    ]
    rules.words = [
        WordsToAvoid(topic=topic, language=language, words=words)
        for topic, by_language in row["words"].items()
        for language, words in by_language.items()
    ]
    rules.reasons = [
        ReasonToAvoid(topic=topic, language=language, text=text)
        for topic, by_language in row["reason"].items()
        for language, text in by_language.items()
    ]
    rules.save()
    rules.save_revision().publish()
    return rules


def _route(row: dict[str, Any]) -> CaseRoute:
    route = CaseRoute(route=row["route"], reach=row["reach"], checked_on=row["checked_on"])
    route.notes = [
        RouteNote(language=language, text=text) for language, text in row["note"].items()
    ]
    return route
