"""The editor of a page of messages: what it asks, what it refuses, in words to act on."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.studio import world
from zvarot.cases.mail import CaseRoute
from zvarot.kinds.message.models import MessagePage
from zvarot.studio.terms import Terms

pytestmark = pytest.mark.django_db
TICKS = {
    "terms-shown": "1",
    "terms-page-type": "message.messagepage",
    "terms-lang": "en",
    "terms-ask-given_name": "on",
    "terms-ask-email": "on",
    "terms-ask-updates": "on",
    "terms-organiser-email": "on",
    "terms-organiser-given_name": "on",
    "terms-organiser-days": "7",
    "terms-counted-only": "",
}
OWN = {
    "route": "prison",
    "other_routes": "family",
    "longest": "300",
    "two_eyes": "on",
    "focus_x": "50",
    "focus_y": "50",
    "lines-count": "0",
    "recipient": "Maryia and her family",
}


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"


def page(prison: str = "uncertain") -> MessagePage:
    made = world.action(MessagePage)
    case = world.case_of(made)
    case.routes = [
        CaseRoute(route=route, reach=reach, checked_on=timezone.now().date())
        for route, reach in (("prison", prison), ("family", "open"))
    ]
    case.save_revision().publish()
    return made


def form_data(made: MessagePage, **changes: str | None) -> dict[str, str]:
    plain = world.form_data(case=str(world.case_of(made).pk))
    kept = {name: text for name, text in plain.items() if not name.startswith("terms-")}
    merged: dict[str, Any] = {**kept, **OWN, **TICKS, "action-publish": "1", **changes}
    return {name: text for name, text in merged.items() if text is not None}


def test_a_whole_page_is_published_without_an_office() -> None:
    maryna, made = world.editor(), page()

    answer = maryna.post(f"/admin/pages/{made.pk}/edit/", form_data(made))

    assert answer.status_code == 302, answer.context["form"].errors
    made.refresh_from_db()
    assert made.live
    assert made.other_routes == ["family"]
    terms = Terms.read(made.terms, MessagePage.kind)
    assert "message" in terms.asked
    assert "family_name" not in terms.asked
    assert terms.promise.allowed_fields("recipient") == {"message", "given_name", "route"}


def test_publishing_what_the_record_calls_impossible_is_refused_with_a_sentence() -> None:
    maryna, made = world.editor(), page(prison="impossible")

    answer = maryna.post(f"/admin/pages/{made.pk}/edit/", form_data(made))

    made.refresh_from_db()
    assert not made.live
    assert "The page may not promise it" in str(answer.context["form"].errors["route"])


def test_a_picture_without_consent_is_refused_at_publication_and_kept_in_a_draft() -> None:
    maryna, made = world.editor(), page()
    art = {"artwork_drawing": "card.svg", "artwork_credit": "Alés"}

    refused = maryna.post(f"/admin/pages/{made.pk}/edit/", form_data(made, **art))
    draft = maryna.post(
        f"/admin/pages/{made.pk}/edit/", form_data(made, **art, **{"action-publish": None})
    )

    assert "artwork_consent" in refused.context["form"].errors
    assert draft.status_code == 302


def test_a_translation_has_lines_of_its_own_and_no_settings() -> None:
    maryna, made = world.editor(), page()
    other = world.translation(made, "be", "Напішыце Марыі")

    html = maryna.get(f"/admin/pages/{other.pk}/edit/").content.decode()

    assert 'data-contentpath="lines"' in html
    assert 'name="route"' not in html
    assert 'name="artwork_consent"' not in html
    assert 'name="other_routes"' not in html


def test_the_promise_editor_shows_moderators_and_the_person_in_place_of_an_office() -> None:
    maryna, made = world.editor(), page()

    html = maryna.get(f"/admin/pages/{made.pk}/edit/").content.decode()

    assert "once approved" in html
    assert "terms-target" not in html
    assert "printed on a card" in html
    assert 'name="office"' not in html


def test_the_preview_of_a_page_draws_the_form_and_its_steps() -> None:
    made = page()

    html = made.make_preview_request().content.decode()

    assert "It goes to the family" in html
    assert 'name="message"' in html
