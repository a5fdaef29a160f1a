"""The importers on the real lists, as they were published: counts, gaps, dirt, time."""

import time
from datetime import date

import pytest

from tests.shared_data import shared
from zvarot.contract import email
from zvarot.journal.models import Entry
from zvarot.offices.addressing import addressing
from zvarot.offices.importing import services
from zvarot.offices.importing.formats import READERS
from zvarot.offices.importing.rows import Options
from zvarot.offices.importing.services import Report
from zvarot.offices.models import Channel, Holder, Office
from zvarot.offices.queries import expired_holders, in_divisions, reachable
from zvarot.targets.lookup import us_states

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)


def brought_in(name: str, kind: str, *, day: date = DAY, country: str = "") -> Report:
    content = shared(name).read_bytes()
    rows = READERS[kind](content, Options(day=day, country=country))
    return services.run(rows, dry_run=False, actor="maryna", source=name, day=day)


def test_congress_has_a_hundred_senators_who_all_can_be_reached() -> None:
    report = brought_in("us/legislators-current.csv", "congress")

    senators = Office.objects.filter(body="us-senate")
    assert report.counts()["created"] == 537
    assert senators.count() == 100
    assert all(reachable(each, date(2026, 11, 1)) for each in senators)
    assert not Channel.objects.filter(kind="email").exists()
    assert {holder.names.get().text for holder in expired_holders(DAY)} == {
        "Ashley Moody",
        "Jon Husted",
    }


def test_a_zip_finds_its_two_senators() -> None:
    brought_in("us/legislators-current.csv", "congress")

    found = in_divisions("us-senate", us_states(postal_code="10001").divisions)

    greeted = {addressing(each, "en", DAY).salutation for each in found}
    assert greeted == {"Dear Senator Schumer,", "Dear Senator Gillibrand,"}
    assert not in_divisions("us-senate", us_states(postal_code="20500").divisions).exists()


def test_the_house_of_commons_is_read_in_less_than_five_seconds() -> None:
    started = time.perf_counter()
    report = brought_in("uk/mps-2026-06.csv", "uk")
    took = time.perf_counter() - started

    assert (report.counts()["created"], report.counts()["problem"]) == (650, 4)
    assert Channel.objects.filter(kind="email").count() == 646
    assert took < 5


def test_the_european_parliament_writes_names_as_people_do() -> None:
    report = brought_in("eu/meps-2024-10.csv", "eu")

    names = {holder.names.get().text for holder in Holder.objects.all()}
    assert report.counts()["created"] == 718
    assert Office.objects.filter(country="GR").count() == 21
    assert Office.objects.values("country").distinct().count() == 27
    assert "Cynthia Ní Mhurchú" in names
    assert "Michael McNamara" in names
    assert not [name for name in names if name.split()[-1].isupper()]


@pytest.mark.parametrize(
    ("country", "offices", "left"),
    [("CA", 338, 0), ("BY", 109, 0), ("LT", 135, 15), ("UA", 422, 19), ("IR", 289, 0)],
)
def test_a_parliament_of_any_country_and_script(country: str, offices: int, left: int) -> None:
    name = f"legislators/{country.lower()}-popolo.json"

    report = brought_in(name, "popolo", day=date(2015, 11, 30), country=country)

    assert (report.counts()["created"], report.counts()["skipped"]) == (offices, left)
    assert all(
        email.address(value)
        for value in Channel.objects.filter(kind="email").values_list("value", flat=True)
    )


def test_dirty_addresses_are_reported_and_not_used() -> None:
    report = brought_in(
        "legislators/by-popolo.json", "popolo", day=date(2015, 11, 30), country="BY"
    )

    problems = [line.why for line in report.lines if line.outcome == services.PROBLEM]
    assert len(problems) == 3
    assert any("http://192.168.2.3" in why for why in problems)
    assert not Channel.objects.filter(value__contains="192.168").exists()
    assert not Channel.objects.filter(value__startswith="palchyk").exists()


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("us/legislators-current.csv", "congress", ""),
        ("uk/mps-2026-06.csv", "uk", ""),
        ("eu/meps-2024-10.csv", "eu", ""),
        ("legislators/ca-popolo.json", "popolo", "CA"),
    ],
)
def test_the_same_list_twice_changes_nothing(name: str, kind: str, country: str) -> None:
    brought_in(name, kind, country=country)
    before = _all()

    again = brought_in(name, kind, country=country)

    counts = again.counts()
    assert (counts["created"], counts["updated"], counts["missing"]) == (0, 0, 0)
    assert _all() == before
    assert Entry.objects.filter(verb="offices.imported").count() == 2


def _all() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Office, Holder, Channel)]
