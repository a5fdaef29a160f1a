"""A promise that people were shown is never widened without somebody saying yes to it."""

import pytest
from django.test import Client

from tests.studio import world
from zvarot.actions.models import Action
from zvarot.kinds.petition.models import PetitionPage
from zvarot.lib.store import DirectoryStore
from zvarot.offices.models import Office, OfficeTitle
from zvarot.studio import publishing

pytestmark = pytest.mark.django_db

WIDER = {"ask-postal_code": "on", "target-postal_code": "on"}


@pytest.fixture
def page(store: DirectoryStore) -> PetitionPage:
    page = world.petition()
    world.publish(page)
    publishing.run_orders(store)
    return page


def test_a_wider_promise_is_refused_until_somebody_says_yes(page: PetitionPage) -> None:
    maryna = world.editor()
    data = world.form_data(**world.chosen(page), **WIDER, **{"action-publish": "1"})

    refused = _save(maryna, page, data)
    taken = _save(maryna, page, {**data, "terms-widen": "on"})

    assert "“The office” would also see: Postal code." in str(refused.context["form"].errors)
    assert taken.status_code == 302, taken.context["form"].errors
    page.refresh_from_db()
    assert "postal_code" in page.terms["asked"]


def test_a_draft_with_a_wider_promise_needs_the_same_yes(page: PetitionPage) -> None:
    answer = _save(world.editor(), page, world.form_data(**world.chosen(page), **WIDER))

    assert "terms" in answer.context["form"].errors
    assert page.get_latest_revision_as_object().terms == {}


def test_longer_keeping_is_wider(page: PetitionPage) -> None:
    data = world.form_data(**world.chosen(page), **{"target-days": "60"})

    answer = _save(world.editor(), page, data)

    assert "60 days instead of 30" in str(answer.context["form"].errors)


def test_another_office_is_wider(page: PetitionPage) -> None:
    other = Office(slug="other", country="BY")
    other.titles = [OfficeTitle(language="en", title="Prosecutor General")]
    other.save()
    other.save_revision().publish()
    data = world.form_data(case=str(world.case_of(page).pk), office=str(other.pk))

    answer = _save(world.editor(), page, data)

    assert "addressed to another office" in str(answer.context["form"].errors)


def test_a_narrower_promise_passes_and_is_told(page: PetitionPage) -> None:
    maryna = world.editor()
    ticks = world.ticks(**{"target-family_name": None, "ask-family_name": None})

    html = _preview(maryna, page, ticks)
    data = {**world.form_data(**world.chosen(page), **{"action-publish": "1"})}
    data = {name: value for name, value in data.items() if not name.startswith("terms-")}
    answer = _save(maryna, page, {**data, **ticks})

    assert "This shows less than people were promised" in html
    assert "The form would no longer ask: Last name." in html
    assert "stays under the promise they were shown" in html
    assert answer.status_code == 302, answer.context["form"].errors


def test_the_editor_warns_while_the_table_is_filled_in(page: PetitionPage) -> None:
    html = _preview(world.editor(), page, world.ticks(**WIDER))

    assert "This shows more than people were promised" in html
    assert 'name="terms-widen"' in html
    assert "The form would also ask: Postal code." in html


def test_a_page_that_never_opened_warns_of_nothing() -> None:
    page = world.petition()

    html = _preview(world.editor(), page, world.ticks(**WIDER))

    assert "than people were promised" not in html


def test_the_protection_that_people_signed_under_is_not_lowered(page: PetitionPage) -> None:
    Action.objects.filter(page_key=page.translation_key).update(
        promise={**Action.objects.get().promise, "level": "nameless"}, level="nameless"
    )

    answer = _save(world.editor(), page, world.form_data(**world.chosen(page)))

    assert "may be raised, not lowered" in str(answer.context["form"].errors["level"])


def test_an_address_that_another_action_had_is_refused(page: PetitionPage) -> None:
    page.delete()
    again = world.petition(slug="another")

    answer = _save(world.editor(), again, world.form_data(**world.chosen(again)))

    assert "Another action has this address" in str(answer.context["form"].errors["slug"])


def test_publishing_says_where_the_public_sees_it(page: PetitionPage) -> None:
    data = world.form_data(**world.chosen(page), **{"action-publish": "1"})
    maryna = world.editor()

    answer = maryna.post(f"/admin/pages/{page.pk}/edit/", data, follow=True)

    assert f"within seconds, at {page.full_url}" in answer.content.decode()


def _preview(client: Client, page: PetitionPage, ticks: dict[str, str]) -> str:
    extra = {"level": "standard", "terms-page": str(page.pk), "office": str(page.office_id)}
    return client.post("/admin/promise/preview/", {**ticks, **extra}).content.decode()


def _save(client: Client, page: PetitionPage, data: dict[str, str]):  # type: ignore[no-untyped-def]
    return client.post(f"/admin/pages/{page.pk}/edit/", data)
