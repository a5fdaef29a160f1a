"""Offices are brought in from the studio: what would change is shown, then confirmed."""

import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.studio import world
from zvarot.journal.models import Entry
from zvarot.offices.models import Holder, HolderName, Office, OfficeTitle
from zvarot.studio.founding import AUTHORS, ensure_site
from zvarot.studio.office_dues import office_dues

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/offices/import/"
LIST = b"title,name,email\nMinister of Libraries,Ada Arku\xc5\xa1,office@example.org\nJudge,,oh\n"
TODAY = date(2026, 11, 24)


def asked(client: Client, content: bytes = LIST, **more: str) -> str:
    file = SimpleUploadedFile("ministries.csv", content)
    fields = {"format": "table", "country": "by", "language": "en", "day": "2026-11-24"}
    return client.post(ADDRESS, {**fields, "file": file, **more}).content.decode()


def kept(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))


def test_what_would_change_is_shown_and_nothing_is_written() -> None:
    ensure_site()

    html = asked(world.editor())

    assert "Minister of Libraries: Ada Arkuš" in html
    assert "New: 2." in html
    assert "Problems: 1." in html
    assert not Office.objects.exists()


def test_what_was_looked_at_is_imported_when_confirmed() -> None:
    ensure_site()
    maryna = world.editor()
    fields = kept(asked(maryna))

    answer = maryna.post(ADDRESS, {**fields, "confirm": "yes"})

    assert answer.status_code == 302
    assert {str(each) for each in Office.objects.all()} == {"Minister of Libraries", "Judge"}
    assert Entry.objects.get(verb="offices.imported").subject == "ministries.csv"


def test_a_file_cannot_be_confirmed_unseen() -> None:
    ensure_site()

    asked(world.editor(), confirm="yes")

    assert not Office.objects.exists()


def test_what_was_kept_cannot_be_changed() -> None:
    ensure_site()
    maryna = world.editor()
    fields = kept(asked(maryna))

    answer = maryna.post(ADDRESS, {**fields, "kept": "x" + fields["kept"], "confirm": "yes"})

    assert "Choose the file again" in answer.content.decode()
    assert not Office.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"), [(b"nothing", "headings"), (b"PK\x03\x04", "cannot be read")]
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, says: str) -> None:
    ensure_site()

    assert says in asked(world.editor(), content)


def test_who_may_not_publish_offices_may_not_import_them() -> None:
    ensure_site()
    author = get_user_model().objects.create_user("ihar", password="x")
    author.groups.add(Group.objects.get(name=AUTHORS))
    client = Client()
    client.force_login(author)

    # Wagtail sends those who may not back to its first page.
    assert client.get(ADDRESS).status_code in {302, 403}
    assert "Import offices" not in client.get("/admin/").content.decode()


def test_the_menu_leads_there() -> None:
    ensure_site()
    maryna = world.editor()

    assert ADDRESS in maryna.get("/admin/").content.decode()
    assert "Look first" in maryna.get(ADDRESS).content.decode()


def held(slug: str, **dates: date | None) -> Office:
    office = Office(slug=slug, country="BY")
    office.titles = [OfficeTitle(language="en", title=slug)]
    holder = Holder(**{"as_of": TODAY, **dates})
    holder.names = [HolderName(language="en", text=f"Holder of {slug}")]
    office.holders = [holder]
    office.save()
    return office


def test_terms_vacancies_and_old_checks_are_due() -> None:
    ensure_site()
    held("expired", held_until=date(2026, 11, 3))
    held("coming", held_from=date(2027, 1, 1))
    held("unchecked", as_of=date(2026, 1, 1))
    held("well")

    texts = [due.text for due in office_dues(TODAY)]

    assert len(texts) == 3
    assert "Holder of expired" in texts[0]
    assert "Nobody holds the office “coming”" in texts[1]
    assert "Does Holder of unchecked still hold" in texts[2]


def test_many_of_one_sort_are_one_line() -> None:
    ensure_site()
    for number in range(7):
        held(f"seat-{number}", held_until=date(2026, 11, 3))

    [due] = office_dues(TODAY)

    assert due.text == "Expired terms: 7"
    assert len(due.why) == 5


def test_the_form_of_an_imported_office_opens_and_offers_a_successor() -> None:
    ensure_site()
    maryna = world.editor()
    maryna.post(ADDRESS, {**kept(asked(maryna)), "confirm": "yes"})
    office = Office.objects.get(titles__title="Judge")

    html = maryna.get(f"/admin/snippets/offices/office/edit/{office.pk}/").content.decode()

    assert 'name="successor"' in html
    assert 'name="titles-0-salutation_f"' in html
