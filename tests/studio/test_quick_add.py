"""A case and an office can be added while a petition is made."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from tests.studio import world
from zvarot.cases.models import Case
from zvarot.offices.models import Office
from zvarot.studio.founding import AUTHORS, ensure_site
from zvarot.studio.readiness import case_problems

pytestmark = pytest.mark.django_db

CASE = {"name": "Алесь Пушкін", "language": "be", "consent": "family"}
OFFICE = {"title": "Minister of Libraries", "written_in": "en", "country": "BY"}


def test_a_case_added_in_the_chooser_can_be_shown_at_once() -> None:
    ensure_site()

    _add(world.editor(), "case", CASE)

    case = Case.objects.get()
    assert case_problems(case) == []
    assert case.name_in("be") == "Алесь Пушкін"
    assert case.slug.isascii()


def test_an_office_added_in_the_chooser_is_published() -> None:
    ensure_site()

    _add(world.editor(), "office", OFFICE)

    office = Office.objects.get()
    assert office.live
    assert str(office) == "Minister of Libraries"
    assert office.slug == "minister-of-libraries"


def test_two_of_the_same_name_get_two_short_names() -> None:
    ensure_site()
    maryna = world.editor()

    _add(maryna, "case", CASE)
    _add(maryna, "case", CASE)

    assert Case.objects.values("slug").distinct().count() == 2


def test_who_may_not_publish_adds_a_draft() -> None:
    ensure_site()
    author = get_user_model().objects.create_user("author", password="x")
    author.groups.add(Group.objects.get(name=AUTHORS))
    client = Client()
    client.force_login(author)

    _add(client, "case", CASE)

    assert not Case.objects.get().live


def _add(client: Client, name: str, fields: dict[str, str]) -> None:
    answer = client.post(f"/admin/snippets/choose/{name}s/{name}/create/", fields)
    assert answer.status_code == 200, answer.content
    assert answer.json()["step"] == "chosen", answer.content
