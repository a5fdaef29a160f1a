"""The running system judged as people use it: by eye, by reader, by keyboard, without a script."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.stories import staff
from tests.stories.browser import browser
from tests.stories.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Scheme = Literal["dark", "light"]
SLUG, OTHER, CLOSED = "maryia-petition", "peaceful-protest", "closed-petition"
PHONE, DESK, NARROWEST = 360, 1280, 320
# Features that Chromium does not know; the header lists them for browsers that do.
_KNOWN = re.compile(r"Unrecognized feature: '(clipboard-read|web-share|browsing-topics|bluetooth)'")
_STORED = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
})"""
_NOTHING = {"cookies": "", "local": 0, "session": 0, "databases": 0, "caches": 0}


class Visit:
    """One visitor's browser; remembers what its pages asked for and complained about."""

    def __init__(self, context: BrowserContext, world: World) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(20_000)
        self._context = context
        self._world = world
        self._origin = f"http://127.0.0.1:{world.front}"
        self.asked: set[str] = set()
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.add(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def go(self, path: str) -> None:
        self.page.goto(self._origin + path)

    def sign(self, lang: str, address: str) -> None:
        """Fill in the form, and press its button; three seconds after it was drawn."""
        self.go(f"/{SLUG}/" if lang == "en" else f"/{lang}/{SLUG}/")
        self.page.fill("[name=given_name]", "Алесь")
        self.page.fill("[name=family_name]", "Каваль")
        self.page.fill("[name=email]", address)
        self.page.select_option("[name=country]", "LT")
        self.page.check("[name=updates][value=no]")
        self.page.wait_for_timeout(3500)
        self.page.click("#act button[type=submit]")
        self.page.wait_for_selector(".receipt .code")

    def left_nothing(self) -> None:
        """Nobody else was asked, nothing is kept, nothing was complained about."""
        strange = [url for url in self.asked if not url.startswith(self._origin + "/")]
        assert strange == []
        assert self._context.cookies() == []
        assert self.page.evaluate(_STORED) == _NOTHING
        errors = [text for text in self.said if not _KNOWN.search(text) and not _is_status(text)]
        assert errors == []


def _is_status(text: str) -> bool:
    """A page that says no says so with its status, which the console repeats."""
    return bool(re.search(r"responded with a status of (404|409|422)", text))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@contextmanager
def visiting(chromium: Browser, world: World, **options: Any) -> Iterator[Visit]:
    # Reduced motion, as axe would otherwise measure a colour half way to the other.
    context = chromium.new_context(
        viewport={"width": DESK, "height": 900}, reduced_motion="reduce", **options
    )
    try:
        yield Visit(context, world)
    finally:
        context.close()


@pytest.fixture(scope="module")
def closed(world: World) -> str:
    """A petition that is over."""
    staff.run(world, "copy_closed.py")
    world.until(lambda: world.get(f"/be/{CLOSED}/").status == 200, "the closed page", seconds=30)
    return CLOSED


def journey(visit: Visit, world: World, lang: str) -> Iterator[str]:
    """Show every page that a supporter meets, one after the other; gives its name."""
    prefix = "" if lang == "en" else f"/{lang}"
    for name, path in {
        "home": "/",
        "petition": f"/{SLUG}/",
        "count-only": f"/{OTHER}/",
        "closed": f"/{CLOSED}/",
        "counting": f"/{SLUG}/counting/",
        "not-found": "/there-is-none/",
    }.items():
        visit.go(prefix + path)
        yield name
    yield from _signing(visit, world, lang)


def _signing(visit: Visit, world: World, lang: str) -> Iterator[str]:
    prefix = "" if lang == "en" else f"/{lang}"
    page = visit.page
    visit.go(f"{prefix}/{SLUG}/")
    page.fill("[name=family_name]", "Д’Арк")
    page.fill("[name=email]", "ales.example.org")
    page.click("#act button[type=submit]")
    page.wait_for_selector("#errors")
    yield "faulty"
    address = f"ability.{lang}.{id(visit)}@example.org"
    visit.sign(lang, address)
    receipt = page.inner_text(".receipt .code")
    yield "thanks"
    yield from _looking(page, f"{prefix}/receipt", receipt)
    [mail] = world.until(lambda: world.mails_to(address), "the mail")
    before = world.confirmed(SLUG)
    visit.go(world.confirm_path(mail))
    yield "confirm"
    page.click("button[value=yes]")
    page.wait_for_selector(".note h1")
    world.until(lambda: world.confirmed(SLUG) == before + 1, "the count")
    yield "confirmed"
    visit.go(world.confirm_path(mail))
    page.click("button[value=not-me]")
    page.wait_for_selector(".note h1")
    yield "refused"
    yield from _leaving(visit, f"{prefix}/withdraw", receipt)
    # The next story must not meet this one's latecomer.
    world.until(lambda: world.confirmed(SLUG) == before, "the count to go down")


def _looking(page: Page, path: str, receipt: str) -> Iterator[str]:
    page.click(f"main a[href='{path}']")
    page.fill("#f-code", receipt)
    page.click("#look")
    page.wait_for_selector("[data-say=missing]:not([hidden])")
    yield "receipt"


def _leaving(visit: Visit, path: str, receipt: str) -> Iterator[str]:
    page = visit.page
    visit.go(path)
    yield "withdraw"
    page.fill("[name=code]", "ABC <7>")
    page.click("main button[type=submit]")
    page.wait_for_selector("[aria-invalid=true]")
    assert page.input_value("[name=code]") == "ABC <7>"
    yield "withdraw-again"
    page.fill("[name=code]", receipt)
    page.click("main button[type=submit]")
    page.wait_for_selector("[name=code]", state="detached")
    yield "withdrawn"


def judged(page: Page, width: int, scheme: Scheme) -> list[str]:
    """Return what axe finds, a line each."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    found: Any = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("lang", ["en", "be", "fr"])
def test_every_page_of_the_journey_can_be_used_by_anybody(
    world: World, closed: str, chromium: Browser, lang: str
) -> None:
    assert closed
    found: dict[str, list[str]] = {}
    with visiting(chromium, world) as visit:
        for name in journey(visit, world, lang):
            views: list[tuple[int, Scheme]] = [(PHONE, "light"), (DESK, "dark")]
            if lang == "en":  # words change the widths, not the colours
                views += [(PHONE, "dark"), (DESK, "light")]
            for width, scheme in views:
                found[f"{name} {width} {scheme}"] = judged(visit.page, width, scheme)
            assert visit.page.locator("html").get_attribute("lang") == lang, name
            visit.page.set_viewport_size({"width": NARROWEST, "height": 700})
            wide = visit.page.evaluate("document.documentElement.scrollWidth")
            found[f"{name} sideways"] = [f"{wide} wide"] if wide > NARROWEST else []
            found[f"{name} heading"] = (
                [] if visit.page.locator("h1").count() == 1 else ["not one h1"]
            )
        visit.left_nothing()
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_whole_way_needs_a_keyboard_and_no_script(world: World, chromium: Browser) -> None:
    address = "keyboard@example.org"
    with visiting(chromium, world, java_script_enabled=False) as visit:
        page = visit.page
        visit.go("/")
        _press_on(page, f"a[href='/{SLUG}/']")
        page.wait_for_url(f"**/{SLUG}/")
        _press_on(page, "a[href='#act']")
        _fill_in(page, "keyboard.example.org")

        page.wait_for_selector("#errors")
        _press_on(page, "#errors a[href='#f-email']")
        _tab_to(page, "[name=email]", most=1)
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(address)
        page.keyboard.press("Enter")
        page.wait_for_selector(".receipt .code")

        [mail] = world.until(lambda: world.mails_to(address), "the mail")
        before = world.confirmed(SLUG)
        visit.go(world.confirm_path(mail))
        _press_on(page, "button[value=yes]")
        page.wait_for_selector(".note h1")
        world.until(lambda: world.confirmed(SLUG) > before, "the count")


def test_whoever_goes_by_keyboard_sees_where_they_are(world: World, chromium: Browser) -> None:
    with visiting(chromium, world) as visit:
        unseen = []
        schemes: tuple[Scheme, ...] = ("light", "dark")
        for path in ("/", f"/{SLUG}/", "/withdraw"):
            for scheme in schemes:
                visit.page.emulate_media(color_scheme=scheme)
                visit.go(path)
                unseen += [f"{path} {scheme}: {one}" for one in _unseen(visit.page)]
        assert unseen == []


def _fill_in(page: Page, address: str) -> None:
    _tab_to(page, "[name=given_name]")
    page.keyboard.type("Алесь")
    _next(page, "[name=family_name]")
    page.keyboard.type("Каваль")
    _next(page, "[name=email]")
    page.keyboard.type(address)
    _next(page, "[name=country]")
    page.keyboard.type("Lithuania", delay=30)
    _next(page, "[name=updates]")
    page.keyboard.press("Space")
    page.wait_for_timeout(3500)  # whoever is quicker is taken for a program, once
    _press_on(page, "#act button[type=submit]")


def _press_on(page: Page, selector: str) -> None:
    _tab_to(page, selector)
    page.keyboard.press("Enter")


def _tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Go on by Tab until that has the focus; where it has it already, stay."""
    wanted = page.locator(f"{selector}:focus")
    for _ in range(most + 1):
        if wanted.count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No way by Tab to {selector}")


def _next(page: Page, selector: str) -> None:
    page.keyboard.press("Tab")
    assert page.locator(f"{selector}:focus").count() == 1, f"after this comes {selector}"


def _unseen(page: Page) -> list[str]:
    """Return what has the focus and looks no different from when it has not."""
    found: list[str] = []
    seen: set[str] = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        here: dict[str, Any] = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body) return {end: true};
              e.dataset.place ??= Math.random();
              const look = getComputedStyle(e), box = e.getBoundingClientRect();
              const drawn = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
              const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
              return {place: e.dataset.place, html: e.outerHTML.slice(0, 90),
                      seen: (drawn || look.boxShadow !== 'none') && inside};
            }"""
        )
        if here.get("end") or here["place"] in seen:
            return found
        seen.add(here["place"])
        if not here["seen"]:
            found.append(here["html"])
    return found
