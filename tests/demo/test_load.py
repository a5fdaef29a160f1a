"""The demonstration, loaded as a newcomer loads it."""

import argparse
import stat
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from pytest_django import Settings

from zvarot.actions.models import Action
from zvarot.cases.mail import MailRules
from zvarot.cases.models import Case
from zvarot.contract.audiences import MODERATOR, ORGANISER, POSTMAN, TARGET
from zvarot.contract.bundle import Bundle, load_bundle
from zvarot.contract.letter import Channel
from zvarot.contract.message import Route
from zvarot.contract.site import PATH, Site
from zvarot.demo import command
from zvarot.demo.pages import next_day
from zvarot.demo.senators import load_senators
from zvarot.kinds.letter.models import LetterPage
from zvarot.kinds.message.models import MessagePage
from zvarot.kinds.petition.models import PetitionPage
from zvarot.lib.store import DirectoryStore
from zvarot.offices.addressing import addressing
from zvarot.offices.models import Office
from zvarot.studio.publishing import run_orders

LANGUAGES = {"senators-appeal": {"be", "en"}}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"


def bundle_of(slug: str, tmp_path: Path) -> Bundle:
    store = DirectoryStore(tmp_path / "published")
    command.load()
    run_orders(store)
    return load_bundle(store.read, Site.load(store.read(PATH)).bundles[slug])


def test_every_action_is_published_in_its_languages(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path / "published")
    command.load()

    run_orders(store)

    site = Site.load(store.read(PATH))
    assert set(site.bundles) == set(command.ACTIONS)
    for slug, folder in site.bundles.items():
        bundle = load_bundle(store.read, folder)
        assert set(bundle.views) == LANGUAGES.get(slug, {"en", "fr", "be"})
    assert Action.objects.filter(state=Action.State.OPEN).count() == len(command.ACTIONS)


def test_the_promises_are_the_ones_of_the_pages(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path / "published")
    command.load()
    run_orders(store)
    folders = Site.load(store.read(PATH)).bundles

    protest = load_bundle(store.read, folders["peaceful-protest"])
    maryia = load_bundle(store.read, folders["maryia-petition"])

    assert {envelope.audience for envelope in protest.plan} == {ORGANISER, POSTMAN}
    assert maryia.promise.allowed_fields(TARGET) == {"given_name", "family_name", "country"}
    assert maryia.promise.counted_only == ()


def test_loading_twice_changes_nothing() -> None:
    command.load()
    page = PetitionPage.objects.get(slug="maryia-petition", locale__language_code="en")
    page.title = "Changed by Maryna"
    page.save_revision().publish()

    command.load()

    page.refresh_from_db()
    assert page.title == "Changed by Maryna"
    assert (PetitionPage.objects.count(), LetterPage.objects.count()) == (6, 5)
    assert MessagePage.objects.count() == 3
    assert MailRules.objects.count() == 1
    assert (Case.objects.count(), Office.objects.count()) == (4, 4 + 100)


def test_a_letter_goes_out_in_the_language_of_its_page(tmp_path: Path) -> None:
    views = bundle_of("mikita-letter", tmp_path).views

    assert {lang: text.lang for lang, view in views.items() for text in view.letters} == {
        "en": "en",
        "fr": "fr",
        "be": "be",
    }
    [target] = views["fr"].letters[0].targets
    assert target.office.office == "Procureur général de la Biélorussie"
    assert target.channel is Channel.EMAIL


def test_an_appeal_is_read_in_belarusian_and_sent_in_english(tmp_path: Path) -> None:
    views = bundle_of("senators-appeal", tmp_path).views
    senators, president = views["be"].letters

    assert (senators.lang, president.lang) == ("en", "en")
    assert (len(senators.targets), senators.by_place) == (100, "us-state")
    assert {one.channel for one in senators.targets} == {Channel.WEB_FORM}
    assert [one.channel for one in president.targets] == [Channel.PAPER]
    assert senators.reading.startswith("Я жыву")
    assert [text.reading for text in views["en"].letters] == ["", ""]


def test_messages_go_to_the_prison_with_its_rules_or_to_the_family(tmp_path: Path) -> None:
    bundle = bundle_of("mikita-messages", tmp_path)

    assert {one.audience for one in bundle.plan} == {MODERATOR, ORGANISER, POSTMAN}
    for view in bundle.views.values():
        assert view.mail
        assert view.mail.rules
        assert [line.route for line in view.mail.routes] == [Route.PRISON, Route.FAMILY]
        assert len(view.mail.lines) == 5
        assert {avoid.key for avoid in view.mail.rules.avoid} == {
            "freedom",
            "politics",
            "religion",
            "case",
            "organisation",
        }
        assert all(avoid.why for avoid in view.mail.rules.avoid)


def test_a_card_has_a_picture_with_its_credit() -> None:
    command.load()
    page = MessagePage.objects.get(slug="mikita-messages", locale__language_code="en")

    artwork = page.action_options(())["artwork"]

    assert artwork["credit"]
    assert default_storage.exists(artwork["file"])


def test_a_seat_whose_term_has_ended_is_addressed_without_a_name() -> None:
    load_senators()

    moody, scott = (
        addressing(Office.objects.get(slug=f"us-senate-fl-{rank}"), "en", date(2026, 11, 24))
        for rank in ("junior", "senior")
    )

    assert (moody.holder, moody.salutation) == ("", "Dear Senator,")
    assert (scott.holder, scott.salutation) == ("Rick Scott", "Dear Senator Scott,")
    assert moody.lines[-1] == "Washington, DC 20510"


def test_a_senators_office_opens_in_the_studio_as_it_was_published() -> None:
    load_senators()
    office = Office.objects.get(slug="us-senate-ny-junior")

    draft = office.get_latest_revision_as_object()

    assert office.live
    assert office.live_revision == office.latest_revision
    assert [title.language for title in draft.titles.all()] == ["en", "be"]
    assert [holder.names.first().text for holder in draft.holders.all()] == [
        "Kirsten E. Gillibrand"
    ]


def test_the_login_is_random_and_for_its_owner_only(tmp_path: Path) -> None:
    command.run(argparse.Namespace())

    path = tmp_path / command.LOGIN_FILE
    name, _, password = path.read_text(encoding="utf-8").strip().partition(" / ")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert get_user_model().objects.get(username=name).check_password(password)
    assert len(password) >= 16


def test_the_hand_over_is_a_week_away_at_least() -> None:
    assert next_day("12-10", date(2026, 11, 22)) == date(2026, 12, 10)
    assert next_day("12-10", date(2026, 12, 4)) == date(2027, 12, 10)
    assert next_day("12-10", date(2027, 1, 1)) == date(2027, 12, 10)
