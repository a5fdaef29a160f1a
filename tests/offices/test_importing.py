"""The one writer: once, nothing taken from staff, a successor ends a term, dry runs are dry."""

from datetime import date

import pytest

from zvarot.journal.models import Entry
from zvarot.offices.addressing import addressing
from zvarot.offices.importing import services, table
from zvarot.offices.importing.rows import Options
from zvarot.offices.importing.services import Report
from zvarot.offices.models import Channel, Holder, Office

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
HEAD = "key,title,name,gender,email,phone,from,until\n"
FIRST = HEAD + "mfa,Minister of Libraries,Ihar Kniha,m,office@example.org,+375 17 1,2020-01-01,\n"


def brought_in(text: str, *, dry_run: bool = False, day: date = DAY) -> Report:
    rows = table.read(text.encode(), Options(day=day, country="BY", language="en"))
    return services.run(rows, dry_run=dry_run, actor="maryna", source="ministries.csv", day=day)


def outcomes(report: Report) -> list[str]:
    return [line.outcome for line in report.lines]


def test_a_new_office_can_be_addressed_and_reached() -> None:
    report = brought_in(FIRST)

    office = Office.objects.get()
    assert outcomes(report) == ["created"]
    assert (office.live, office.country, office.slug) == (True, "BY", "table-by-mfa")
    assert addressing(office, "en", DAY).block == ("Ihar Kniha", "Minister of Libraries")
    assert {channel.kind for channel in office.channels.all()} == {"email", "phone"}


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    report = brought_in(FIRST, dry_run=True)

    assert outcomes(report) == ["created"]
    assert not Office.objects.exists()
    assert not Entry.objects.exists()


def test_the_same_file_twice_changes_nothing() -> None:
    brought_in(FIRST)

    assert outcomes(brought_in(FIRST)) == ["unchanged"]
    assert Holder.objects.count() == 1
    assert Channel.objects.count() == 2


def test_a_later_day_is_noted_although_nothing_changed() -> None:
    brought_in(FIRST)
    later = date(2026, 12, 24)

    assert outcomes(brought_in(FIRST, day=later)) == ["unchanged"]
    assert Holder.objects.get().as_of == later


def test_what_staff_added_stays() -> None:
    brought_in(FIRST)
    office = Office.objects.get()
    Channel.objects.create(office=office, kind="fax", value="1")
    Channel.objects.filter(kind="email").update(health="works", per_hour=20)
    office.titles.update(salutation="Dear Minister,")

    brought_in(FIRST.replace("+375 17 1", "+375 17 2"))

    email, phone = Channel.objects.get(kind="email"), Channel.objects.get(kind="phone")
    assert (email.health, email.per_hour) == ("works", 20)
    assert phone.value == "+375 17 2"
    assert Channel.objects.filter(kind="fax").exists()
    assert addressing(office, "en", DAY).salutation == "Dear Minister,"


def test_an_address_that_changed_is_not_checked_any_more_but_keeps_its_pace() -> None:
    brought_in(FIRST)
    Channel.objects.filter(kind="email").update(health="bounces", per_hour=20, checked_on=DAY)

    report = brought_in(FIRST.replace("office@", "new@"))

    email = Channel.objects.get(kind="email")
    assert outcomes(report) == ["updated"]
    assert (email.value, email.health, email.checked_on) == ("new@example.org", "unknown", None)
    assert email.per_hour == 20


def test_a_successor_ends_the_term_before() -> None:
    brought_in(FIRST)

    report = brought_in(FIRST.replace("Ihar Kniha,m", "Ada Arkuš,f").replace("2020", "2026"))

    office = Office.objects.get()
    assert "holder" in report.lines[0].why
    assert addressing(office, "en", date(2025, 12, 31)).holder == "Ihar Kniha"
    assert addressing(office, "en", date(2026, 1, 1)).holder == "Ada Arkuš"


def test_an_older_file_does_not_bring_back_who_has_left() -> None:
    brought_in(FIRST.replace("Ihar Kniha", "Ada Arkuš"))

    brought_in(FIRST, day=date(2021, 1, 1))

    assert Holder.objects.get().names.get().text == "Ada Arkuš"


def test_who_comes_back_for_a_new_term_is_one_holder() -> None:
    brought_in(FIRST.replace("2020-01-01,", "2020-01-01,2024-01-01"))

    brought_in(FIRST.replace("2020-01-01", "2025-01-01"))

    holder = Holder.objects.get()
    assert (holder.held_from, holder.held_until) == (date(2025, 1, 1), None)


def test_an_office_with_unpublished_changes_is_left_alone() -> None:
    brought_in(FIRST)
    Office.objects.update(has_unpublished_changes=True)

    report = brought_in(FIRST.replace("office@", "new@"))

    assert outcomes(report) == ["skipped"]
    assert Channel.objects.get(kind="email").value == "office@example.org"


def test_the_editor_opens_what_the_import_wrote() -> None:
    brought_in(FIRST)
    office = Office.objects.get()
    office.save_revision().publish()

    brought_in(FIRST.replace("office@", "new@"))

    opened = Office.objects.get().get_latest_revision_as_object()
    assert "new@example.org" in {channel.value for channel in opened.channels.all()}
    assert Office.objects.get().has_unpublished_changes is False


def test_an_office_that_is_not_in_the_file_any_more_is_named() -> None:
    brought_in(FIRST + "two,Second Minister,,,,,,\n")

    report = brought_in(FIRST)

    assert outcomes(report) == ["unchanged", "missing"]
    assert report.lines[1].label == "Second Minister"
    assert Office.objects.count() == 2


def test_an_office_twice_in_one_file_is_a_problem() -> None:
    report = brought_in(FIRST + FIRST.removeprefix(HEAD))

    assert outcomes(report) == ["problem", "created"]
    assert report.has_problems


def test_a_term_that_ends_before_it_begins_is_a_problem() -> None:
    report = brought_in(FIRST.replace("2020-01-01,", "2020-01-01,2019-01-01"))

    assert outcomes(report) == ["problem"]
    assert not Office.objects.exists()


def test_the_journal_has_the_counts_and_no_addresses() -> None:
    brought_in(FIRST)

    entry = Entry.objects.get()
    assert (entry.verb, entry.actor, entry.subject) == (
        "offices.imported",
        "maryna",
        "ministries.csv",
    )
    assert entry.detail["created"] == 1
    assert "example.org" not in str(entry.detail)
