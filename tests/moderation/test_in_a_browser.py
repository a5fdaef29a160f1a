"""The queue in a real browser: 500 messages by keyboard, cuts, failures, and any ability."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.deliveries.test_views import staff
from tests.moderation import world as worlds
from tests.moderation.test_batches import approved, chosen, made
from tests.moderation.world import World
from tests.stories.browser import browser
from zvarot.actions.models import Action
from zvarot.moderation import translating
from zvarot.moderation.models import Decision, Message, Translation

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE, DESK = 360, 1280
MESSAGES, SCREEN = 500, 50
MOST_WAITING = 1.0  # seconds, on a screen of 50
READING = 60  # milliseconds a message: nobody reads as quickly
TEXTS = (
    "Трымайся, Мікіта! Мы з табой, нумар {n}.",
    "We think of you every day, Mikita. Stay strong. {n}",
    "Nous pensons à toi, Mikita, et nous attendons de tes nouvelles. {n}",
    "Держись, Никита! Тебя ждут дома. {n}",
    "נحن معك {n}",
)


@dataclass
class Desk:
    """Maryna's browser, logged in, and the world behind it."""

    page: Page
    context: BrowserContext
    world: World
    server: str

    def open(self, action: Action, **query: str) -> Page:
        where = reverse("moderation:queue", args=[action.slug])
        said = "&".join(f"{name}={value}" for name, value in query.items())
        self.page.goto(f"{self.server}{where}?{said}")
        return self.page

    def saved(self) -> None:
        """Wait until nothing is on its way any more."""
        expect(self.page.locator(".z-card.is-saving")).to_have_count(0, timeout=30_000)


@pytest.fixture
def desk(
    live_server: LiveServer, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    # Playwright keeps a loop in this thread, which waits while we look into the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"
    client = staff("maryna", "moderate", "send_batches")
    with browser() as chromium:
        context = chromium.new_context(
            viewport={"width": DESK, "height": 900}, reduced_motion="reduce"
        )
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        yield Desk(page, context, worlds.make(tmp_path), live_server.url)
        context.close()
        connections.close_all()  # those of the loop are not those outside it


def current(page: Page) -> str:
    return page.locator(".z-card.is-current").get_attribute("data-id") or ""


def test_five_hundred_messages_by_keyboard_keep_nobody_waiting(desk: Desk) -> None:
    action = desk.world.action(options={"two_eyes": False})
    for n in range(MESSAGES):
        desk.world.writes(action, TEXTS[n % len(TEXTS)].format(n=n))
    desk.world.takes_in()
    waited: list[float] = []
    page = desk.open(action)

    for screen in range(MESSAGES // SCREEN):
        for n in range(SCREEN):
            waited.append(_press_and_see(page, "h" if n % 10 == 9 else "a"))
            page.wait_for_timeout(READING)
        if screen < MESSAGES // SCREEN - 1:
            waited[-1] += _next_screen(page)
    desk.saved()

    by_screen = [sum(waited[at : at + SCREEN]) for at in range(0, MESSAGES, SCREEN)]
    print(f"\nwaiting per screen of 50: {', '.join(f'{one:.3f}' for one in by_screen)} s")  # noqa: T201
    states = {one.state for one in Message.objects.all()}
    assert Message.objects.filter(state="approved").count() == MESSAGES * 9 // 10
    assert Message.objects.filter(state="held").count() == MESSAGES // 10
    assert states == {"approved", "held"}
    assert Decision.objects.count() == MESSAGES
    assert max(by_screen) < MOST_WAITING


def _press_and_see(page: Page, key: str) -> float:
    """Press a key in the page, and return how long the next card takes to stand ready, painted."""
    return float(
        page.evaluate(
            """key => new Promise(resolve => {
                const begun = performance.now();
                const before = document.querySelector('.z-card.is-current');
                document.activeElement.dispatchEvent(
                    new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
                const moved = () => document.querySelector('.z-card.is-current') !== before
                    || document.activeElement.id === 'z-end';
                const look = () => before.classList.contains('is-done') && moved()
                    ? resolve((performance.now() - begun) / 1000) : setTimeout(look, 0);
                look();
            })""",
            key,
        )
    )


def _next_screen(page: Page) -> float:
    """Ask for the next 50, and return how long it takes until the first can be decided about."""
    last = current(page)
    begun = time.perf_counter()
    page.keyboard.press("n")
    page.wait_for_function(
        "last => { const now = document.querySelector('.z-card.is-current');"
        " return now && now.dataset.id !== last && document.activeElement === now; }",
        arg=last,
    )
    return time.perf_counter() - begun


def test_keys_move_select_refuse_and_take_back(desk: Desk) -> None:
    action = desk.world.action()
    rows = [desk.world.message(action, f"Трымайся, {word}") for word in ("раз", "два", "тры")]
    page = desk.open(action)

    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    at_second = current(page)
    page.keyboard.press("r")
    page.keyboard.press("3")
    desk.saved()
    refused = page.locator(f"#m{rows[1].pk} .z-said").inner_text()
    page.keyboard.press("k")
    page.keyboard.press("u")
    desk.saved()
    for _ in range(2):
        page.keyboard.press("x")
        page.keyboard.press("k")
    page.keyboard.press("Shift+H")
    desk.saved()
    page.keyboard.press("?")

    assert at_second == str(rows[1].pk)
    assert refused == "Refused: would not be handed over"
    assert page.locator("#z-help").is_visible()
    verbs = Decision.objects.order_by("pk").values_list("message_id", "verb")
    assert list(verbs[:2]) == [(rows[1].pk, "refuse"), (rows[1].pk, "undo")]
    assert Message.objects.filter(state="held").count() == 2


def test_what_is_selected_is_cut_out_with_emoji_before_it(desk: Desk) -> None:
    action = desk.world.action()
    message = desk.world.message(action, "❤️👍🏽 Вітаю ад Міколы, трымайся")
    page = desk.open(action)

    page.evaluate(
        """() => {
            const node = document.querySelector('.z-text').firstChild;
            const start = node.data.indexOf('Міколы');
            document.getSelection().setBaseAndExtent(node, start, node, start + 6);
        }"""
    )
    page.keyboard.press("e")
    desk.saved()

    expect(page.locator(".z-text s")).to_have_text("Міколы")
    message.refresh_from_db()
    desk.world.approves(message)
    assert desk.world.printed(message) == "❤️👍🏽 Вітаю ад […], трымайся"


def test_a_translation_is_typed_and_kept_by_keyboard(desk: Desk) -> None:
    action = desk.world.action()
    desk.world.message(action, "We are with you")
    page = desk.open(action)

    page.keyboard.press("t")
    page.keyboard.type("Мы з табой")
    page.keyboard.press("Control+Enter")
    desk.saved()

    expect(page.locator(".z-translation p")).to_have_text("Мы з табой")
    assert Translation.objects.get().lang == "be"


def test_a_decision_that_was_not_saved_says_so_and_can_be_made_again(desk: Desk) -> None:
    action = desk.world.action()
    message = desk.world.message(action)
    page = desk.open(action)
    card = page.locator(f"#m{message.pk}")

    desk.context.set_offline(True)
    page.keyboard.press("a")
    expect(card).to_have_class(re.compile("is-failed"))
    said = card.locator(".z-said").inner_text()
    is_alerted = page.locator("#z-alert").is_visible()
    before = Decision.objects.count()
    desk.context.set_offline(False)
    page.keyboard.press("a")
    desk.saved()

    assert said.startswith("Not saved:")
    assert is_alerted
    assert (before, Decision.objects.count()) == (0, 1)


def test_who_is_overtaken_by_a_colleague_sees_it_on_the_card(desk: Desk) -> None:
    action = desk.world.action()
    message = desk.world.message(action)
    page = desk.open(action)
    desk.world.approves(message, worlds.TAMARA)

    page.keyboard.press("a")
    expect(page.locator(f"#m{message.pk} .z-said")).to_contain_text("meanwhile")

    assert Decision.objects.count() == 1


def test_what_was_passed_over_does_not_come_again(desk: Desk) -> None:
    action = desk.world.action()
    rows = [desk.world.message(action, f"Трымайся, {n}") for n in range(52)]
    page = desk.open(action)

    page.keyboard.press("j")
    page.keyboard.press("a")
    desk.saved()
    _next_screen(page)

    shown = page.locator(".z-card").evaluate_all("all => all.map(one => one.dataset.id)")
    page.wait_for_url("**skip=49*")
    assert shown == [str(one.pk) for one in rows[50:]]


def test_without_scripts_the_same_can_be_done(desk: Desk) -> None:
    action = desk.world.action()
    message = desk.world.message(action, "Вітаю ад Міколы")
    plain = desk.context.browser
    assert plain
    context = plain.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 900})
    context.add_cookies(desk.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{desk.server}{reverse('moderation:queue', args=[action.slug])}")

    page.locator("summary", has_text="More").click()
    page.get_by_label("Words to cut out").fill("Міколы")
    page.get_by_role("button", name="Cut out").click()
    page.locator(".z-card").get_by_role("button", name="Approve").click()
    context.close()

    message.refresh_from_db()
    assert message.cuts == [[9, 15]]
    assert message.first_by is not None


def test_the_pages_of_messages_are_for_everybody(desk: Desk) -> None:
    world = desk.world
    action = world.action()
    approved(world, action)
    made(world, action)
    approved(world, action)
    chosen(world, action)
    message = world.message(action, "Вітаю ад Міколы, глядзі example.org, 220030 Мінск")
    translating.translate(action, message.pk, "fr", "Bonjour", world.ask(message), keys=world.keys)
    world.approves(world.message(action, "We are with you"), 101)
    pages = [
        reverse("moderation:index"),
        reverse("moderation:queue", args=[action.slug]),
        reverse("moderation:queue", args=[action.slug]) + "?state=held",
        reverse("moderation:history", args=[action.slug]),
        reverse("moderation:batches", args=[action.slug]),
        reverse("moderation:batch", args=[action.slug, 1]),
        reverse("moderation:words", args=["be"]),
    ]

    found = [line for one in pages for line in _judged(desk.page, desk.server + one)]

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
