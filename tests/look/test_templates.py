"""Every page and fragment is drawn, says what it must, and keeps the rules of the front's CSP."""

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from tests.look import samples
from tests.look.texts import TEXTS
from zvarot.look.templates import FOLDER, environment
from zvarot.look.words import FORM_WORDS, LETTER_WORDS

FRONT_FRAGMENTS = (
    "form",
    "form_errors",
    "form_unseen",
    "field",
    "promise",
    "letters",
    "sheet",
    "handover",
)
TEMPLATES = sorted(
    [path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html")]
    + ["petition/page.html", "petition/thanks.html"]
)


def fragment(name: str, **context: object) -> str:
    """Draw as the front does: without any context but its own data, in no language."""
    return environment().get_template(f"zvarot/{name}.html").render(**context)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_loads(name: str) -> None:
    assert samples.env().get_template(name).name == name


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_carries_a_style_or_a_handler_of_its_own(name: str) -> None:
    source = samples.env().loader.get_source(samples.env(), name)[0]  # type: ignore[union-attr]
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_says_first_what_it_is_for(name: str) -> None:
    source = samples.env().loader.get_source(samples.env(), name)[0]  # type: ignore[union-attr]
    assert source.startswith("{# ")


@pytest.mark.parametrize("name", samples.SYSTEM)
@pytest.mark.parametrize("lang", TEXTS)
def test_every_system_page_is_drawn_in_every_script(name: str, lang: str) -> None:
    html = samples.draw(f"zvarot/{name}.html", lang)
    assert f'<html lang="{lang}"' in html
    assert html.count("<h1") == 1
    assert "<title>" in html


@pytest.mark.parametrize("state", samples.STATES)
def test_an_action_has_one_form_and_one_region_for_each_hole(state: str) -> None:
    html = samples.draw("petition/page.html", state=state)
    has_form = state not in {"delivered", "closed"}
    assert html.count("<!--[count]-->") == html.count("<!--[/count]-->") == 1
    assert html.count("<!--[form]-->") == html.count("<!--[/form]-->") == has_form
    assert html.count('value="<!--[ticket]-->"') == has_form
    assert html.count("<form") == has_form


@pytest.mark.parametrize(("lang", "comma"), [("en", ","), ("be", ","), ("ar", "،")])
def test_the_one_we_speak_to_is_addressed_with_the_comma_of_the_script(
    lang: str, comma: str
) -> None:
    html = samples.draw("petition/page.html", lang)
    assert f'{TEXTS[lang]["to"]}<span class="comma">{comma}</span>' in html


def test_a_page_says_its_address_in_every_language() -> None:
    html = samples.draw("petition/page.html")
    assert '<link rel="canonical" href="https://zvarot.example/en/x/">' in html
    assert '<link rel="alternate" hreflang="be" href="https://zvarot.example/be/x/">' in html
    assert '<meta property="og:title" content="Nobody should be beaten' in html


def test_pages_with_a_receipt_or_a_token_are_not_for_search_engines() -> None:
    for name in ("petition/thanks.html", "zvarot/confirm.html", "zvarot/withdraw.html"):
        assert '<meta name="robots" content="noindex">' in samples.draw(name)
    assert "noindex" not in samples.draw("petition/page.html")


def test_a_faulty_form_keeps_what_was_typed_and_says_each_problem_twice() -> None:
    f = samples.form(TEXTS["en"], "faulty")
    html = fragment("form", f=f)
    assert html.index("errors-h") < html.index("f-given_name")
    for problem in f["problems"]:
        label = next(it["label"] for it in f["fields"] if it["name"] == problem["field"])
        label += "" if label.endswith("?") else ":"
        assert f'<a href="#f-{problem["field"]}">{label} {problem["text"]}</a>' in html
        assert f'id="f-{problem["field"]}-e"' in html
        assert html.count(problem["text"]) == 2
    assert 'value="ales.example.org"' in html
    assert 'aria-describedby="f-email-e f-email-h" required aria-invalid="true"' in html


def test_a_notice_without_problems_stands_where_the_summary_stands() -> None:
    f = samples.form(TEXTS["en"], "default") | {"notice": "Please send it again."}
    html = fragment("form", f=f)
    assert 'id="errors" role="alert"' in html
    assert "Please send it again." in html
    assert FORM_WORDS["errors_title"] not in html


def test_what_was_typed_cannot_break_out_of_the_form() -> None:
    f = samples.form(TEXTS["en"], "faulty")
    for field in f["fields"]:
        field["value"] = '"></textarea><script>alert(1)</script>'
    assert "<script" not in fragment("form", f=f)


def test_every_link_of_the_error_summary_leads_to_a_control() -> None:
    html = fragment("form", f=samples.form(TEXTS["en"], "faulty"))
    for target in re.findall(r'<a href="#([^"]+)"', html):
        assert re.search(rf'<(input|select|textarea)[^>]* id="{target}"', html)


def test_nothing_is_chosen_beforehand() -> None:
    html = fragment("form", f=samples.form(TEXTS["en"], "default"))
    assert " checked" not in html
    assert " selected" not in html


def test_a_chosen_answer_is_kept() -> None:
    f = samples.form(TEXTS["en"], "default")
    for field in f["fields"]:
        field["value"] = {"country": "LT", "updates": "no"}.get(field["name"], "")
    html = fragment("form", f=f)
    assert '<option value="LT" selected>' in html
    assert 'value="no" checked' in html


def test_the_trap_for_machines_is_hidden_from_people_and_screen_readers() -> None:
    html = fragment("form", f=samples.form(TEXTS["en"], "default"))
    assert re.search(r'<p class="away" aria-hidden="true">.*name="website" tabindex="-1"', html)


def test_a_ticket_that_is_given_fills_the_hole() -> None:
    f = samples.form(TEXTS["en"], "default") | {"ticket": "abc.def"}
    assert 'name="ticket" value="abc.def"' in fragment("form", f=f)


def test_a_preview_can_send_nothing() -> None:
    html = fragment("form", f=samples.form(TEXTS["en"], "default") | {"inert": True})
    assert "<form" not in html
    assert "<button" not in html
    assert FORM_WORDS["preview"] in html


def test_the_form_needs_every_word_it_is_promised_and_no_other() -> None:
    sources = "".join(
        (FOLDER / "zvarot" / f"{name}.html").read_text(encoding="utf-8") for name in FRONT_FRAGMENTS
    )
    used = set(re.findall(r"words\.(\w+)", sources))
    given_by_code = {"yes", "no"}  # answers of a consent field, see contract/form_view.py
    given_by_code |= {  # see contract/letter_view.py and front/writing.py
        name
        for name in LETTER_WORDS
        if name.startswith(("how_", "do_", "place_"))
        or name in {"letter_empty", "letter_too_long", "letter_characters", "letter_none"}
    }
    assert used | given_by_code == set(FORM_WORDS) | set(LETTER_WORDS)


def test_fragments_of_the_front_are_not_translated() -> None:
    for name in (*FRONT_FRAGMENTS, "count", "state"):
        source = (FOLDER / "zvarot" / f"{name}.html").read_text(encoding="utf-8")
        assert "_(" not in source
        assert "{% trans" not in source


def test_the_promise_stands_between_the_last_field_and_the_button() -> None:
    html = fragment("form", f=samples.form(TEXTS["en"], "default"))
    assert html.index("f-updates") < html.index('class="promise"') < html.index("<button")
    assert html.index('class="said"') < html.index("<button")


def test_below_the_minimum_there_is_no_number() -> None:
    html = fragment("count", c=samples.count(TEXTS["en"], "empty"))
    assert "Be among the first" in html
    assert "785" not in html
    assert "<svg" not in html


def test_the_bar_is_as_long_as_its_parts() -> None:
    html = fragment("count", c=samples.count(TEXTS["en"], "default"))
    assert 'viewBox="0 0 791 10"' in html


def test_a_missing_value_is_an_error_and_no_blank() -> None:
    with pytest.raises(UndefinedError):
        fragment("count", c={})


def test_words_go_through_the_language_that_is_given() -> None:
    env = environment(gettext=lambda text: f"‹{text}›", more=[Path(samples.KINDS) / "none"])
    html = env.get_template("zvarot/not_found.html").render(samples.context("en", "default"))
    assert "<h1>‹There is no page here›</h1>" in html
