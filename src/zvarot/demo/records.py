"""Load the demonstration's cases and offices."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from zvarot.cases.mail import MailRules
from zvarot.cases.models import Case, CaseFact, CaseName
from zvarot.demo.files import ART
from zvarot.demo.mail import routes_of
from zvarot.offices.models import Channel, Office, OfficeTitle
from zvarot.studio.pictures import DRAWINGS

_ART_OF = {
    "belarus-peaceful-protest": "crowd.svg",
    "belarus-prisoners": "crowd.svg",
    "maryia-kalesnikava": "heart.svg",
    "mikita-zalatarou": "candle.svg",
}


def load_offices(rows: Iterable[dict[str, Any]]) -> dict[str, Office]:
    """Give every office by its slug; what is there already is left alone."""
    return {row["slug"]: _office(row) for row in rows}


def load_cases(rows: Iterable[dict[str, Any]], rules: dict[str, MailRules]) -> dict[str, Case]:
    """Give every case by its slug; what is there already is left alone."""
    for drawing in sorted(ART.glob("*.svg")):
        place_drawing(drawing)
    return {row["slug"]: _case(row, rules) for row in rows}


def place_drawing(drawing: Path) -> None:
    """Copy a drawing to where pages look for it."""
    name = DRAWINGS + drawing.name
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(drawing.read_bytes()))


def _office(row: dict[str, Any]) -> Office:
    known = Office.objects.filter(slug=row["slug"]).first()
    if known:
        return known
    office = Office(slug=row["slug"], country=row["country"], language=row.get("language", "be"))
    office.titles = [
        OfficeTitle(
            language=language,
            title=title,
            organisation=row["organisation"][language],
            salutation=row["salutation"][language],
            lines="\n".join(row["lines"][language]),
        )
        for language, title in row["title"].items()
    ]
    office.channels = [Channel(**channel) for channel in row.get("channel", ())]
    office.save()
    office.save_revision().publish()
    return office


def _case(row: dict[str, Any], rules: dict[str, MailRules]) -> Case:
    known = Case.objects.filter(slug=row["slug"]).first()
    if known:
        return known
    is_community = row["status"] == "community"
    case = Case(
        slug=row["slug"],
        is_community=is_community,
        status=Case.Status.AT_RISK if is_community else row["status"],
        status_on=row.get("status_on"),
        is_minor=row.get("is_minor", False),
        consent=Case.Consent.NOT_NEEDED if is_community else row.get("consent_by", "public"),
        consent_note=row["consent"],
        drawing=_ART_OF.get(row["slug"], ""),
        picture_is_drawing=True,
        mail_rules=rules.get(row.get("mail_rules", "")),
    )
    pronouns = row.get("pronoun", {})
    case.names = [
        CaseName(language=name["lang"], text=name["text"], pronouns=pronouns.get(name["lang"], ""))
        for name in row["names"]
    ]
    case.facts = [
        CaseFact(
            key=fact["id"],
            language=language,
            number=fact.get("number", ""),
            text=text,
            source=fact["source"][language],
            as_of=fact["as_of"],
        )
        for fact in row["fact"]
        for language, text in fact["text"].items()
    ]
    case.routes = routes_of(row.get("route", ()))
    case.save()
    case.save_revision().publish()
    return case
