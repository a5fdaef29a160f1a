"""An untrained campaigner ticks a promise together; what contradicts itself is refused."""

import pytest
from django.test import Client

from tests.studio import world
from zvarot.contract.audiences import ORGANISER, TARGET
from zvarot.contract.promise import When
from zvarot.kinds.petition.kind import KIND
from zvarot.lib.store import DirectoryStore
from zvarot.studio import publishing
from zvarot.studio.promise_preview import said
from zvarot.studio.promise_widget import read_ticks
from zvarot.studio.terms import Choices, Terms

pytestmark = pytest.mark.django_db


def test_ticks_and_stored_terms_are_the_same_thing() -> None:
    terms = Terms.read({}, KIND)

    assert Choices.of(terms).terms(KIND).promise.of(TARGET) == terms.promise.of(TARGET)
    assert Choices.of(terms).terms(KIND).asked == terms.asked
    assert read_ticks(world.ticks(), "terms", KIND).terms(KIND).promise.of(TARGET)[0].days == 30


def test_the_sentence_is_the_one_that_the_page_will_show() -> None:
    answer = said({**world.ticks(), "level": "standard", "office": str(world.office().pk)})

    assert answer["problems"] == []
    assert "Minister of Foreign Affairs" in answer["promise"].summary


def test_the_table_is_answered_while_it_is_filled_in() -> None:
    maryna = world.editor()

    html = maryna.post(
        "/admin/promise/preview/", world.ticks(**{"target-country": None}) | {"level": "standard"}
    ).content.decode()

    assert "This cannot be promised" in html
    assert "Nobody would see" in html


def test_only_a_number_for_the_office_leaves_no_field_in_its_line() -> None:
    choices = read_ticks(world.ticks(**{"target-count": "on"}), "terms", KIND)

    assert choices.terms(KIND).promise.allowed_fields(TARGET) == frozenset()


def test_a_question_that_nobody_sees_cannot_stay_in_the_form() -> None:
    answer = said({**world.ticks(**{"target-country": None}), "level": "standard"})

    assert answer["problems"] == [
        "Nobody would see “Country where you live”, so it is not kept. Tick who sees it, or "
        "take the tick away under “Ask it”."
    ]


def test_what_is_not_asked_cannot_be_shown() -> None:
    answer = said({**world.ticks(**{"ask-family_name": None}), "level": "standard"})

    assert answer["problems"] == [
        "The form does not ask “Last name”, but “The office” has a tick there."
    ]


def test_news_need_the_question_and_the_address() -> None:
    without_question = said({**world.ticks(**{"ask-updates": None}), "level": "standard"})
    without_address = said({**world.ticks(**{"organiser-email": None}), "level": "standard"})

    assert "must ask that question" in without_question["problems"][0]
    assert "nobody would have the address" in without_address["problems"][0]


def test_a_day_must_be_said_before_it_is_promised() -> None:
    ticks = world.ticks(**{"target-when": When.ON_DATE.value})

    refused = said({**ticks, "level": "standard"})
    taken = said({**ticks, "level": "standard", "deliver_by": "2030-12-10"})

    assert "which day" in refused["problems"][0]
    assert taken["problems"] == []


def test_the_office_is_never_given_an_address_even_if_somebody_posts_the_tick() -> None:
    choices = read_ticks(world.ticks(**{"target-email": "on"}), "terms", KIND)

    assert "email" not in choices.target


def test_we_see_who_signed_only_where_they_asked_for_news() -> None:
    terms = read_ticks(world.ticks(), "terms", KIND).terms(KIND)

    assert terms.promise.of(ORGANISER)[0].only_if == ("updates", "yes")


def test_countries_are_told_to_everyone_only_if_ticked_and_asked() -> None:
    ticked = {**world.ticks(**{"tells-countries": "on"}), "level": "standard"}
    unasked = {name: value for name, value in ticked.items() if not name.endswith("ask-country")}

    assert "how many live in which country" in str(said(ticked))
    assert "must ask for the country" in str(said(unasked)["problems"])
    assert "how many live" not in str(said({**world.ticks(), "level": "standard"}))


def test_codes_that_are_no_countries_are_named() -> None:
    answer = said({**world.ticks(**{"counted-only": "by, XX"}), "level": "standard"})

    assert answer["problems"] == ["These are not country codes of two letters: XX."]


def test_guarded_needs_keys_that_this_installation_cannot_keep() -> None:
    answer = said({**world.ticks(), "level": "guarded"})

    assert "keys are kept away from the studio" in answer["problems"][0]


@pytest.mark.parametrize("missing", ["case", "office", "closes_at"])
def test_publishing_says_what_is_missing(missing: str) -> None:
    maryna, page = world.editor(), world.petition()
    whole = world.chosen(page)
    data = world.form_data(**{**whole, missing: None, "action-publish": "1"})

    answer = _save(maryna, page.pk, data)

    page.refresh_from_db()
    assert missing in answer.context["form"].errors
    assert not page.live


def test_a_contradiction_is_refused_without_any_script() -> None:
    maryna, page = world.editor(), world.petition()
    data = world.form_data(**world.chosen(page), **{"target-country": None})

    answer = _save(maryna, page.pk, data)

    assert "Nobody would see" in answer.content.decode()
    assert page.get_latest_revision_as_object().terms == {}


def test_a_whole_page_is_published_with_its_terms() -> None:
    maryna, page = world.editor(), world.petition()
    data = world.form_data(
        **world.chosen(page),
        **{
            "action-publish": "1",
            "target-count": "on",
            "ask-country": None,
            "organiser-given_name": "on",
            "organiser-family_name": "on",
        },
    )

    answer = _save(maryna, page.pk, data)

    page.refresh_from_db()
    assert answer.status_code == 302, answer.context["form"].errors
    assert page.live
    assert "country" not in page.terms["asked"]


def test_a_closing_before_the_opening_is_refused() -> None:
    maryna, page = world.editor(), world.petition()

    answer = _save(maryna, page.pk, world.form_data(opens_at="2031-01-01 12:00"))

    assert "closes_at" in answer.context["form"].errors


@pytest.mark.parametrize("slug", ["withdraw", "receipt", "be", "static"])
def test_an_address_that_the_site_needs_itself_is_refused(slug: str) -> None:
    maryna, page = world.editor(), world.petition()

    answer = _save(maryna, page.pk, world.form_data(slug=slug))

    assert "has another use" in str(answer.context["form"].errors["slug"])


def test_an_address_that_people_have_stays(store: DirectoryStore) -> None:
    maryna, page = world.editor(), world.petition()
    world.publish(page)
    publishing.run_orders(store)

    answer = _save(maryna, page.pk, world.form_data(slug="another"))

    assert "It stays" in str(answer.context["form"].errors["slug"])


def test_a_translation_has_words_only() -> None:
    maryna, page = world.editor(), world.petition()
    other = world.translation(page, "be", "Няхай вернецца дадому")

    html = maryna.get(f"/admin/pages/{other.pk}/edit/").content.decode()

    assert 'name="lead"' in html
    assert 'name="terms-shown"' not in html
    assert 'name="closes_at"' not in html


def test_the_table_has_a_name_for_every_tick() -> None:
    maryna, page = world.editor(), world.petition()

    html = maryna.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert 'aria-label="The office sees: Last name"' in html
    assert 'aria-label="Ask: E-mail"' in html


def _save(client: Client, pk: int, data: dict[str, str]):  # type: ignore[no-untyped-def]
    return client.post(f"/admin/pages/{pk}/edit/", data)
