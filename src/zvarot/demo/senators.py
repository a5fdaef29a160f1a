"""Load the senators of the USA as offices, all at once: one page writes to two of them."""

import csv
from datetime import date
from itertools import chain
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Revision

from zvarot.demo.files import CONTENT
from zvarot.offices.models import Channel, Holder, HolderName, Office, OfficeTitle

# The day of the table: a term that ends between it and today leaves the seat without a name.
AS_OF: Final = date(2026, 6, 15)
_SOURCE: Final = "unitedstates/congress-legislators"


def load_senators() -> None:
    """Make one office for each seat; what is there already is left alone."""
    with (CONTENT / "us-senators.csv").open(encoding="utf-8", newline="") as file:
        rows = {_slug(row): row for row in csv.DictReader(file)}
    known = set(Office.objects.filter(slug__in=rows).values_list("slug", flat=True))
    made = [(_office(slug, row), row) for slug, row in rows.items() if slug not in known]
    Office.objects.bulk_create([office for office, _ in made])
    OfficeTitle.objects.bulk_create(chain.from_iterable(_titles(*one) for one in made))
    Channel.objects.bulk_create(chain.from_iterable(_channels(*one) for one in made))
    _name_holders(made)
    _keep_revisions([office for office, _ in made])


def _slug(row: dict[str, str]) -> str:
    return f"us-senate-{row['state']}-{row['rank']}".lower()


def _office(slug: str, row: dict[str, str]) -> Office:
    return Office(
        slug=slug, country="US", body="us-senate", jurisdiction=row["division"], language="en"
    )


def _titles(office: Office, row: dict[str, str]) -> list[OfficeTitle]:
    is_held = date.fromisoformat(row["term_end"]) >= timezone.now().date()
    lines = f"{row['office']}\nWashington, DC 20510"
    greeting = f"Dear Senator {row['family_name']}," if is_held else "Dear Senator,"
    words = {
        "en": (f"Senator for {row['state_en']}", "United States Senate"),
        "be": (f"Сенатар ЗША ад штата {row['state_be']}", "Сенат ЗША"),
    }
    return [
        OfficeTitle(
            office=office,
            language=language,
            title=title,
            organisation=organisation,
            salutation=greeting,
            lines=lines,
            sort_order=place,
        )
        for place, (language, (title, organisation)) in enumerate(words.items())
    ]


def _channels(office: Office, row: dict[str, str]) -> list[Channel]:
    found = [(Channel.Kind.WEB_FORM, row["web_form"]), (Channel.Kind.PHONE, row["phone"])]
    return [
        Channel(office=office, kind=kind, value=value, checked_on=AS_OF, sort_order=place)
        for place, (kind, value) in enumerate(found)
        if value
    ]


def _name_holders(made: list[tuple[Office, dict[str, str]]]) -> None:
    holders = Holder.objects.bulk_create(
        Holder(
            office=office,
            gender=row["gender"],
            held_from=date.fromisoformat(row["term_start"]),
            held_until=date.fromisoformat(row["term_end"]),
            as_of=AS_OF,
            source=_SOURCE,
            sort_order=0,
        )
        for office, row in made
    )
    HolderName.objects.bulk_create(
        HolderName(holder=holder, language="en", text=row["name"], sort_order=0)
        for holder, (_, row) in zip(holders, made, strict=True)
    )


def _keep_revisions(offices: list[Office]) -> None:
    """Give each office the published revision that the studio's editor opens."""
    content_type = ContentType.objects.get_for_model(Office)
    now = timezone.now()
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(office.pk),
            object_str=str(office),
            content=_content(office),
            created_at=now,
        )
        for office in offices
    )
    for office, revision in zip(offices, revisions, strict=True):
        office.latest_revision = office.live_revision = revision
        office.first_published_at = office.last_published_at = now
    Office.objects.bulk_update(
        offices,
        ["latest_revision", "live_revision", "first_published_at", "last_published_at"],
        batch_size=100,
    )


def _content(office: Office) -> dict[str, Any]:
    content: dict[str, Any] = office.serializable_data()
    return content
