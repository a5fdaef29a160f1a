"""The pages of letters in a real browser: accessibility, and the narrow screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.deliveries.test_views import staff
from tests.letters import world as worlds
from tests.letters.world import promise
from tests.stories.browser import browser
from zvarot.letters import queueing, services
from zvarot.letters.models import Dispatch

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE, DESK = 360, 1280


@pytest.fixture
def maryna(
    live_server: LiveServer, settings: Settings, tmp_path: Path
) -> Iterator[tuple[Page, list[str]]]:
    """Maryna's browser, logged in, and the addresses of all pages of letters."""
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    settings.ZVAROT_LETTERS_TEST_TO = "maryna@zvarot.example"
    world = worlds.make(tmp_path)
    world.office("prosecutor")
    action = world.action(promise=promise().to_json())
    for _ in range(3):
        world.writes(action, "prosecutor", "embassy")
    queueing.queue_confirmed(world.now, world.keys, world.book)
    first = Dispatch.objects.filter(office="prosecutor").earliest("pk")
    Dispatch.objects.filter(pk=first.pk).update(state="unsure", reason="It may be there.")
    services.pause("embassy", "Holidays.", actor="maryna", now=world.now)
    client = staff("maryna", "dispatch")
    pages = [
        reverse("letters:index"),
        reverse("letters:of_action", args=[action.pk]),
        reverse("letters:of_office", args=[action.pk, "prosecutor"]) + "?state=unsure",
        reverse("letters:excerpts", args=[action.pk, "prosecutor"]),
        reverse("letters:cancel", args=[action.pk]),
    ]
    with browser() as chromium:
        context = chromium.new_context(
            viewport={"width": DESK, "height": 900}, reduced_motion="reduce"
        )
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield context.new_page(), [live_server.url + page for page in pages]


def test_the_pages_of_letters_are_for_everybody(maryna: tuple[Page, list[str]]) -> None:
    page, addresses = maryna

    found = [line for address in addresses for line in _judged(page, address)]

    assert found == []


def _judged(page: Page, address: str) -> list[str]:
    """Return what axe finds in a page's own part on both screens, a line each."""
    page.goto(address)
    lines = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        violations: Any = Axe().run(page, context="main").response["violations"]
        lines += [f"{address} {width}: {one['id']} {one['nodes'][0]['html']}" for one in violations]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            lines.append(f"{address} {width}: wider than the screen")
    return lines
