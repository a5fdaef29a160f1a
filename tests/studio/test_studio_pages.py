"""What staff see: previews that send nothing, no outside request, headers on every answer."""

import re

import pytest
from django.test import Client, RequestFactory

from tests.studio import world
from zvarot.studio.pages import page_types

pytestmark = pytest.mark.django_db

# What a browser fetches by itself; links that a person may follow are no requests.
_LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|link|object|embed)\b[^>]*?"
    r"(?:src|href|srcset|data)=\"(https?:)?//[^\"]*\"",
    re.IGNORECASE,
)


@pytest.mark.parametrize("mode", ["", "closed", "thanks"])
@pytest.mark.parametrize("lang", ["en", "be"])
def test_a_preview_is_marked_and_its_form_sends_nothing(mode: str, lang: str) -> None:
    page = world.petition()
    shown = page if lang == "en" else world.translation(page, "be", "Няхай вернецца дадому")
    request = RequestFactory().get("/")

    html = shown.serve_preview(request, mode).content.decode()

    assert "<form" not in html
    assert 'type="submit"' not in html
    assert "Preview." in html
    assert f'<html lang="{lang}"' in html


def test_a_preview_shows_what_was_typed_before_it_is_saved() -> None:
    maryna, page = world.editor(), world.petition()
    data = world.form_data(
        title="Not saved yet",
        **world.chosen(page),
        **{
            "target-count": "on",
            "ask-country": None,
            "organiser-given_name": "on",
            "organiser-family_name": "on",
        },
    )

    address = f"/admin/pages/{page.pk}/edit/preview/"
    posted = maryna.post(address, data)
    html = maryna.get(f"{address}?mode=").content.decode()

    assert posted.json()["is_valid"], posted.json()
    assert "Not saved yet" in html
    assert "a number, and no names" in html


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/actions/",
        "/admin/snippets/cases/case/",
        "/admin/snippets/offices/office/",
        "/admin/snippets/cases/case/add/",
        "/admin/snippets/offices/office/add/",
        "/admin/deliveries/",
        "/admin/account/",
        "/admin/images/",
        "/admin/documents/",
    ],
)
def test_no_studio_page_loads_anything_from_outside(address: str) -> None:
    maryna = world.editor()
    world.petition()

    answer = maryna.get(address)

    assert answer.status_code == 200
    assert _LOADED.findall(answer.content.decode()) == []


def test_the_editor_loads_nothing_from_outside() -> None:
    maryna, page = world.editor(), world.petition()

    html = maryna.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert _LOADED.findall(html) == []
    assert "gravatar" not in html


def test_the_list_of_actions_shows_state_count_and_days() -> None:
    maryna, page = world.editor(), world.petition()
    world.publish(page)
    world.translation(page, "be", "Няхай вернецца дадому")

    html = maryna.get("/admin/actions/").content.decode()

    assert "Let her come home" in html
    assert "Няхай вернецца дадому" not in html


def test_every_answer_carries_the_policy() -> None:
    policy = Client().get("/admin/login/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "nonce" not in policy
    assert "http:" not in policy


def test_uploaded_files_are_never_run() -> None:
    policy = world.editor().get("/media/nothing.html").headers["Content-Security-Policy"]

    assert policy.startswith("sandbox;")


def test_a_stranger_sees_nothing_but_the_login() -> None:
    uploads = ("/media/images/maryia.jpg", "/documents/1/story.pdf")
    for address in ("/admin/", "/admin/actions/", "/admin/promise/preview/", *uploads):
        answer = Client().get(address)
        assert answer.status_code in {302, 405}
        assert "/admin/login/" in answer.headers.get("Location", "/admin/login/")


def test_no_mailbox_opens_the_studio() -> None:
    assert Client().get("/admin/password_reset/").status_code == 404
    assert "password_reset" not in Client().get("/admin/login/").content.decode()


def test_the_studio_serves_no_public_page() -> None:
    page = world.petition()
    world.publish(page)

    assert Client().get(f"/{page.slug}/").status_code == 404


def test_page_types_are_found_without_a_list() -> None:
    names = [one.__name__ for one in page_types()]

    assert names == ["LetterPage", "MessagePage", "PetitionPage"]
