"""From a published page to the files that a front serves."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from tests.studio import world
from zvarot.actions.models import Action, Promised
from zvarot.contract.audiences import ORGANISER, POSTMAN, TARGET
from zvarot.contract.counts import Parts
from zvarot.contract.envelope import SIZES
from zvarot.journal import services as journal
from zvarot.journal.models import Entry
from zvarot.lib.store import DirectoryStore
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Envelope, Signature
from zvarot.studio import baking, publishing
from zvarot.studio.models import BakeOrder

pytestmark = pytest.mark.django_db


def test_a_published_page_becomes_a_bundle_that_a_front_can_load(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)

    publishing.run_orders(store)

    bundle = world.bundle(store)
    assert bundle.action_id == Action.objects.get(slug="let-her-home").pk
    assert bundle.view("en") is not None
    assert bundle.is_open(timezone.now())
    assert b"Minister of Foreign Affairs" in bundle.views["en"].page


def test_the_sealing_plan_has_one_envelope_for_each_audience(store: DirectoryStore) -> None:
    world.publish(world.petition())

    publishing.run_orders(store)

    plan = {envelope.audience: envelope for envelope in world.bundle(store).plan}
    assert set(plan) == {TARGET, ORGANISER, POSTMAN}
    assert plan[TARGET].fields == ("given_name", "family_name", "country")
    assert plan[TARGET].key is not None
    assert plan[POSTMAN].key is None
    assert plan[POSTMAN].fields == ("email", "lang")
    assert plan[ORGANISER].only_if == ("updates", "yes")
    assert all(envelope.size in SIZES for envelope in plan.values())


def test_a_lost_key_closes_the_action_and_no_new_one_is_made(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    publishing.run_orders(store)
    action = Action.objects.get()
    signature = Signature.objects.create(
        action=action,
        row_id=b"r" * 16,
        klass=1,
        promise_hash=b"p" * 32,
        leaf_tag=b"l" * 32,
        withdraw_hash=b"w" * 32,
        body_hash=b"b" * 32,
    )
    Envelope.objects.create(signature=signature, audience=TARGET, sealed=b"s", digest=b"d" * 32)
    keys = KeyFiles(settings.ZVAROT_KEYS_DIR)
    keys.destroy_audience(action.pk, TARGET)

    world.publish(page)
    publishing.run_orders(store)

    assert world.site(store).bundles == {}
    assert keys.audience_secrets(action.pk, TARGET) == []
    assert Action.objects.get().state == Action.State.CLOSED


def test_every_language_remembers_what_it_promised_before_it_is_published(
    store: DirectoryStore,
) -> None:
    page = world.petition()
    world.publish(page)
    world.translation(page, "be", "Няхай вернецца дадому")

    publishing.run_orders(store)

    hashes = {view.promise_hash for view in world.bundle(store).views.values()}
    assert hashes == {bytes(row.hash) for row in Promised.objects.all()}
    assert len(hashes) == 2


def test_a_page_promises_to_one_office_by_name(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    publishing.run_orders(store)
    before = world.bundle(store).views["en"].promise_hash

    page.office = world.office("prosecutor")
    page.save_revision().publish()
    publishing.run_orders(store)

    after = world.bundle(store)
    assert after.promise.goes_to(TARGET) == {"prosecutor"}
    assert after.views["en"].promise_hash != before


def test_translations_share_one_action_and_one_count(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    world.translation(page, "be", "Няхай вернецца дадому")

    publishing.run_orders(store)

    bundle = world.bundle(store)
    assert Action.objects.count() == 1
    assert set(bundle.views) == {"en", "be"}
    assert "Няхай вернецца дадому" in bundle.views["be"].page.decode()
    assert bundle.views["be"].count_words.how_url == "/be/let-her-home/counting/"


def test_a_translation_cannot_promise_anything_else(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    other = world.translation(page, "be", "Няхай вернецца дадому")
    other.terms = {"asked": ["given_name"], "promise": {"disclosures": []}}
    other.save_revision().publish()

    publishing.run_orders(store)

    views = world.bundle(store).views
    assert views["be"].form.names == views["en"].form.names


def test_a_change_replaces_the_files_under_a_new_name(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    publishing.run_orders(store)
    before = world.site(store).bundles["let-her-home"]

    page.lead = "Ask the minister today."
    page.save_revision().publish()
    publishing.run_orders(store)

    after = world.site(store).bundles["let-her-home"]
    assert after != before
    assert b"today" in world.bundle(store).views["en"].page
    assert store.read(f"{before}/bundle.json")  # a front may still be reading it


def test_the_same_page_baked_twice_gives_the_same_files(store: DirectoryStore) -> None:
    world.publish(world.petition())
    with time_machine.travel(timezone.now(), tick=False):
        publishing.full_bake(store)
        before = world.site(store).bundles
        publishing.full_bake(store)

    assert world.site(store).bundles == before


def test_an_unpublished_page_is_gone_and_takes_nobody(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    publishing.run_orders(store)

    page.unpublish()
    publishing.run_orders(store)

    assert world.site(store).bundles == {}
    assert Action.objects.get().state == Action.State.CLOSED


def test_without_its_original_no_language_is_published(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    world.translation(page, "be", "Няхай вернецца дадому")
    page.unpublish()

    publishing.run_orders(store)

    assert world.site(store).bundles == {}


def test_a_changed_case_bakes_all_its_pages_again(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    publishing.run_orders(store)

    fact = world.case_of(page).facts.get(language="en")
    fact.text = "years, and then exile"
    world.case_of(page).facts = [fact]
    world.case_of(page).save_revision().publish()
    publishing.run_orders(store)

    assert b"years, and then exile" in world.bundle(store).views["en"].page


def test_withdrawn_consent_takes_the_page_down(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    publishing.run_orders(store)

    world.case_of(page).consent = world.case_of(page).Consent.WITHDRAWN
    world.case_of(page).save_revision().publish()
    publishing.run_orders(store)

    assert world.site(store).bundles == {}


def test_a_page_that_turns_over_at_midnight_is_baked_again_then(store: DirectoryStore) -> None:
    closes = timezone.now() + datetime.timedelta(days=2)
    page = world.petition(closes_at=closes)
    world.publish(page)
    publishing.run_orders(store)
    assert "Open until" in world.bundle(store).views["en"].page.decode()
    assert BakeOrder.objects.get().not_before == closes

    publishing.run_orders(store, now=closes + datetime.timedelta(seconds=1))

    assert BakeOrder.objects.count() == 0
    assert not world.bundle(store).is_open(closes)


def test_a_page_that_is_over_has_a_card_and_no_form(store: DirectoryStore) -> None:
    world.publish(world.petition())

    publishing.run_orders(store)

    closed = world.bundle(store).views["en"].closed.decode()
    assert "<form" not in closed
    assert "This action has closed" in closed


def test_a_case_that_is_a_draft_again_takes_the_page_down(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    publishing.run_orders(store)

    world.case_of(page).unpublish()
    publishing.run_orders(store)

    assert world.site(store).bundles == {}


def test_the_journal_says_who_published(store: DirectoryStore) -> None:
    maryna, page = world.editor(), world.petition()
    data = world.form_data(**world.chosen(page), **{"action-publish": "1"})

    maryna.post(f"/admin/pages/{page.pk}/edit/", data)
    publishing.run_orders(store)

    entry = Entry.objects.get(verb="page.published", subject=page.slug)
    assert entry.actor == "maryna"
    assert entry.detail == {"language": "en"}


def test_a_case_without_a_word_on_consent_is_not_shown(store: DirectoryStore) -> None:
    page = world.petition()
    world.case_of(page).consent = "missing"
    world.case_of(page).save()
    world.publish(page)

    publishing.run_orders(store)

    assert world.site(store).bundles == {}


def test_a_changed_office_bakes_its_pages_again(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    publishing.run_orders(store)

    office = world.office_of(page)
    title = office.titles.get(language="en")
    title.title = "Minister of Culture"
    office.titles = [title]
    office.save_revision().publish()
    publishing.run_orders(store)

    view = world.bundle(store).views["en"]
    assert b"Minister of Culture" in view.page
    assert Promised.objects.filter(hash=view.promise_hash).exists()


def test_a_page_goes_up_and_comes_down_at_its_hours(store: DirectoryStore) -> None:
    now = timezone.now()
    page = world.petition()
    page.go_live_at = now + datetime.timedelta(hours=1)
    page.expire_at = now + datetime.timedelta(hours=2)
    page.save_revision().publish()
    publishing.run_orders(store)
    assert world.site(store).bundles == {}

    with time_machine.travel(now + datetime.timedelta(minutes=61)):
        publishing.run_orders(store)
    assert list(world.site(store).bundles) == ["let-her-home"]

    with time_machine.travel(now + datetime.timedelta(minutes=121)):
        publishing.run_orders(store)
    assert world.site(store).bundles == {}


def test_the_thanks_offer_one_other_open_action(store: DirectoryStore) -> None:
    for slug in ("let-her-home", "second", "third"):
        world.publish(world.petition(slug=slug, title=f"Title of {slug}"))
    world.publish(world.petition(slug="over", state="closed", title="Title of over"))

    publishing.run_orders(store)

    thanks = world.bundle(store).views["en"].thanks.decode()
    assert "Title of third" in thanks
    assert "Title of second" not in thanks
    assert "Title of over" not in thanks


def test_a_delivery_turns_the_page_without_anybody_publishing(store: DirectoryStore) -> None:
    world.publish(world.petition())
    publishing.run_orders(store)

    journal.write("delivery.handed_over", "let-her-home", delivery=1, audience="target", rows=1)

    assert publishing.run_orders(store) == 1


def test_the_postman_key_is_published_anew_before_it_ends(store: DirectoryStore) -> None:
    world.publish(world.petition())
    publishing.run_orders(store)
    first = world.site(store).postman
    assert first is not None

    later = timezone.now() + datetime.timedelta(hours=25)
    publishing.run_orders(store, now=later)

    second = world.site(store).postman
    assert second is not None
    assert second.key_id != first.key_id


def test_a_broken_page_does_not_keep_the_others_from_being_baked(
    store: DirectoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.publish(world.petition(slug="broken"))
    world.publish(world.petition(slug="whole"))

    def bake(pages: list[object], **given: object) -> object:
        if pages[0].slug == "broken":  # type: ignore[attr-defined]
            raise OSError("No space left on device")
        return baking.bake(pages, **given)  # type: ignore[arg-type]

    monkeypatch.setattr("zvarot.studio.publishing.bake", bake)
    publishing.run_orders(store)

    assert list(world.site(store).bundles) == ["whole"]
    waiting = BakeOrder.objects.exclude(problem="").first()
    assert waiting is not None
    assert "No space left" in waiting.problem


def test_site_pages_and_files_are_there_in_every_language(store: DirectoryStore) -> None:
    world.publish(world.petition())

    publishing.run_orders(store)

    site = world.site(store)
    assert {code for code, _name, _dir in site.languages} == {"en", "fr", "be"}
    for lang in ("en", "fr", "be"):
        for name in ("home", "confirm", "withdraw", "receipt", "not-found", "closed"):
            assert store.read(site.pages[lang][name])
    assert "counting-let-her-home" in site.pages["en"]
    assert store.read(site.static["zvarot.css"])


def test_a_copy_of_a_page_has_no_key_and_no_signature_of_the_first(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    copy = page.copy(update_attrs={"slug": "again"}, keep_live=False)
    copy.save_revision().publish()

    publishing.run_orders(store)

    first, second = world.bundle(store).plan[0], world.bundle(store, "again").plan[0]
    assert first.key is not None
    assert second.key is not None
    assert first.key.key_id != second.key.key_id


@pytest.mark.parametrize("state", ["closed", "won"])
def test_a_page_may_be_published_for_the_first_time_when_all_is_over(
    store: DirectoryStore, state: str
) -> None:
    world.publish(world.petition(state=state))

    publishing.run_orders(store)

    bundle = world.bundle(store)
    assert bundle.state == state
    assert not bundle.is_open(timezone.now())


def test_who_comes_when_all_is_over_is_not_invited(store: DirectoryStore) -> None:
    page = world.petition()
    world.publish(page)
    publishing.run_orders(store)
    assert b"Be among the first" in world.bundle(store).views["en"].page

    page.state = "closed"
    page.save_revision().publish()
    publishing.run_orders(store)

    view = world.bundle(store).views["en"]
    assert b"Be among the first" not in view.page
    assert view.count_words.view(Parts())["empty"] == ""
