"""Keys that are kept offline: taken from the desk, used for sealing, and asked for when missing."""

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.studio import world
from zvarot.actions import keys
from zvarot.actions.models import Action, AudienceKey
from zvarot.contract.audiences import ORGANISER, TARGET
from zvarot.contract.bundle import Bundle
from zvarot.deliveries import services as deliveries
from zvarot.deliveries.errors import DeliveryRefused
from zvarot.front.record import Sealer
from zvarot.journal import queries as journal
from zvarot.lib.store import DirectoryStore
from zvarot.sealing.keys import KeyFiles, make_key
from zvarot.sealing.public_file import PublicFile
from zvarot.sealing.words import fingerprint_words
from zvarot.signatures.models import Envelope, Signature
from zvarot.studio import publishing
from zvarot.studio.founding import AUTHORS
from zvarot.studio.models import BakeOrder
from zvarot.studio.overview import to_edit
from zvarot.studio.pages import ActionPage
from zvarot.studio.readiness import opening_problems

pytestmark = pytest.mark.django_db
TODAY = datetime.datetime.now(tz=datetime.UTC).date()


def a_file(audience: str = TARGET, *, days: int = 90, **columns: Any) -> PublicFile:
    """A tested public key from the desk."""
    until = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=days)
    secret = make_key(audience, suite=columns.pop("suite", 1), valid_until=until, made_on=TODAY)
    ready = {"label": "let-her-home", "made_on": TODAY, "restored_on": TODAY}
    return PublicFile(key=secret.public, **{**ready, **columns})


def add(client: Client, page: ActionPage, file: PublicFile) -> Any:
    return client.post(f"/admin/keys/{page.pk}/", {"text": file.code(), "add": "1"})


def looked_at(client: Client, page: ActionPage, file: PublicFile | bytes | str) -> str:
    """What the studio says before a key is added."""
    if isinstance(file, str):
        data: dict[str, Any] = {"text": file}
    else:
        body = file if isinstance(file, bytes) else file.dump()
        data = {"file": SimpleUploadedFile("public.json", body)}
    return client.post(f"/admin/keys/{page.pk}/", data).content.decode()


def key_in(bundle: Bundle, audience: str) -> bytes:
    [line] = [one for one in bundle.plan if one.audience == audience]
    assert line.key is not None
    return line.key.public


def sealed(action: Action, audience: str = TARGET) -> None:
    signature = Signature.objects.create(
        action=action,
        row_id=b"r" * 16,
        klass=1,
        promise_hash=b"p" * 32,
        leaf_tag=b"l" * 32,
        withdraw_hash=b"w" * 32,
        body_hash=b"b" * 32,
    )
    Envelope.objects.create(signature=signature, audience=audience, sealed=b"s", digest=b"d" * 32)


@pytest.mark.parametrize("suite", [1, 2])
def test_an_offline_key_is_sealed_to_and_none_is_made_here(
    store: DirectoryStore, suite: int
) -> None:
    maryna, page, file = world.editor(), world.petition(), a_file(suite=suite)

    assert add(maryna, page, file).status_code == 302
    world.publish(page)
    publishing.run_orders(store)

    action = Action.objects.get()
    here = KeyFiles(settings.ZVAROT_KEYS_DIR)
    assert key_in(world.bundle(store), TARGET) == file.key.public
    assert here.audience_secrets(action.pk, TARGET) == []
    assert len(here.audience_secrets(action.pk, ORGANISER)) == 1
    entry = journal.latest("key.added", page.slug)
    assert entry is not None
    assert (entry.actor, entry.detail["audience"]) == ("maryna", TARGET)
    assert entry.detail["fingerprint"] == fingerprint_words(file.key.public)


def test_the_eight_words_are_shown_before_the_key_is_used() -> None:
    maryna, page, file = world.editor(), world.petition(), a_file()

    for given in (file, file.code()):
        html = looked_at(maryna, page, given)
        assert fingerprint_words(file.key.public) in html
        assert "Are these the words" in html
    assert not AudienceKey.objects.exists()

    add(maryna, page, file)
    html = maryna.get(f"/admin/keys/{page.pk}/").content.decode()
    assert fingerprint_words(file.key.public) in html
    assert "0 days" in html
    assert "On the private server" in html  # where the organiser's stays


def test_a_key_that_cannot_be_used_is_refused_with_the_reason() -> None:
    maryna, page, other = world.editor(), world.petition(), world.petition(slug="other")
    good = a_file()
    weak = good.code().replace(
        good.to_json()["public"], "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    )
    for given, reason in (
        (a_file(restored_on=None), "was not tested"),
        (a_file("moderator"), "shows something to organiser, target"),
        (a_file(days=-1), "was valid until"),
        (weak, "damaged or weak"),
        (b"\x89PNG", "not a whole public key file"),
        ("{}", "not a whole public key file"),
        ("", "Choose the file"),
    ):
        html = looked_at(maryna, page, given)
        assert reason in html
        assert "Are these the words" not in html
    add(maryna, other, good)

    assert "Another action has this key" in looked_at(maryna, page, good)
    assert "is here already" in looked_at(maryna, other, good)
    assert AudienceKey.objects.count() == 1


def test_a_new_key_for_rows_sealed_before_is_a_rotation_and_says_so(store: DirectoryStore) -> None:
    maryna, page = world.editor(), world.petition()
    first, second = a_file(), a_file()
    add(maryna, page, first)
    world.publish(page)
    publishing.run_orders(store)
    sealed(Action.objects.get())

    html = looked_at(maryna, page, second)
    assert "1 answer was sealed before and stays sealed to the key before." in html
    add(maryna, page, second)

    assert BakeOrder.objects.filter(page_key=page.translation_key, reason="a key").exists()
    publishing.run_orders(store)
    assert key_in(world.bundle(store), TARGET) == second.key.public
    assert [row.key_id for row in keys.of_page(page.translation_key)] == [
        second.key.key_id.hex(),
        first.key.key_id.hex(),
    ]
    entry = journal.latest("key.added", page.slug)
    assert entry is not None
    assert entry.detail["before"] == first.key.key_id.hex()


def test_at_guarded_nothing_opens_until_every_key_is_there(store: DirectoryStore) -> None:
    maryna, page = world.editor(), world.petition(level="guarded")
    data = world.form_data(**world.chosen(page), **{"level": "guarded", "action-publish": "1"})

    html = maryna.post(f"/admin/pages/{page.pk}/edit/", data).content.decode()
    page.refresh_from_db()
    assert not page.live
    assert "the key for “The office” is kept offline, and there is none yet" in html

    add(maryna, page, a_file(TARGET))
    assert len(opening_problems(page, page)) == 1  # the organiser's is missing still
    add(maryna, page, a_file(ORGANISER))
    assert maryna.post(f"/admin/pages/{page.pk}/edit/", data).status_code == 302
    publishing.run_orders(store)

    assert world.bundle(store).is_open(timezone.now())
    assert not list(
        KeyFiles(settings.ZVAROT_KEYS_DIR).audience_secrets(Action.objects.get().pk, TARGET)
    )


def test_a_missing_key_keeps_a_published_guarded_page_away_from_the_public(
    store: DirectoryStore,
) -> None:
    page = world.petition(level="guarded")
    world.publish(page)  # past the editor's form, as a scheduled publication goes

    publishing.run_orders(store)

    assert world.site(store).bundles == {}
    [due] = [one for one in to_edit(timezone.now()) if one.is_late]
    assert "kept offline, and there is none yet" in due.why[0]


def test_a_key_that_ends_closes_the_form_and_the_studio_says_why(store: DirectoryStore) -> None:
    maryna, page, file = world.editor(), world.petition(), a_file(days=2)
    add(maryna, page, file)
    world.publish(page)
    publishing.run_orders(store)
    bundle = world.bundle(store)

    sealer = Sealer(bundle, "en", tuple(one for one in bundle.plan if one.key))
    later = timezone.now() + datetime.timedelta(days=3)
    assert timezone.now().timestamp() < sealer.ends < later.timestamp()

    [soon] = [one for one in to_edit(timezone.now()) if "ends on" in one.text]
    [over] = [one for one in to_edit(later) if "is closed" in one.text]
    assert (soon.is_late, over.is_late) == (False, True)
    assert over.href == f"/admin/keys/{page.pk}/"
    assert "The office" in over.text


def test_a_key_that_is_unknown_or_damaged_keeps_the_action_closed(store: DirectoryStore) -> None:
    maryna, page, file = world.editor(), world.petition(), a_file()
    add(maryna, page, file)
    world.publish(page)
    for wrong in ({"suite": 9}, {"suite": 1, "public": bytes(32)}):
        AudienceKey.objects.update(**wrong)
        publishing.full_bake(store)

        assert world.site(store).bundles == {}
        assert any("cannot be used" in reason for reason in opening_problems(page, page))


def test_a_delivery_of_what_is_sealed_offline_sends_to_the_desk(store: DirectoryStore) -> None:
    maryna, page = world.editor(), world.petition()
    add(maryna, page, a_file())
    world.publish(page)
    publishing.run_orders(store)
    action, now = Action.objects.get(), timezone.now()

    with pytest.raises(DeliveryRefused, match="kept offline: use the desk"):
        deliveries.request(action, TARGET, by="tamara", now=now)


def test_what_was_sealed_here_before_the_first_offline_key_can_still_be_asked_for(
    store: DirectoryStore,
) -> None:
    maryna, page = world.editor(), world.petition()
    world.publish(page)
    publishing.run_orders(store)
    add(maryna, page, a_file())

    assert keys.of_audience(page.translation_key, TARGET)
    assert not keys.is_only_offline(page.translation_key, TARGET)


def test_an_author_sees_no_form_and_cannot_add_a_key() -> None:
    page = world.petition()
    user = get_user_model().objects.create_user("ales", password="x")
    user.groups.add(Group.objects.get(name=AUTHORS))
    client = Client()
    client.force_login(user)

    assert "Add a key from the desk" not in client.get(f"/admin/keys/{page.pk}/").content.decode()
    assert add(client, page, a_file()).status_code in {302, 403}
    assert not AudienceKey.objects.exists()


def test_a_stranger_sees_nothing_of_the_keys() -> None:
    page = world.petition()

    answer = Client().get(f"/admin/keys/{page.pk}/")

    assert (answer.status_code, "login" in answer["Location"]) == (302, True)


def test_an_editor_finds_the_keys_from_the_page_and_from_the_overview(
    store: DirectoryStore,
) -> None:
    maryna, page = world.editor(), world.petition()
    world.publish(page)
    publishing.run_orders(store)

    for address in ("/admin/", f"/admin/pages/{page.pk}/edit/"):
        assert f'href="/admin/keys/{page.pk}/"' in maryna.get(address).content.decode()
