"""Sample pages in a real browser: accessibility, width, keyboard, policy, requests."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.look.conftest import all_pages

pytestmark = pytest.mark.browser

Scheme = Literal["dark", "light"]
# The arrangement differs by state and script; the words of the small pages do not change it.
JUDGED = sorted(
    path
    for path in all_pages()
    if path.endswith(("/en", "again/en")) or path.startswith("/page/en/")
) + ["/page/ar/default", "/page/ar/faulty", "/page/ar/delivered", "/page/be/default", "/thanks/ar"]
JUDGED += ["/counting/be", "/counting/ar"]
PHONE, DESK = 360, 1280


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    # Reduced motion, as axe would otherwise measure a colour half way to the other.
    context = browser.new_context(viewport={"width": DESK, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def judge(page: Page, width: int, scheme: Scheme) -> list[str]:
    """Return what axe finds, a line each."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    found: Any = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", JUDGED)
def test_axe_finds_nothing(page: Page, site: str, path: str) -> None:
    page.goto(site + path)
    assert judge(page, PHONE, "light") == []
    assert judge(page, DESK, "dark") == []


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/page/en/faulty", "/page/ar/delivered", "/thanks/en"])
def test_axe_finds_nothing_the_other_way_round(page: Page, site: str, path: str) -> None:
    page.goto(site + path)
    assert judge(page, PHONE, "dark") == []
    assert judge(page, DESK, "light") == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    too_wide = []
    for path in JUDGED:
        page.goto(site + path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(path)
    assert not too_wide


def test_the_policy_of_the_front_has_nothing_to_complain_about(page: Page, site: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/page/en/faulty", "/page/be/default", "/thanks/en", "/counting/en", "/home/ar"):
        page.goto(site + path)
    assert said == []


def test_a_page_asks_only_its_own_site_and_no_film_before_it_is_played(
    page: Page, site: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + "/page/en/default", wait_until="networkidle")
    assert all(url.startswith(site) for url in asked)
    assert not [url for url in asked if url.endswith(".webm")]


@pytest.mark.parametrize(("lang", "fonts"), [("en", {"latin"}), ("ar", {"latin"})])
def test_one_file_of_the_heading_face_is_fetched(
    page: Page, site: str, lang: str, fonts: set[str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/page/{lang}/default", wait_until="networkidle")
    faces = [url for url in asked if url.endswith(".woff2")]
    assert {url.rpartition("piazzolla-")[2].split(".")[0] for url in faces} == fonts


def test_a_faulty_form_opens_at_its_summary(page: Page, site: str) -> None:
    page.goto(site + "/page/en/faulty#errors")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.get_by_role("alert").is_visible()


def test_a_link_of_the_summary_goes_to_the_field(page: Page, site: str) -> None:
    page.goto(site + "/page/en/faulty")
    page.get_by_role("alert").get_by_role("link").nth(1).click()
    assert page.evaluate("document.activeElement.name") == "email"


def test_the_trap_is_never_reached_by_keyboard(page: Page, site: str) -> None:
    page.goto(site + "/page/en/default")
    page.focus("#f-updates")
    assert not page.locator("#website").is_visible()
    assert page.get_by_role("textbox", name="Leave this field empty").count() == 0


def test_everything_works_without_a_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/page/en/default")
    page.locator(".langs summary").click()
    assert page.locator(".langs ul a", has_text="Français").is_visible()
    assert page.get_by_role("button", name="Add your name").is_visible()
    context.close()


def test_controls_are_large_enough_for_a_thumb(page: Page, site: str) -> None:
    page.set_viewport_size({"width": PHONE, "height": 700})
    page.goto(site + "/page/en/default")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
          .filter(e => e.offsetParent && !(e.tagName === 'A' && e.closest('p, cite')
            && getComputedStyle(e).display === 'inline'))
          .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []


def test_a_printed_receipt_keeps_its_code(page: Page, site: str) -> None:
    page.goto(site + "/thanks/en")
    page.emulate_media(media="print")
    assert page.locator(".receipt .code").is_visible()
    assert not page.locator(".head").is_visible()
