"""Alés writes a letter: seen, edited, confirmed, sent to the office, and then nowhere with us."""

import html
import re
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.front.running import Answer
from tests.front.test_writing import form_of
from tests.stories.browser import browser
from tests.stories.scanner import hits
from tests.stories.world import Reply, World

SLUG, APPEAL = "mikita-letter", "senators-appeal"
OFFICE = "prosecutor@office.example"
MARKER = "Zqletterox"
DETAILS = {
    "given_name": "Алесь",
    "family_name": "Каваль",
    "country": "LT",
    "updates": "no",
}


def _form(reply: Reply) -> dict[str, str]:
    """What the page would send, but for its ticket: tests are quicker than people."""
    fields = form_of(Answer(reply.status, {}, reply.text.encode()))
    return {name: text for name, text in fields.items() if name != "ticket"}


def _letters(world: World, words: str) -> list[EmailMessage]:
    return [mail for mail in world.mails_to(OFFICE) if words in mail.get_content()]


def _confirm(world: World, address: str) -> None:
    [mail] = world.until(lambda: world.mails_to(address), "the confirmation mail")
    assert world.post(world.confirm_path(mail), {}).status == 200


def test_the_edited_sentence_reaches_the_office_and_then_is_nowhere(world: World) -> None:
    before = world.confirmed(SLUG)
    address = "ales.writes@example.org"
    mine = f"{MARKER} мой уласны сказ."

    page = world.get(f"/{SLUG}/")
    seen = world.post(f"/{SLUG}/", {**_form(page), **DETAILS, "email": address, "step": "see"})
    typed = _form(seen)
    back = world.post(
        f"/{SLUG}/", {**typed, "letter": f"{typed['letter']}\n\n{mine}", "step": "details"}
    )
    again = world.post(f"/{SLUG}/", {**_form(back), "step": "see"})
    thanks = world.post(f"/{SLUG}/", {**_form(again), "step": "send"})

    assert seen.status == back.status == again.status == thanks.status == 200
    assert _form(back)["letter"].endswith(mine)
    assert _form(again)["given_name"] == "Алесь"
    assert _letters(world, mine) == [], "nothing leaves before the button behind the mail"
    _confirm(world, address)
    [letter] = world.until(lambda: _letters(world, mine), "the letter to the office", seconds=30)
    assert "example.org" not in f"{letter['From']} {letter['Reply-To']} {letter.get_content()}"
    assert "Алесь Каваль" in letter.get_content()
    world.until(lambda: world.confirmed(SLUG) == before + 1, "the count to move")
    world.until(lambda: _kept(world) == [], "the letter to be erased", seconds=30)


def _kept(world: World) -> list[str]:
    """Where the marker stands in our files, but for the mail that stands for the outside."""
    folders = [one for one in world.data.iterdir() if one.name != "mail"]
    return [str(hit) for hit in hits(folders, [MARKER])]


def test_a_visit_writes_three_letters_of_their_own(world: World) -> None:
    details = {**DETAILS, "country": "US", "postal_code": "10001"}

    seen = world.post(f"/{APPEAL}/", {**details, "email": "ales.three@example.org", "step": "see"})
    thanks = world.post(f"/{APPEAL}/", {**_form(seen), "step": "send"})

    assert thanks.status == 200
    shown = html.unescape(seen.text)
    greetings = set(re.findall(r"Dear (?:Senator|Mr\.? President|President)[^<\n]*,", shown))
    assert len(greetings) == 3, greetings


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ({"postal_code": "02861"}, "у некалькіх штатах"),
        ({"postal_code": "20500"}, "сенатараў няма"),
        ({"postal_code": "09012"}, "вайсковы"),
        ({"postal_code": "96799"}, "сенатараў няма"),
        ({"region": "US-DC"}, "сенатараў няма"),
    ],
)
def test_whoever_has_no_senator_can_still_write(
    world: World, place: dict[str, str], says: str
) -> None:
    details = {**DETAILS, "country": "US", "email": "ales.none@example.org", **place}

    seen = world.post(f"/{APPEAL}/", {**details, "step": "see"})

    assert seen.status == 200
    assert says in html.unescape(seen.text)
    assert "President" in html.unescape(seen.text)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.mark.browser
@pytest.mark.parametrize("path", [f"/{SLUG}/", f"/be/{SLUG}/", f"/{APPEAL}/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_each_step_of_a_letter_is_for_everyone(
    world: World, chromium: Browser, path: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{world.front}{path}")
    _is_clean(page)

    page.fill("[name=given_name]", "Алесь")
    page.fill("[name=family_name]", "Каваль")
    page.fill("[name=email]", "ales.axe@example.org")
    page.select_option("[name=country]", "US")
    if path == f"/{APPEAL}/":
        page.select_option("[name=region]", "US-NY")
    page.click("button.wide")
    page.wait_for_selector("input[name=asked]", state="attached")
    _is_clean(page)
    page.wait_for_timeout(3500)
    page.click("button.wide")
    page.wait_for_selector(".receipt .code")
    _is_clean(page)
    context.close()


@pytest.mark.browser
def test_a_letter_is_written_by_keyboard_alone(world: World, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{world.front}/{SLUG}/")
    page.focus("[name=letter]")
    page.keyboard.press("Control+End")
    page.keyboard.type(" By keyboard.")
    page.focus("[name=given_name]")
    for text in ("Ales", "Kaval", "ales.keys@example.org"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.type("Lithuania")
    page.focus("[name=email]")
    page.keyboard.press("Enter")  # the form's own button: to see the letter
    page.wait_for_selector("input[name=asked]", state="attached")

    assert page.locator("input[name=asked]").count() == 1
    assert "By keyboard." in page.input_value("[name=letter]")
    assert "Ales Kaval" in page.inner_text(".sheet")
    context.close()


def _is_clean(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, "the page scrolls sideways"
