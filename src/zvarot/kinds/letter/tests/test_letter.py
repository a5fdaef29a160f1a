"""A letter page: its texts, whom they go to, and what keeps it from opening."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.studio import world
from zvarot.contract.audiences import TARGET
from zvarot.contract.letter import MAX_PACKED_BYTES, Channel, LetterText, Mode, compose, pack
from zvarot.kinds.letter.kind import KIND
from zvarot.kinds.letter.models import LetterPage
from zvarot.lib.store import DirectoryStore
from zvarot.lib.words import words
from zvarot.offices.models import Channel as OfficeChannel
from zvarot.offices.models import Office
from zvarot.studio import publishing
from zvarot.studio.terms import Choices, Terms

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
BLOCK: dict[str, Any] = {
    "offices": [],
    "by_place": "",
    "way": "auto",
    "language": "be",
    "mode": "middle",
    "subject": "Subject",
    "head": "First.\r\n\r\n\r\nSecond.",
    "middle": "Theirs.",
    "foot": "",
    "closing": "Yours,",
    "arguments": ["One.", "Two."],
    "reading": "In English.",
}


def page(**changes: Any) -> LetterPage:
    return world.action(LetterPage, letters=[("letter", {**BLOCK, **changes})])


def texts(of: LetterPage) -> tuple[LetterText, ...]:
    return of.letter_texts(words("en"), TODAY)


def test_a_text_takes_its_address_in_its_own_language_and_its_name_in_the_pages() -> None:
    [text] = texts(page())

    [target] = text.targets
    assert target.name == "Minister of Foreign Affairs"
    assert target.office.office == "Міністр замежных спраў"
    assert text.lang == "be"
    assert text.mode is Mode.MIDDLE
    assert text.head == "First.\n\nSecond."
    assert text.countries["LT"] == "Літва"
    assert text.reading == "In English."


def test_a_page_without_a_text_lets_people_write_all_of_it() -> None:
    [text] = texts(world.action(LetterPage))

    assert text.mode is Mode.FREE
    assert text.subject == "Let her come home"
    assert text.middle == ""


def test_a_channel_that_bounces_is_not_used() -> None:
    made = page()
    office = world.office_of(made)
    office.channels = [
        OfficeChannel(kind="email", value="a@office.example", health="bounces"),
        OfficeChannel(kind="web-form", value="https://office.example/write"),
    ]
    office.save()

    [text] = texts(LetterPage.objects.get(pk=made.pk))

    assert text.targets[0].channel is Channel.WEB_FORM
    assert text.targets[0].value == "https://office.example/write"


def test_no_address_of_an_office_leaves_for_the_front(tmp_path: Path, settings: Settings) -> None:
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    store = DirectoryStore(tmp_path / "published")
    made = page()
    world.publish(made)

    publishing.run_orders(store)

    bundle = world.bundle(store)
    assert bundle.views["en"].letters == texts(made)
    assert b"minister@office.example" not in store.read(
        f"{world.site(store).bundles['let-her-home']}/bundle.json"
    )


def test_all_letters_that_we_send_fit_their_envelope() -> None:
    first = page(middle="x" * 3000, head="y" * 2500)
    other = Office(slug="other", country="BY")
    other.channels = [OfficeChannel(kind="email", value="o@office.example")]
    other.save()
    block = {**BLOCK, "offices": [{"office": other, "is_chosen": True, "lives_in": ""}]}
    first.letters = [("letter", {**BLOCK, "head": "y" * 2500}), ("letter", block)]

    made = texts(first)
    longest = [
        compose(text, to, subject="s" * 160, middle="x" * text.max_bytes, signature=("n" * 200,))
        for text in made
        for to in text.targets
    ]

    assert len(longest) == 2
    assert len(pack(longest).encode()) <= MAX_PACKED_BYTES


def test_letters_that_we_send_must_be_promised_to_the_office() -> None:
    made = page()
    choices = Choices.of(Terms.read({}, KIND))
    made.terms = Choices(**{**choices.__dict__, "target_count_only": True}).terms(KIND).to_json()

    [problem] = made.own_problems()

    assert "tick “Your letter” for the office" in problem


def test_an_office_that_cannot_be_reached_keeps_the_page_from_opening() -> None:
    made = page()
    OfficeChannel.objects.all().delete()

    [problem] = LetterPage.objects.get(pk=made.pk).own_problems()

    assert "There is no way to reach “Minister of Foreign Affairs”" in problem


def test_letters_for_a_place_ask_where_the_supporter_lives_and_keep_no_answer() -> None:
    made = page(by_place="us-state", way="web_form")
    form = made.shaped(KIND.form, words("en"))

    names = {field.name: field for field in form.fields}

    assert not names["region"].kept
    assert not names["postal_code"].kept
    assert "region" not in KIND.promise.allowed_fields(TARGET)
