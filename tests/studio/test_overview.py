"""What a campaigner sees first: open actions, what is due, three steps for a newcomer."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from tests.studio import world
from zvarot.actions.models import Action
from zvarot.journal import services as journal
from zvarot.kinds.petition.models import PetitionPage
from zvarot.lib.store import DirectoryStore
from zvarot.offices.models import Holder
from zvarot.signatures.models import Tally
from zvarot.studio import publishing
from zvarot.studio.founding import DELIVERERS, ensure_site
from zvarot.studio.overview import running, to_edit, to_hand_over

pytestmark = pytest.mark.django_db


def _in_days(days: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def _published(store: DirectoryStore, **columns: object) -> PetitionPage:
    page = world.petition(**columns)
    world.publish(page)
    publishing.run_orders(store)
    return page


def test_an_empty_installation_shows_three_steps() -> None:
    ensure_site()

    html = world.editor().get("/admin/").content.decode()

    assert "Three steps to your first petition" in html
    assert "/admin/snippets/cases/case/add/" in html
    assert "/admin/snippets/offices/office/add/" in html
    assert "/admin/pages/add/petition/petitionpage/" in html


def test_an_open_action_shows_its_count_and_the_days_left(store: DirectoryStore) -> None:
    _published(store, closes_at=_in_days(9))
    action = Action.objects.get()
    Tally.objects.create(action=action, klass=0, total=7)

    [row] = running(timezone.now())
    html = world.editor().get("/admin/").content.decode()

    assert (row.count.total, row.days) == (7, 9)
    assert "9 days left" in html
    assert "http" in row.public


def test_a_closed_action_is_not_among_the_open_ones(store: DirectoryStore) -> None:
    _published(store, state="closed")

    assert running(timezone.now()) == []


@pytest.mark.parametrize(("days", "says"), [(3, "in 3 days"), (0, "today"), (-2, "2 days late")])
def test_a_hand_over_that_is_near_or_late_is_due(
    store: DirectoryStore, days: int, says: str
) -> None:
    _published(store, state="closed", deliver_by=_in_days(days).date())

    [item] = to_hand_over(timezone.now())

    assert says in item.text
    assert item.is_late == (days < 0)


def test_a_page_that_the_bake_refused_tells_the_reasons(store: DirectoryStore) -> None:
    page = _published(store)
    journal.write("action.not_ready", page.slug, actor="studio", reasons=["The ink is dry."])

    [item] = [one for one in to_edit(timezone.now()) if one.is_late]

    assert "the public does not see it" in item.text
    assert item.why == ("The ink is dry.",)


def test_a_holder_whom_nobody_checked_for_half_a_year_is_due() -> None:
    office = world.office()
    office.holders = [Holder(as_of=_in_days(-200).date(), source="Gazette")]
    office.save()

    texts = [item.text for item in to_edit(timezone.now())]

    assert any("still hold the office" in text for text in texts)


def test_drafts_of_case_and_page_are_due() -> None:
    page = world.petition()
    case = world.case_of(page)
    case.unpublish()

    texts = [item.text for item in to_edit(timezone.now())]

    assert any("The case" in text for text in texts)
    assert any("is a draft" in text for text in texts)


def test_who_only_delivers_sees_hand_overs_but_no_editing(store: DirectoryStore) -> None:
    page = _published(store, state="closed", deliver_by=_in_days(-1).date())
    tamara = get_user_model().objects.create_user("tamara", password="x")
    tamara.groups.add(Group.objects.get(name=DELIVERERS))
    client = Client()
    client.force_login(tamara)

    html = client.get("/admin/").content.decode()

    assert "1 day late" in html
    assert f"/admin/pages/{page.pk}/edit/" not in html
    assert "Three steps" not in html


def test_the_studio_carries_our_name_and_leads_to_no_guide_outside() -> None:
    ensure_site()

    login = Client().get("/admin/login/").content.decode()
    home = world.editor().get("/admin/").content.decode()

    for html in (login, home):
        assert "- Zvarot</title>" in html
        assert "studio/mark" in html
        assert "guide.wagtail.org" not in html
    assert "Sign in to the studio" in login
