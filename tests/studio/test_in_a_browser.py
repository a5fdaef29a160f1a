"""The studio's own parts in a real browser: accessibility, keyboard, the narrow screen."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.stories.browser import browser
from tests.studio import world
from tests.studio.test_keys import a_file
from zvarot.lib.store import DirectoryStore
from zvarot.sealing.words import fingerprint_words
from zvarot.studio import publishing

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE, DESK = 360, 1280


@pytest.fixture
def maryna(live_server: LiveServer, store: DirectoryStore) -> Iterator[tuple[Page, str]]:
    """Maryna's browser, logged in, and the address of a published petition's editor."""
    client, page = world.editor(), world.petition()
    world.publish(page)
    publishing.run_orders(store)
    session = client.cookies["sessionid"].value
    with browser() as chromium:
        context = chromium.new_context(
            viewport={"width": DESK, "height": 900}, reduced_motion="reduce"
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield context.new_page(), f"{live_server.url}/admin/pages/{page.pk}/edit/"


def test_first_page_and_promise_editor_are_for_everybody(maryna: tuple[Page, str]) -> None:
    page, address = maryna
    page.goto(address.partition("pages/")[0])
    assert _judged(page, ".z-home") == []

    page.goto(address)
    page.get_by_role("tab", name="Form and promise").click()
    assert _judged(page, ".promise-editor") == []

    page.focus("[name='terms-ask-postal_code']")
    for _step in range(2):  # ask it, and show it to the office
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.wait_for_selector("[data-promise-widen]")
    assert _judged(page, ".promise-editor") == []
    assert "The office” would also see: Postal code." in page.inner_text(".promise-change")


def _judged(page: Page, part: str) -> list[str]:
    """Return what axe finds in a part on both screens, a line each."""
    page.wait_for_selector(part)
    lines = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        found: Any = Axe().run(page, context=part).response["violations"]
        lines += [f"{width} {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return lines


def test_keys_are_added_on_a_telephone_and_by_keyboard(maryna: tuple[Page, str]) -> None:
    page, address = maryna
    page.goto(address)
    page.get_by_role("tab", name="Form and promise").click()
    page.get_by_role("link", name="Where the keys are").click()
    page.wait_for_url("**/keys/**")
    assert _judged(page, "main") == []

    page.set_viewport_size({"width": PHONE, "height": 900})
    file = a_file(suite=2)
    page.fill("[name='text']", file.code())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Are these the words")
    assert fingerprint_words(file.key.public) in page.inner_text("main")
    assert _judged(page, "main") == []

    page.focus("[name='add']")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=From now on answers are sealed to this key.")
    assert _judged(page, "main") == []
    page.set_viewport_size({"width": PHONE, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
