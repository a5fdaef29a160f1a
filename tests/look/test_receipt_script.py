"""The script that looks for a line: it finds it, tells nobody, and believes no log that lies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.ledger import site as sites
from zvarot.contract.receipt import Receipt, withdrawal_tag
from zvarot.ledger import tiles
from zvarot.ledger.leaf import Leaf, Type, unpack

pytestmark = pytest.mark.browser


@dataclass
class Log:
    """A published log below the page, and what was asked for."""

    page: Page
    site: sites.Site
    asked: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        url, posted = route.request.url, route.request.post_data
        self.asked.append(url.partition("/log/")[2])
        self.bodies += [f"{url} {route.request.headers} {posted or ''}"]
        body = self.site.files.get(f"log/{self.asked[-1]}")
        route.fulfill(status=404 if body is None else 200, body=body or b"")

    def flip(self, path: str, byte: int) -> None:
        damaged = bytearray(self.site.files[path])
        damaged[byte] ^= 16
        self.site.files[path] = bytes(damaged)

    def look(self, code: str) -> str:
        """Type a code, press the button, and return what is said in the end."""
        self.page.fill("#f-code", code)
        self.page.click("#look")
        return self.said()

    def said(self) -> str:
        self.page.wait_for_selector(
            "[data-say]:not([hidden]):not([data-say=reading]), #f-code-e:not([hidden])"
        )
        text: str = self.page.inner_text("#find")
        return text.translate({0x2066: None, 0x2069: None})  # what sets a day apart


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    made = context.new_page()
    made.goto(f"{site}/receipt/en")
    yield made
    context.close()


def log_of(page: Page, size: int, place: int = -1, receipt: Receipt | None = None) -> Log:
    """Serve a log of so many signatures, one of them a receipt's."""
    site = sites.Site(leaves=[sites.signature(number) for number in range(size)])
    if receipt is not None:
        site.leaves[place] = sites.signature(0, tag=receipt.leaf_tag)
    site.publish()
    log = Log(page, site)
    page.route("**/log/**", log.answer)
    return log


def bundles(log: Log) -> set[str]:
    return {path for path in log.asked if path.startswith("tile/entries/")}


def all_bundles(size: int) -> set[str]:
    return {path for path in tiles.all_paths(size) if path.startswith("tile/entries/")}


@pytest.mark.parametrize(
    ("size", "place"), [(1, 0), (2, 1), (255, 3), (256, 255), (257, 256), (511, 7), (1025, 600)]
)
def test_a_line_is_found_wherever_it_stands(page: Page, size: int, place: int) -> None:
    receipt = Receipt.new()
    log = log_of(page, size, place, receipt)

    said = log.look(receipt.code)

    assert "Your line is in the log" in said
    assert f"{place:,}, counted from 0, of {size:,}" in said
    assert "2026-11-22" in said
    assert "Confirmed" in said
    assert "maryia-petition" in said
    assert receipt.leaf_tag.hex() in said
    assert "belong to the signed head of the log" in said
    assert bundles(log) == all_bundles(size)


def test_what_is_fetched_is_the_same_for_everybody_and_never_says_what_is_looked_for(
    page: Page,
) -> None:
    receipt, other = Receipt.new(), Receipt.new()
    log = log_of(page, 700, 300, receipt)
    log.look(receipt.code)
    first = sorted(log.asked)
    log.asked.clear()

    said = log.look(other.code)

    assert "Not among the 700 newest lines" in said
    assert sorted(log.asked) == first
    secrets = [receipt.code, receipt.code.replace(" ", ""), receipt.leaf_tag.hex()]
    secrets += [receipt.seed.hex(), receipt.wd.hex(), other.leaf_tag.hex()]
    assert [one for one in secrets if one in "".join(log.bodies)] == []


@pytest.mark.parametrize("changed", ["lower", "gaps", "mixed up", "marks"])
def test_a_code_is_read_as_people_type_it(page: Page, changed: str) -> None:
    receipt = Receipt(bytes(range(16)))
    log = log_of(page, 300, 200, receipt)
    typed = {
        "lower": receipt.code.lower(),
        "gaps": "  ".join(receipt.code),
        "mixed up": receipt.code.replace("0", "o").replace("1", "l"),
        "marks": f"\u2068{receipt.code[:4]}-{receipt.code[4:]}.\u2069",
    }[changed]
    assert Receipt.parse(typed) == receipt

    assert "Your line is in the log" in log.look(typed)


@pytest.mark.parametrize("typed", ["", "7K3Q", "Z" * 26, "U" * 26, "7" * 27, "8" + "0" * 25])
def test_what_is_no_code_is_not_looked_for(page: Page, typed: str) -> None:
    log = log_of(page, 3)

    said = log.look(typed)

    assert "This is not a whole code" in said
    assert page.get_attribute("#f-code", "aria-invalid") == "true"
    assert page.evaluate("document.activeElement.id") == "f-code"
    assert log.asked == []


def test_a_code_that_was_withdrawn_shows_both_lines(page: Page) -> None:
    receipt = Receipt.new()
    log = log_of(page, 300, 9, receipt)
    withdrawal = unpack(sites.withdrawal())
    packed = Leaf(
        type=Type.WITHDRAWAL,
        klass=withdrawal.klass,
        action_id=withdrawal.action_id,
        day=withdrawal.day,
        value=-1,
        tag=withdrawal_tag(receipt.wd),
    ).pack()
    log.site.leaves.append(packed)
    log.site.publish()

    said = log.look(receipt.code)

    assert "Your line is in the log" in said
    assert "It was withdrawn: line 300, written on 2026-11-22" in said


@pytest.mark.parametrize(
    ("path", "byte"),
    [
        ("tile/entries/000", 1),
        ("tile/entries/000", 98 * 9 + 40),
        ("tile/entries/001", 0),
        ("tile/entries/002.p/88", -1),
    ],
)
def test_a_flipped_bit_in_an_entry_is_told_and_nothing_is_claimed(
    page: Page, path: str, byte: int
) -> None:
    receipt = Receipt.new()
    log = log_of(page, 600, 9, receipt)
    log.flip(f"log/{path}", byte)

    said = log.look(receipt.code)

    assert "The log does not agree with itself" in said
    assert "Your line is in the log" not in said


def test_a_head_that_belongs_to_other_lines_is_told(page: Page) -> None:
    log = log_of(page, 300)
    log.site.files["log/checkpoint"] = sites.made(300).files["log/checkpoint"]

    assert "The log does not agree with itself" in log.look(Receipt.new().code)


def test_a_file_that_is_missing_says_nothing_about_the_line(page: Page) -> None:
    receipt = Receipt.new()
    log = log_of(page, 600, 9, receipt)
    whole = log.site.files.pop("log/tile/entries/001")

    assert "so this says nothing" in log.look(receipt.code)
    log.site.files["log/tile/entries/001"] = whole
    assert "Your line is in the log" in log.look(receipt.code)


def test_a_part_that_has_become_full_meanwhile_is_read_from_the_full_file(page: Page) -> None:
    receipt = Receipt.new()
    log = log_of(page, 300, 299, receipt)
    head = log.site.files["log/checkpoint"]
    log.site.leaves += [sites.signature(1) for _ in range(300)]
    log.site.publish()
    log.site.files["log/checkpoint"] = head

    assert "299, counted from 0, of 300" in log.look(receipt.code)


@pytest.mark.slow
def test_a_long_log_is_read_span_by_span_newest_first(page: Page) -> None:
    receipt, size = Receipt.new(), 70_000
    log = log_of(page, size, 1000, receipt)

    said = log.look(receipt.code)
    assert "Not among the 37,232 newest lines" in said
    assert "belong to the signed head" in said
    assert len(bundles(log)) == 146
    assert "Look through 32,768 older lines" in said
    page.click("#older")
    page.wait_for_selector("[data-say=found]:not([hidden])")
    said = log.said()

    assert "1,000, counted from 0, of 70,000" in said
    assert "belong to the signed head" in said
    assert bundles(log) == all_bundles(size)
    assert page.is_hidden("#older")


@pytest.mark.slow
def test_a_long_log_of_which_a_part_is_read_must_still_lead_to_its_head(page: Page) -> None:
    log = log_of(page, 70_000)
    log.flip("log/tile/1/000", 40)

    assert "The log does not agree with itself" in log.look(Receipt.new().code)


def test_the_hash_is_that_of_the_browser(page: Page, site: str) -> None:
    """Its own SHA-256, as a browser has none where there is no https; here both are there."""
    script = page.locator("script[src*=receipt]").get_attribute("src") or ""
    source = page.request.get(f"{site}{script}").text()
    sha256 = re.search(r"  const K = .*?(?=  function hmac)", source, re.DOTALL)
    assert sha256 is not None
    different = page.evaluate(
        """async (source) => {
          const own = new Function(`${source} return sha256;`)();
          const hex = (hash) => Array.from(new Uint8Array(hash)).join();
          const wrong = [];
          for (let size = 0; size < 300; size++) {
            const text = crypto.getRandomValues(new Uint8Array(size));
            const parts = [text.subarray(0, size >> 1), text.subarray(size >> 1)];
            const theirs = hex(await crypto.subtle.digest("SHA-256", text));
            if (hex(own(...parts)) !== theirs) wrong.push(size);
          }
          return wrong;
        }""",
        sha256[0],
    )
    assert different == []


def test_a_press_of_enter_looks_and_nothing_is_sent(page: Page) -> None:
    receipt = Receipt.new()
    log = log_of(page, 300, 9, receipt)
    page.fill("#f-code", receipt.code)

    page.press("#f-code", "Enter")

    assert "Your line is in the log" in log.said()
    assert page.url.endswith("/receipt/en")
    assert page.locator("form").count() == 0
    assert page.get_attribute("#f-code", "name") is None


def test_without_a_script_there_is_no_field_and_the_lists_are_named(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/receipt/en")

    assert page.locator("#find").is_hidden()
    assert page.locator("#plain-h").is_visible()
    context.close()
