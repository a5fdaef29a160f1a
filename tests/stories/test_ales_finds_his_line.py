"""Alés looks for his own line in the public log, and the site does not learn which one it is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.stories.browser import browser
from tests.stories.world import World
from zvarot.contract.receipt import Receipt

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLUG = "maryia-petition"


class Visit:
    """A browser, and everything that its pages asked for."""

    def __init__(self, page: Page, world: World) -> None:
        self.page = page
        self.origin = f"http://127.0.0.1:{world.front}"
        self.asked: list[str] = []
        self.sent: list[str] = []
        page.set_default_timeout(20_000)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("request", lambda r: self.sent.append(f"{r.url} {r.headers} {r.post_data}"))

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def sign(self, address: str) -> tuple[str, str]:
        """Sign as a person does; return code and tag as the thank-you page shows them."""
        self.go(f"/{SLUG}/")
        self.page.fill("[name=given_name]", "Алесь")
        self.page.fill("[name=family_name]", "Каваль")
        self.page.fill("[name=email]", address)
        self.page.select_option("[name=country]", "LT")
        self.page.check("[name=updates][value=no]")
        self.page.wait_for_timeout(3500)  # whoever is quicker is taken for a program
        self.page.click("#act button[type=submit]")
        code = self.page.inner_text(".receipt p.code")
        return code, self.page.inner_text(".receipt .small code")

    def looked_at(self) -> set[str]:
        """The paths of the log's files that were asked for."""
        return {url.partition("/log/")[2] for url in self.asked if "/log/" in url}

    def look(self, code: str) -> str:
        """Look for a code, and return what the page says."""
        self.page.fill("#f-code", code)
        self.page.click("#look")
        self.page.wait_for_selector("[data-say]:not([hidden]):not([data-say=reading])")
        return self.page.inner_text("#find")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@contextmanager
def visiting(chromium: Browser, world: World, *, script: bool = True) -> Iterator[Visit]:
    context = chromium.new_context(java_script_enabled=script)
    try:
        yield Visit(context.new_page(), world)
    finally:
        context.close()


def confirm(world: World, address: str) -> None:
    """Press the button behind the mailed link, and wait for the log."""
    [mail] = world.until(lambda: world.mails_to(address), "the mail")
    before = world.confirmed(SLUG)
    world.post(world.confirm_path(mail), {"answer": "yes"})
    world.until(lambda: world.confirmed(SLUG) > before, "the line")


def size(world: World) -> int:
    return int(world.get("/log/checkpoint").text.split("\n")[1])


def test_he_finds_his_line_and_no_request_tells_which_one_it_is(
    world: World, chromium: Browser
) -> None:
    address = "ales.finds@example.org"
    with visiting(chromium, world) as visit:
        code, tag = visit.sign(address)
        visit.page.click(".receipt a[href='/receipt']")
        assert "Not among the" in visit.look(code)
        confirm(world, address)
        visit.asked.clear()
        visit.sent.clear()

        said = visit.look(code)

        receipt = Receipt.parse(code)
        assert tag == receipt.leaf_tag.hex()
        assert "Your line is in the log" in said
        assert f"of {size(world)}" in said
        assert "Confirmed" in said
        assert visit.page.inner_text(f"[data-slug={SLUG}]")
        assert tag in said
        typed = code.replace(" ", "")
        secrets = (code, typed, typed.lower(), tag, receipt.seed.hex(), receipt.wd.hex())
        assert [one for one in secrets if one in "\n".join(visit.sent)] == []
        assert visit.looked_at() == {"checkpoint", "actions.json", *_bundles(size(world))}
        assert all(url.startswith(visit.origin) for url in visit.asked)
        first = visit.looked_at()
        visit.asked.clear()
        assert "Not among the" in visit.look(Receipt.new().code)
        assert visit.looked_at() == first


def test_a_flipped_bit_in_the_published_lines_is_told_by_the_page(
    world: World, chromium: Browser
) -> None:
    address = "ales.flipped@example.org"
    with visiting(chromium, world) as visit:
        code, _ = visit.sign(address)
        confirm(world, address)
        path = f"log/{_bundles(size(world))[-1]}"
        visit.go("/receipt")
        with _flipped(world, path):
            said = visit.look(code)

        assert "The log does not agree with itself" in said
        assert "Your line is in the log" not in said
        assert "Your line is in the log" in visit.look(code)


def test_without_a_script_he_finds_his_tag_in_a_list_of_thousands(
    world: World, chromium: Browser
) -> None:
    address = "ales.eye@example.org"
    with visiting(chromium, world, script=False) as visit:
        code, tag = visit.sign(address)
        confirm(world, address)
        world.until(lambda: f"to {size(world) - 1}<" in world.get("/receipt").text, "the list")
        visit.page.click(".receipt a[href='/receipt']")
        assert visit.page.locator("#find").is_hidden()
        visit.page.locator("a[href^='/log/tags/']").first.click()

        text = visit.page.inner_text("body")

        assert re.search(rf"signature confirmed \+1 {SLUG} {tag}", text)
        assert visit.looked_at() == {"tags/0.txt"}
        assert code.replace(" ", "") not in "\n".join(visit.sent)


def test_a_withdrawn_signature_shows_its_second_line(world: World, chromium: Browser) -> None:
    address = "ales.back@example.org"
    with visiting(chromium, world) as visit:
        code, _ = visit.sign(address)
        confirm(world, address)
        before = size(world)
        world.post("/withdraw", {"code": code})
        world.until(lambda: size(world) > before, "the withdrawal's line")
        visit.go("/be/receipt")

        said = visit.look(code)

        assert "Ваш радок ёсць у журнале" in said
        assert f"радок {before}, запісаны \u2066" in said


@contextmanager
def _flipped(world: World, path: str) -> Iterator[None]:
    with world.published() as store:
        good = store.read(path)
        bad = bytearray(good)
        bad[-30] ^= 4
        store.write({path: bytes(bad)})
        try:
            yield
        finally:
            store.write({path: good})


def _bundles(lines: int) -> list[str]:
    """The paths of all bundles of a log that has fewer lines than 256,000."""
    full, rest = divmod(lines, 256)
    whole = [f"tile/entries/{number:03}" for number in range(full)]
    return whole + ([f"tile/entries/{full:03}.p/{rest}"] if rest else [])
