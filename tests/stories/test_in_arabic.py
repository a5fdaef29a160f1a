"""An installation that also speaks Arabic: each word of its public pages, from right to left."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.stories import staff
from tests.stories import world as worlds
from tests.stories.browser import browser
from tests.stories.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLUG = "maryia-petition"
ADDRESS = "salma@example.org"
# Names, file formats and codes that are the same in every language.
SAME = {"zvarot", "csv", "json", "cc", "sha", "pdf", "whatsapp", "bluesky", "ledger", "find"}
_VISIBLE = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const inside = walk.currentNode.parentElement;
    const other = inside.closest('[lang]')?.lang !== 'ar' || inside.closest('code, .code, script');
    if (!other && !inside.closest('option, [hidden]')) found.push(walk.currentNode.data);
  }
  return found.join(' ');
}"""


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("arabic")
    with worlds.world(folder, ZVAROT_LANGUAGES="en,fr,be,ar") as running:
        staff.run(running, "write_arabic_page.py")
        running.until(lambda: running.get(f"/ar/{SLUG}/").status == 200, "the page", seconds=60)
        yield running


@pytest.fixture(scope="module")
def page(arabic: World) -> Iterator[Page]:
    with browser() as chromium:
        context = chromium.new_context(reduced_motion="reduce")
        yield context.new_page()


@dataclass(frozen=True)
class Signed:
    """What Salma has: her receipt's code, her mail; and what was strange on the page of thanks."""

    code: str
    mail: EmailMessage
    strange: list[str]


@pytest.fixture(scope="module")
def signed(arabic: World, page: Page) -> Signed:
    """Salma signs the Arabic page and confirms."""
    world = arabic
    page.goto(f"http://127.0.0.1:{world.front}/ar/{SLUG}/")
    page.fill("[name=given_name]", "سلمى")
    page.fill("[name=family_name]", "حدّاد")
    page.fill("[name=email]", ADDRESS)
    page.select_option("[name=country]", "TN")
    page.check("[name=updates][value=no]")
    page.wait_for_timeout(3500)
    page.click("#act button[type=submit]")
    code = page.inner_text(".receipt p.code")
    found = strange(page)
    [mail] = world.until(lambda: world.mails_to(ADDRESS), "the mail")
    world.post(world.confirm_path(mail), {"answer": "yes"})
    world.until(lambda: world.confirmed(SLUG) == 1, "the count")
    return Signed(code, mail, found)


def strange(page: Page) -> list[str]:
    """Words of another language that a reader meets on the page."""
    text = page.evaluate(_VISIBLE)
    words = re.findall(r"[A-Za-zА-Яа-яЎўІі]{2,}", re.sub(r"\S+@\S+", "", text))
    return sorted({word for word in words if word.lower() not in SAME})


def judged(page: Page) -> list[str]:
    found: Any = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def test_every_page_that_a_supporter_meets_is_in_arabic_and_from_the_right(
    arabic: World, page: Page, signed: Signed
) -> None:
    problems = {"thanks": signed.strange}
    paths = [f"/ar/{SLUG}/", f"/ar/{SLUG}/counting/", "/ar/receipt", "/ar/withdraw", "/ar/none/"]
    arabic.until(
        lambda: all("<b>١</b>" in arabic.get(paths[1]).text for _ in range(12)),
        "the number in both processes of the front",
    )

    for path in paths:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"http://127.0.0.1:{arabic.front}{path}")
            if path.endswith("receipt"):
                page.fill("#f-code", signed.code)
                page.click("#look")
                page.wait_for_selector("[data-say=found]:not([hidden])")
            wide = page.evaluate("document.documentElement.scrollWidth")
            problems[f"{path} {width}"] = strange(page) + judged(page)
            problems[f"{path} {width} sideways"] = [str(wide)] if wide > width else []
            assert page.get_attribute("html", "dir") == "rtl"

    assert {where: found for where, found in problems.items() if found} == {}


def test_the_mail_is_in_arabic(signed: Signed) -> None:
    text = re.sub(r"https?://\S+", "", signed.mail.get_content())

    assert "أكّد عنوان بريدك" in str(signed.mail["Subject"])
    assert re.findall(r"[A-Za-z]{3,}", text) == []


@pytest.mark.usefixtures("signed")
def test_the_number_on_the_arabic_page_is_the_number_in_the_log(arabic: World, page: Page) -> None:
    for path in (f"/ar/{SLUG}/", f"/ar/{SLUG}/counting/"):
        page.goto(f"http://127.0.0.1:{arabic.front}{path}")
        shown = page.inner_text(".count .num b")
        assert int(shown) == arabic.count(SLUG)["count"]
        assert set(shown) <= set("٠١٢٣٤٥٦٧٨٩٬")
