"""Who may do what in the studio, and what a guesser of passwords meets."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from tests.studio import world
from zvarot.studio.founding import AUTHORS, DELIVERERS, EDITORS, ensure_site
from zvarot.studio.login import TRIES
from zvarot.studio.models import HomePage

pytestmark = pytest.mark.django_db


def member(group: str) -> Client:
    user = get_user_model().objects.create_user("maryna", password="x")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def test_founding_twice_changes_nothing() -> None:
    first = ensure_site()
    pages = list(HomePage.objects.values_list("pk", flat=True))

    assert ensure_site() == first
    assert list(HomePage.objects.values_list("pk", flat=True)) == pages
    assert len(pages) == 3


@pytest.mark.parametrize(("group", "may"), [(AUTHORS, False), (EDITORS, True)])
def test_an_author_writes_and_an_editor_publishes(group: str, may: bool) -> None:
    page = world.petition()
    maryna = member(group)
    data = world.form_data(**world.chosen(page), **{"action-publish": "1"})

    maryna.post(f"/admin/pages/{page.pk}/edit/", data)

    page.refresh_from_db()
    assert page.live is may


def test_who_delivers_does_not_edit() -> None:
    page = world.petition()
    tamara = member(DELIVERERS)

    assert tamara.get("/admin/deliveries/").status_code == 200
    assert tamara.get(f"/admin/pages/{page.pk}/edit/").status_code == 302


def test_an_author_does_not_see_deliveries() -> None:
    world.petition()
    maryna = member(AUTHORS)

    assert maryna.get("/admin/deliveries/").status_code in {302, 403}
    assert b"/admin/deliveries/" not in maryna.get("/admin/").content


def test_a_guesser_is_slowed_down_and_another_account_is_not() -> None:
    cache.clear()
    ihar, guess = Client(), {"username": "maryna", "password": "guess"}
    for _ in range(TRIES):
        assert ihar.post("/admin/login/", guess).status_code == 200

    assert ihar.post("/admin/login/", guess).status_code == 429
    assert ihar.post("/admin/login/", guess | {"username": "tamara"}).status_code == 200
