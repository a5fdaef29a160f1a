"""A page of messages: who it can reach, what it suggests, and what keeps it from opening."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.studio import world
from zvarot.actions.models import Action
from zvarot.cases.mail import CaseRoute, MailRules, MailRulesText, ReasonToAvoid, WordsToAvoid
from zvarot.contract.audiences import MODERATOR, ORGANISER, POSTMAN, RECIPIENT
from zvarot.contract.bundle import LANGUAGE
from zvarot.contract.message import MailRules as Rules
from zvarot.contract.message import Reach, Route
from zvarot.contract.promise import PromiseContradicts
from zvarot.contract.sentence import render
from zvarot.kinds.message.kind import KIND
from zvarot.kinds.message.models import MessagePage
from zvarot.kinds.message.problems import line_problems, page_problems
from zvarot.lib.store import DirectoryStore
from zvarot.lib.words import words
from zvarot.sealing.keys import KeyFiles
from zvarot.studio import publishing
from zvarot.studio.action_view import ActionView
from zvarot.studio.models import BakeOrder
from zvarot.studio.terms import Choices, Terms

pytestmark = pytest.mark.django_db
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 640"></svg>'
ART: dict[str, Any] = {
    "artwork_drawing": "card.svg",
    "artwork_credit": "Alés Kaval",
    "artwork_consent": "The artist and the family, 2026-11-01: cards and page.",
}


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"
    drawings = tmp_path / "media" / "drawings"
    drawings.mkdir(parents=True)
    (drawings / "card.svg").write_text(DRAWING)


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path / "published")


def rules() -> MailRules:
    made = MailRules(slug="prisons", languages="be, ru", as_of=date(2026, 11, 1))
    made.texts = [MailRulesText(language="en", name="prisons in Belarus", source="Viasna")]
    made.words = [WordsToAvoid(topic="freedom", language="be", words="свабод")]
    made.reasons = [ReasonToAvoid(topic="freedom", language="en", text="No word of freedom.")]
    made.save()
    made.save_revision().publish()
    return made


def page(
    *lines: str, reach: dict[str, str] | None = None, has_rules: bool = True, **columns: Any
) -> MessagePage:
    """Add a page of messages to somebody in prison. reach -- of each way of the record."""
    blocks = [("line", {"text": text, "language": "be", "meaning": "m"}) for text in lines]
    made = world.action(MessagePage, lines=blocks, **{"route": "prison", **columns})
    case = world.case_of(made)
    case.mail_rules = rules() if has_rules else None
    today = timezone.now().date()
    case.routes = [
        CaseRoute(route=route, reach=known, checked_on=today)
        for route, known in (reach or {"prison": "uncertain", "family": "open"}).items()
    ]
    case.save_revision().publish()
    return MessagePage.objects.get(pk=made.pk)


def view_of(made: MessagePage, lang: str = "en") -> ActionView:
    return ActionView(made, made, words(lang), "en", timezone.now())


def told(made: MessagePage) -> Any:
    return made.own_context(view_of(made))["message"]


# --- who sees what ---------------------------------------------------------------------------


def test_moderators_and_the_recipient_see_a_first_name_and_a_text_and_nothing_else() -> None:
    for audience in (MODERATOR, RECIPIENT):
        assert KIND.promise.allowed_fields(audience) == {"message", "given_name", "route"}
    assert KIND.promise.allowed_fields(POSTMAN) == {"email"}
    assert KIND.promise.of(ORGANISER)[0].only_if == ("updates", "yes")


def test_a_promise_that_shows_them_more_cannot_be_made() -> None:
    data = KIND.promise.to_json()
    data["disclosures"][0]["fields"].append("email")

    with pytest.raises(PromiseContradicts, match="message and the first name, and nothing else"):
        type(KIND.promise).from_json(data).check(KIND.form)


def test_the_promise_says_who_gets_it_in_the_name_of_the_page() -> None:
    said = render(KIND.promise, KIND.form, words("en"), {RECIPIENT: "Mikita and his family"})

    assert said.summary == "Mikita and his family: your message and, of you, only: first name."
    assert "Of you the card shows only: first name." in said.sentence
    assert [row.audience for row in said.rows][:2] == [RECIPIENT, MODERATOR]
    assert all("Way" not in label for row in said.rows for label, _ in row.cells)


def test_what_is_not_asked_is_promised_to_nobody() -> None:
    ticked = Choices.of(Terms.read({}, KIND))
    terms = Choices(**{**ticked.__dict__, "asked": ("message", "route"), "organiser": ()})

    promise = terms.terms(KIND).promise

    assert promise.allowed_fields(MODERATOR) == {"message", "route"}
    said = render(promise, terms.terms(KIND).form(KIND, ""), words("en"))
    assert said.sentence == "Your message is read here and printed on a card without a name."


def test_only_the_moderator_is_sealed_to_and_the_recipients_key_is_there(
    store: DirectoryStore, settings: Settings
) -> None:
    made = page()
    world.publish(made)

    publishing.run_orders(store)

    bundle = world.bundle(store)
    plan = {one.audience: one for one in bundle.plan}
    assert set(plan) == {MODERATOR, ORGANISER, POSTMAN}
    assert LANGUAGE in plan[MODERATOR].fields
    assert plan[MODERATOR].size == 4096
    keys = KeyFiles(settings.ZVAROT_KEYS_DIR)
    assert keys.audience_secrets(bundle.action_id, RECIPIENT)


# --- what leaves for the front, for moderators and for cards -----------------------------------


def test_a_published_page_carries_its_rules_ways_and_lines(store: DirectoryStore) -> None:
    made = page("Жадаю здароўя.", other_routes=["family"], longest=200)
    world.publish(made)

    publishing.run_orders(store)

    view = world.bundle(store).views["en"]
    assert view.mail
    assert [line.route for line in view.mail.routes] == [Route.PRISON, Route.FAMILY]
    assert view.mail.rules
    assert view.mail.rules.language_names == ("Belarusian", "Russian")
    assert [line.text for line in view.mail.lines] == ["Жадаю здароўя."]
    assert view.mail.source == "Source: Viasna, as of 1 November 2026"
    assert view.form.by_name["message"].max_chars == 200
    assert [value for value, _ in view.form.by_name["route"].options] == ["prison", "family"]


def test_the_action_keeps_what_moderators_and_cards_work_by(store: DirectoryStore) -> None:
    made = page("Жадаю здароўя.", **ART, focus_x=40, focus_y=60, first_batch_on=date(2026, 12, 10))
    world.publish(made)

    publishing.run_orders(store)

    options = Action.objects.get().options
    assert Rules.from_json(options["mail"]["rules"]).warnings("свабода")
    assert [one["reach"] for one in options["mail"]["routes"]] == ["uncertain", "open"]
    assert options["two_eyes"] is True
    assert options["names"] == ["Maryia Kalesnikava", "Марыя Калеснікава"]
    assert options["lines"] == {"en": ["Жадаю здароўя."]}
    assert options["first_batch_on"] == "2026-12-10"
    assert options["artwork"] == {
        "file": "drawings/card.svg",
        "credit": "Alés Kaval",
        "focus": [0.4, 0.6],
    }


def test_the_usual_way_of_the_page_stands_first_whatever_the_order_of_the_record() -> None:
    made = page(route="family", reach={"prison": "impossible", "lawyer": "open", "family": "open"})

    routes = made.action_options(())["mail"]["routes"]

    assert [one["route"] for one in routes] == ["family", "prison", "lawyer"]


def test_a_line_that_the_rules_speak_against_is_never_suggested() -> None:
    mail = page("Жадаю здароўя.", "Свабоды табе!", "Be well!").mail(words("en"))

    assert mail
    assert [line.text for line in mail.lines] == ["Жадаю здароўя."]


def test_other_ways_are_offered_only_if_there_is_a_reason_to_choose() -> None:
    plain = page(has_rules=False, other_routes=["family"])
    plain_mail = plain.mail(words("en"))
    plain.lets_choose = True
    asked_mail = plain.mail(words("en"))

    assert plain_mail
    assert asked_mail
    assert [line.route for line in plain_mail.routes] == [Route.PRISON]
    assert [line.route for line in asked_mail.routes] == [Route.PRISON, Route.FAMILY]
    assert asked_mail.asks_route


# --- what keeps a page from opening ------------------------------------------------------------


def test_a_way_that_the_record_calls_impossible_cannot_be_promised() -> None:
    made = page(reach={"prison": "impossible", "family": "open"})

    [(field, sentence)] = page_problems(made)

    assert field == "route"
    assert "nothing arrives this way: to the prison. The page may not promise it." in sentence


def test_a_way_that_the_record_does_not_know_cannot_be_promised() -> None:
    [(field, sentence)] = page_problems(page(other_routes=["lawyer", "family"]))

    assert field == "other_routes"
    assert "does not say whether messages arrive this way: to the lawyer" in sentence


def test_an_open_page_closes_when_the_record_changes(store: DirectoryStore) -> None:
    made = page()
    world.publish(made)
    publishing.run_orders(store)
    case = world.case_of(made)
    way = case.routes.get(route="prison")
    way.reach = "impossible"
    case.routes = [way, case.routes.get(route="family")]
    case.save_revision().publish()

    assert BakeOrder.objects.filter(page_key=made.translation_key).exists()
    publishing.run_orders(store)

    assert "let-her-home" not in world.site(store).bundles
    assert Action.objects.get().state == Action.State.CLOSED


@pytest.mark.parametrize("missing", ["artwork_credit", "artwork_consent"])
def test_a_picture_without_credit_or_consent_is_shown_nowhere(missing: str) -> None:
    made = page(**{**ART, missing: ""})

    [(field, _sentence)] = page_problems(made)

    assert field == missing
    assert made.action_options(())["artwork"] is None
    assert told(made)["artwork"] is None


def test_rules_that_are_a_draft_are_published_first() -> None:
    made = page()
    MailRules.objects.update(live=False)

    assert [field for field, _ in page_problems(MessagePage.objects.get(pk=made.pk))] == ["case"]


def test_lines_are_three_to_five_and_none_that_would_be_stopped() -> None:
    few = page("Жадаю здароўя.", "Свабоды табе!")

    count, stopped = line_problems(few, few)

    assert count == "Write three to five lines, or none."
    assert "because of: Свабоды" in stopped


# --- what the page says ------------------------------------------------------------------------


def test_the_steps_are_made_from_the_ways_and_say_what_is_uncertain() -> None:
    made = page(other_routes=["family"], first_batch_on=date(2030, 12, 10))

    steps = told(made)["steps"]

    assert [step["title"] for step in steps] == [
        "You write",
        "We read",
        "We print",
        "It goes to the prison",
        "Or another way",
    ]
    assert "it may stay with them" in steps[3]["text"]
    assert "The first batch goes on 10 December 2030." in steps[3]["text"]
    assert "Two people look at every message" in steps[1]["text"]


@pytest.mark.parametrize("route", list(Route))
@pytest.mark.parametrize("known", [Reach.OPEN, Reach.UNCERTAIN])
def test_every_way_has_its_steps(route: Route, known: Reach) -> None:
    made = page(route=route.value, reach={route.value: known.value}, two_eyes=False)

    steps = told(made)["steps"]

    assert len(steps) == 4
    assert "One of us looks" in steps[1]["text"]


def test_a_reader_is_told_also_what_is_impossible() -> None:
    made = page(route="family", reach={"prison": "impossible", "family": "open"})

    who = told(made)["who"]

    assert [one["known"] for one in who] == [
        "Nothing is handed over this way, so we do not send anything there.",
        "Messages arrive this way.",
    ]
    assert told(made)["stops"] is None, "no card of this page meets those rules"


def test_the_rules_are_told_with_their_source() -> None:
    stops = told(page())["stops"]

    assert stops["name"] == "prisons in Belarus"
    assert "Only in these languages: Belarusian, Russian." in stops["said"]
    assert "No word of freedom." in stops["said"]
    assert stops["source"] == "Source: Viasna, as of 1 November 2026"


def test_a_page_without_a_way_or_a_case_can_still_be_looked_at() -> None:
    made = page(reach={"prison": "impossible"})

    assert made.mail(words("en")) is None
    assert told(made)["steps"] == []
