"""Give a country's offices as Popolo, so that others can use what was collected here.

An office is a post, a holder is a person with a membership in it. Channels of the holder stand
with the membership, those of the office with the post.
Source: popoloproject.com/specs
"""

from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.text import slugify

from zvarot.offices.models import Channel, Holder, HolderName, Office, OfficeTitle

_TYPES: Final = {
    Channel.Kind.EMAIL: "email",
    Channel.Kind.PHONE: "voice",
    Channel.Kind.FAX: "fax",
    Channel.Kind.POST: "address",
    Channel.Kind.WEB_FORM: "url",
    Channel.Kind.EMBASSY: "address",
    Channel.Kind.HANDOVER: "address",
}
_GENDER: Final = {Holder.Gender.WOMAN: "female", Holder.Gender.MAN: "male"}
Thing = dict[str, Any]


def popolo(country: str) -> Thing:
    """Give all offices of the country and who holds them or held them."""
    offices = _offices(country)
    held = [(office, holder) for office in offices for holder in office.holders.all()]
    return {
        "persons": [_person(holder) for _office, holder in held],
        "organizations": _organizations(list(offices)),
        "areas": _areas(list(offices)),
        "posts": [_post(office) for office in offices],
        "memberships": [_membership(office, holder) for office, holder in held],
    }


def _offices(country: str) -> QuerySet[Office]:
    return Office.objects.filter(country=country.upper(), live=True).prefetch_related(
        "titles", "channels", "holders__names"
    )


def _person(holder: Holder) -> Thing:
    names = list(holder.names.all())
    first = names[0] if names else HolderName()
    return _filled(
        id=f"holder-{holder.pk}",
        name=first.text,
        given_name=first.given_name,
        family_name=first.family_name,
        gender=_GENDER.get(Holder.Gender(holder.gender), ""),
        other_names=[{"name": name.text, "note": f"lang: {name.language}"} for name in names[1:]],
        identifiers=[
            {"scheme": scheme, "identifier": text} for scheme, text in holder.identifiers.items()
        ],
    )


def _organizations(offices: list[Office]) -> list[Thing]:
    found = {_organisation_id(office): _organisation(office) for office in offices}
    return [{"id": key, "name": name} for key, name in sorted(found.items())]


def _organisation(office: Office) -> str:
    return _title(office).organisation or office.body or office.country


def _organisation_id(office: Office) -> str:
    return office.body or slugify(_organisation(office), allow_unicode=True)


def _areas(offices: list[Office]) -> list[Thing]:
    divisions = {office.jurisdiction for office in offices if office.jurisdiction}
    return [{"id": one, "identifier": one, "name": one} for one in sorted(divisions)]


def _post(office: Office) -> Thing:
    titles = list(office.titles.all())
    return _filled(
        id=office.slug,
        label=_title(office).title,
        other_label=[title.title for title in titles[1:]],
        organization_id=_organisation_id(office),
        area_id=office.jurisdiction,
        contact_details=_details(office, is_personal=False),
    )


def _membership(office: Office, holder: Holder) -> Thing:
    return _filled(
        person_id=f"holder-{holder.pk}",
        post_id=office.slug,
        organization_id=_organisation_id(office),
        area_id=office.jurisdiction,
        start_date=_day(holder.held_from),
        end_date=_day(holder.held_until),
        contact_details=_details(office, is_personal=True) if holder.held_until is None else [],
        sources=[],
    )


def _details(office: Office, *, is_personal: bool) -> list[Thing]:
    return [
        _filled(type=_TYPES[Channel.Kind(channel.kind)], value=channel.value, note=channel.note)
        for channel in office.channels.all()
        if channel.is_personal == is_personal and channel.health != Channel.Health.OFF
    ]


def _title(office: Office) -> OfficeTitle:
    return next(iter(office.titles.all()), None) or OfficeTitle(title=office.slug)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _filled(**values: Any) -> Thing:
    """Leave out what is empty."""
    return {name: value for name, value in values.items() if value}
