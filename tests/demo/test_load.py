"""The demonstration, loaded as a newcomer loads it."""

import argparse
import stat
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from pytest_django import Settings

from zvarot.actions.models import Action
from zvarot.cases.models import Case
from zvarot.contract.audiences import ORGANISER, POSTMAN, TARGET
from zvarot.contract.bundle import load_bundle
from zvarot.contract.site import PATH, Site
from zvarot.demo import command
from zvarot.demo.pages import next_day
from zvarot.kinds.petition.models import PetitionPage
from zvarot.lib.store import DirectoryStore
from zvarot.offices.models import Office
from zvarot.studio.publishing import run_orders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"


def test_both_actions_are_published_in_three_languages(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path / "published")
    command.load()

    run_orders(store)

    site = Site.load(store.read(PATH))
    assert set(site.bundles) == set(command.ACTIONS)
    for folder in site.bundles.values():
        bundle = load_bundle(store.read, folder)
        assert set(bundle.views) == {"en", "fr", "be"}
    assert Action.objects.filter(state=Action.State.OPEN).count() == 2


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
    assert PetitionPage.objects.count() == 6
    assert (Case.objects.count(), Office.objects.count()) == (2, 2)


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
