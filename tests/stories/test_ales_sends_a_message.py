"""Alés writes to Mikita with nothing but HTTP: a warning, a choice, a card that is sealed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.front.running import Answer
from tests.front.test_writing import form_of
from tests.stories import staff
from tests.stories.browser import browser
from tests.stories.scanner import hits
from tests.stories.world import Reply, World

SLUG = "mikita-messages"
BLNS: list[str] = json.loads((Path(__file__).parent.parent / "data" / "blns.json").read_text())
FITS = "Мікіта, жадаю табе здароўя і моцы."
MARKER = "Zqmessagox"
DETAILS = {"given_name": "Алесь", "updates": "no"}


def _form(reply: Reply) -> dict[str, str]:
    """What the page would send, but for its ticket: tests are quicker than people."""
    fields = form_of(Answer(reply.status, {}, reply.text.encode()))
    return {name: text for name, text in fields.items() if name != "ticket"}


def _confirm(world: World, address: str) -> None:
    """Press the button behind the mail, and wait until that is counted."""
    before = world.confirmed(SLUG)
    [mail] = world.until(lambda: world.mails_to(address), "the confirmation mail")
    assert world.post(world.confirm_path(mail), {}).status == 200
    world.until(lambda: world.confirmed(SLUG) == before + 1, "the count to move")


def test_an_english_text_is_explained_and_goes_to_the_family_if_its_writer_says_so(
    world: World, tmp_path: Path
) -> None:
    address = "ales.family@example.org"
    text = f"Dear Mikita, I wish you strength. {MARKER}"

    page = world.get(f"/{SLUG}/")
    warned = world.post(f"/{SLUG}/", {**_form(page), **DETAILS, "email": address, "message": text})
    thanks = world.post(f"/{SLUG}/", {**_form(warned), "updates": "no", "way": "family"})

    assert warned.status == 422
    assert "only in these languages: Belarusian, Russian" in warned.text
    assert "Viasna Human Rights Centre; Libereco, as of 1 November 2026" in warned.text
    assert "The surer way, in any language." in warned.text
    assert _form(warned)["message"] == text
    assert thanks.status == 200
    assert re.search(r"\b[0-9A-HJKMNP-TV-Z]{13} [0-9A-HJKMNP-TV-Z]{13}\b", thanks.text)
    assert "A card that is already printed cannot be called back" in thanks.text
    _confirm(world, address)
    assert str(world.count(SLUG)["count"]) in world.get(f"/{SLUG}/").text
    assert [str(hit) for hit in hits([world.data], [MARKER])] == []
    staff.run(world, "open_messages.py", str(tmp_path / "opened.json"))
    opened = json.loads((tmp_path / "opened.json").read_text())
    assert [one for one in opened if one["message"] == text] == [
        {"message": text, "given_name": "Алесь", "route": "family", "lang": "en"}
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("be", FITS),
        ("en", "Я таксама люблю Minecraft і рэп. Прывітанне маме!"),
        ("fr", "Никита, желаю тебе здоровья и сил."),
    ],
)
def test_belarusian_and_russian_pass_at_once_on_every_page(
    world: World, lang: str, text: str
) -> None:
    path = f"/{SLUG}/" if lang == "en" else f"/{lang}/{SLUG}/"
    address = f"ales.passes.{lang}@example.org"

    thanks = world.post(path, {**DETAILS, "email": address, "message": text})

    assert thanks.status == 200
    _confirm(world, address)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Жадаю табе СВАБОДЫ!", "барацьбу ці перамогу"),
        ("Памятаю цябе ў кожнай малітве.", "Лістоў пра рэлігію не аддаюць."),
        ("Суд быў несправядлівы.", "Нельга згадваць суд"),
        ("Пра цябе піша наша арганізацыя.", "Нельга згадваць ніякую арганізацыю"),
        ("После выборов всё изменится.", "Лістоў пра палітыку не аддаюць."),
        ("Привіт, Микито! Твоя родина чекає.", "толькі на гэтых мовах: беларуская, руская"),
    ],
)
def test_each_rule_is_explained_in_the_language_of_the_page(
    world: World, text: str, says: str
) -> None:
    warned = world.post(
        f"/be/{SLUG}/", {**DETAILS, "email": "ales.rules@example.org", "message": text}
    )

    assert warned.status == 422
    assert says in warned.text
    assert _form(warned)["message"] == text


def test_every_suggested_line_passes_as_it_is(world: World) -> None:
    for path in (f"/{SLUG}/", f"/be/{SLUG}/", f"/fr/{SLUG}/"):
        text = world.get(path).text
        numbers = re.findall(r'name="line" value="(\d)"', text)
        assert len(numbers) == 5
        for number in numbers:
            typed = {**DETAILS, "email": f"line{number}@{path[1:3]}.example.org"}
            filled = world.post(path, {**typed, "line": number})
            thanks = world.post(path, {**_form(filled), "updates": "no"})
            assert filled.status == thanks.status == 200, _form(filled)["message"]


def test_the_withdrawal_page_says_the_same_of_cards_to_everybody(world: World) -> None:
    reply = world.post(f"/{SLUG}/", {**DETAILS, "email": "ales.back@example.org", "message": FITS})
    found = re.search(r"\b[0-9A-HJKMNP-TV-Z]{13} [0-9A-HJKMNP-TV-Z]{13}\b", reply.text)
    assert found

    mine = world.post("/withdraw", {"code": found[0]})
    nobodys = world.post("/withdraw", {"code": "0" * 26})

    assert (mine.status, mine.text) == (nobodys.status, nobodys.text)
    assert "printed on a card, before that cannot be called back" in mine.text
    assert "already printed cannot be called back" in world.get("/withdraw").text


@pytest.mark.slow
def test_whatever_is_typed_is_taken_or_asked_for_again(world: World) -> None:
    for place, text in enumerate(BLNS):
        email = f"blns{place}@m{place % 20}.example.org"
        as_text = world.post(f"/{SLUG}/", {**DETAILS, "email": email, "message": text})
        as_name = world.post(
            f"/{SLUG}/", {**DETAILS, "email": email, "given_name": text, "message": FITS}
        )
        for reply, name in ((as_text, "message"), (as_name, "given_name")):
            assert reply.status in {200, 422}
            if reply.status == 422 and 'class="doubts"' not in reply.text:
                assert re.search(rf'id="f-{name}-e"[^>]*>.*\S', reply.text), text


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.mark.browser
@pytest.mark.parametrize("path", [f"/{SLUG}/", f"/be/{SLUG}/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_each_step_of_a_message_is_for_everyone(
    world: World, chromium: Browser, path: str, width: int
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{world.front}{path}")
    _is_clean(page)
    page.fill("[name=message]", "Свабоды! Freedom for you, my friend.")
    page.fill("[name=given_name]", "Алесь")
    page.fill("[name=email]", "not an address")
    page.click("#act button.wide")
    page.wait_for_selector(".errors")
    _is_clean(page)
    page.fill("[name=email]", "ales.axe@example.org")
    page.click("#act button.wide")
    page.wait_for_selector(".doubts")
    assert page.evaluate("document.activeElement.id") == "errors"
    _is_clean(page)
    page.wait_for_timeout(3500)
    page.click("button[name=way][value=family]")
    page.wait_for_selector(".receipt .code")
    _is_clean(page)
    context.close()


@pytest.mark.browser
def test_a_line_goes_in_at_the_caret_and_the_length_is_counted_for_a_reader(
    world: World, chromium: Browser
) -> None:
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{world.front}/be/{SLUG}/")
    page.fill("[name=message]", "Добры дзень! 👨‍👩‍👧‍👦")
    page.evaluate("document.querySelector('[name=message]').setSelectionRange(12, 12)")
    page.click(".chip >> nth=0")

    assert page.input_value("[name=message]") == f"Добры дзень! {FITS} 👨‍👩‍👧‍👦"
    assert page.evaluate("document.activeElement.name") == "message"
    assert page.inner_text("#act .hint.num") == f"{len('Добры дзень! ') + len(FITS) + 2} / 300"
    page.close()


@pytest.mark.browser
def test_an_old_browser_counts_letters_without_their_marks(world: World, chromium: Browser) -> None:
    page = chromium.new_page()
    page.add_init_script("delete Intl.Segmenter")
    page.goto(f"http://127.0.0.1:{world.front}/be/{SLUG}/")
    page.fill("[name=message]", "у\u0306 я\u0301")

    assert page.inner_text("#act .hint.num") == "3 / 300"
    page.close()


@pytest.mark.browser
def test_a_message_is_sent_by_keyboard_alone_and_without_a_script(
    world: World, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{world.front}/be/{SLUG}/")
    page.focus(".chip >> nth=1")
    page.keyboard.press("Enter")
    page.wait_for_url("**#f-message")
    assert page.input_value("[name=message]").startswith("Я думаю пра цябе.")
    page.focus("[name=given_name]")
    page.keyboard.type("Ales")
    page.keyboard.press("Tab")
    page.keyboard.type("ales.keys@example.org")
    page.wait_for_timeout(3500)
    page.keyboard.press("Enter")  # the form's own button, not a line
    page.wait_for_selector(".receipt .code")
    context.close()


def _is_clean(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, "the page scrolls sideways"
