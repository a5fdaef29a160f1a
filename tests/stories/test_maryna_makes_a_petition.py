"""Maryna, a campaigner, makes a case and a petition from nothing in the studio's own pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.stories.browser import browser
from tests.stories.world import World

SLUG = "let-the-librarian-go"  # the studio makes it from the title
SIZE = {"width": 1280, "height": 1400}


@pytest.fixture
def studio(world: World) -> Iterator[Page]:
    with browser() as chromium:
        page = chromium.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.set_default_timeout(20_000)
        _log_in(page, world)
        yield page


@pytest.mark.browser
@pytest.mark.slow
def test_from_nothing_to_a_signed_petition(world: World, studio: Page) -> None:
    asked: set[str] = set()
    studio.on("request", lambda request: asked.add(request.url.split("/")[2]))

    _make_case(studio, world)
    _make_office(studio, world)
    _make_petition(studio, world)
    world.until(lambda: _is_everywhere(world), "the page to appear", seconds=10)

    page = world.get(f"/{SLUG}/").text
    assert "Let the librarian go" in page
    assert "Minister of Libraries" in page
    reply = world.post(
        f"/{SLUG}/",
        {
            "given_name": "Alés",
            "family_name": "K",
            "email": "ales@studio.example.org",
            "country": "LT",
            "updates": "no",
        },
    )
    assert reply.status == 200
    [mail] = world.until(lambda: world.mails_to("ales@studio.example.org"), "the mail")
    world.post(world.confirm_path(mail), {})
    world.until(lambda: world.confirmed(SLUG) == 1, "the count")
    assert asked == {f"127.0.0.1:{world.studio}"}, "the studio asks nobody else"


@pytest.mark.browser
@pytest.mark.slow
def test_a_contradiction_is_refused_in_the_editor_and_nothing_is_lost(
    world: World, studio: Page
) -> None:
    studio.goto(_url(world, "/admin/pages/add/petition/petitionpage/3/"))
    studio.fill("[name=title]", "A contradiction")
    studio.fill("[name=lead]", "Words that must not be lost.")
    studio.get_by_role("tab", name="Form and promise").click()
    studio.uncheck("[name='terms-target-country']")
    expect(studio.locator("body")).to_contain_text("This cannot be promised")
    studio.get_by_role("button", name="Save draft").click()
    studio.wait_for_load_state()

    assert studio.input_value("[name=lead]") == "Words that must not be lost."
    studio.get_by_role("tab", name="Form and promise").click()
    expect(studio.locator("body")).to_contain_text("Nobody would see “Country where you live”")


def _is_everywhere(world: World) -> bool:
    """Tell whether both processes of the front have the page: each looks once a second."""
    return {world.get(f"/{SLUG}/").status for _ in range(12)} == {200}


def _log_in(page: Page, world: World) -> None:
    user, _, password = (world.data / "staff-login.txt").read_text().strip().partition(" / ")
    page.goto(_url(world, "/admin/"))
    page.fill("[name=username]", user)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")


def _make_case(page: Page, world: World) -> None:
    page.goto(_url(world, "/admin/snippets/cases/case/add/"))
    page.fill("[name=slug]", "anna-kniha")
    page.select_option("[name=names-0-language]", "en")
    page.fill("[name=names-0-text]", "Anna Kniha")
    page.select_option("[name=consent]", index=1)
    _publish(page)


def _make_office(page: Page, world: World) -> None:
    page.goto(_url(world, "/admin/snippets/offices/office/add/"))
    page.fill("[name=slug]", "minister-of-libraries")
    page.fill("[name=country]", "BY")
    page.select_option("[name=titles-0-language]", "en")
    page.fill("[name=titles-0-title]", "Minister of Libraries")
    _publish(page)


def _make_petition(page: Page, world: World) -> None:
    page.goto(_url(world, "/admin/pages/add/petition/petitionpage/3/"))
    page.fill("[name=title]", "Let the librarian go")
    page.fill("[name=lead]", "She lent a book. Ask the minister to let her go.")
    page.get_by_role("tab", name="Settings").click()
    expect(page.locator("[name=slug]")).to_have_value(SLUG)
    _choose(page, "Choose case", "Anna Kniha")
    _choose(page, "Choose office", "Minister of Libraries")
    page.fill("[name=deliver_by]", "2030-12-10")
    page.fill("[name=closes_at]", "2030-12-08 20:00")
    page.keyboard.press("Escape")
    _publish(page)


def _choose(page: Page, button: str, text: str) -> None:
    page.get_by_role("button", name=button).click()
    row = page.locator(".modal-body a[data-chooser-modal-choice]").filter(has_text=text)
    row.first.click()
    expect(page.locator(".modal-body")).to_have_count(0)


def _publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_load_state()
    expect(page.locator(".messages .success, .w-message--success, .success")).not_to_have_count(0)


def _url(world: World, path: str) -> str:
    return f"http://127.0.0.1:{world.studio}{path}"
