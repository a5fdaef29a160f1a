"""Closing, winning and archiving in the editor reach the public page within five seconds."""

import json
import time
from pathlib import Path

import pytest
from django.test import Client

from tests.front.running import Answer, Running, running
from tests.front.site import Published, keys
from tests.studio import world
from zvarot.kinds.petition.models import PetitionPage
from zvarot.lib.store import DirectoryStore
from zvarot.studio import publishing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SECONDS = 5
STATES = [
    ("closed", "This action has closed", "No more names are taken."),
    ("won", "What was asked for has happened", "Thank you to everyone who took part."),
    ("archived", "This action is over", "The page stays"),
]


@pytest.mark.parametrize(("state", "title", "text"), STATES)
def test_a_state_chosen_in_the_editor_is_public_within_seconds(
    store: DirectoryStore, tmp_path: Path, state: str, title: str, text: str
) -> None:
    maryna, page = world.editor(), world.petition()
    _publish(maryna, page, store, "open")
    with running(_as_published(store, tmp_path), tmp_path, workers="1") as front:
        assert 'name="given_name"' in front.get("/let-her-home/").text

        _publish(maryna, page, store, state)

        shown = _once(front, title)
        assert text in shown.text
        assert 'name="given_name"' not in shown.text
        assert front.post("/let-her-home/", {"given_name": "Alés"}).status == 409


def test_own_words_for_the_end_stand_instead_of_ours(store: DirectoryStore) -> None:
    page = world.petition()
    value = {"state": "won", "title": "She is home", "text": "She landed on Tuesday."}
    page.state_texts = json.dumps([{"type": "state", "value": value}])
    page.state = "won"
    page.save_revision()
    world.publish(page)

    publishing.run_orders(store)

    shown = world.bundle(store).views["en"].page.decode()
    assert "She is home" in shown
    assert "She landed on Tuesday." in shown


def _publish(maryna: Client, page: PetitionPage, store: DirectoryStore, state: str) -> None:
    data = world.form_data(**world.chosen(page), **{"state": state, "action-publish": "1"})
    answer = maryna.post(f"/admin/pages/{page.pk}/edit/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    publishing.run_orders(store)  # the worker does it twice a second


def _as_published(store: DirectoryStore, folder: Path) -> Published:
    return Published(
        root=folder / "published",
        keys=keys(),  # not used: nobody signs here
        bundle=world.bundle(store),
        site=world.site(store),
        store=store,
    )


def _once(front: Running, text: str) -> Answer:
    end = time.monotonic() + SECONDS
    answer = front.get("/let-her-home/")
    while text not in answer.text and time.monotonic() < end:
        time.sleep(0.1)
        answer = front.get("/let-her-home/")
    assert text in answer.text
    return answer
