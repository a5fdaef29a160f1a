"""Letters for the post are printed in the studio, and forgotten once they are on paper."""

import re
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.deliveries.test_views import staff
from tests.letters import world as worlds
from tests.letters.world import SENTENCE, World, has_text, states
from zvarot.journal.models import Entry
from zvarot.letters import queueing

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Settings, tmp_path: Path) -> World:
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    return worlds.make(tmp_path)


def test_letters_are_opened_as_pdf_and_erased_once_they_are_on_paper(world: World) -> None:
    action = world.action(options={"channels": {"prosecutor": "paper"}})
    signature = world.writes(action, "prosecutor")
    world.writes(action, "prosecutor")
    queueing.queue_confirmed(world.now, world.keys, world.book)
    maryna = staff("maryna", "dispatch")

    page = maryna.get(reverse("letters:print", args=[action.pk])).content.decode()
    [ids] = set(re.findall(r'name="letters" value="([\d,]+)"', page))
    pdf = maryna.post(reverse("letters:pdf", args=[action.pk]), {"letters": ids})
    before = has_text(signature)
    done = maryna.post(reverse("letters:printed", args=[action.pk]), {"letters": ids})

    said = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf.content, capture_output=True, check=True
    ).stdout.decode()
    assert " ".join(said.split()).count(SENTENCE) == 2
    assert before
    assert done.status_code == 302
    assert states() == {"printed": 2}
    assert not has_text(signature)
    assert Entry.objects.filter(verb="letters.print_opened").count() == 1


def test_what_does_not_wait_for_paper_is_not_printed(world: World) -> None:
    action = world.action(options={"channels": {"prosecutor": "paper"}})
    maryna = staff("maryna", "dispatch")

    empty = maryna.get(reverse("letters:print", args=[action.pk])).content.decode()
    nothing = maryna.post(reverse("letters:pdf", args=[action.pk]), {"letters": "1,2,x"})

    assert "No letter waits for paper." in empty
    assert nothing.status_code == 302


def test_a_stranger_prints_nothing(world: World) -> None:
    action = world.action()
    ihar = staff("ihar")

    codes = [
        ihar.get(reverse("letters:print", args=[action.pk])).status_code,
        ihar.post(reverse("letters:pdf", args=[action.pk])).status_code,
        ihar.post(reverse("letters:printed", args=[action.pk])).status_code,
        Client().get(reverse("letters:print", args=[action.pk])).status_code,
    ]

    assert set(codes) == {302}
