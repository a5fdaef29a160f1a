"""The studio's pages of letters: Maryna watches and holds back, Ihar sees nothing."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.deliveries.test_views import staff
from tests.letters import world as worlds
from tests.letters.world import SENTENCE, World, has_text, promise
from zvarot.actions.models import Action
from zvarot.journal.models import Entry
from zvarot.letters import queueing, services
from zvarot.letters.models import Dispatch, OfficePace

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Settings, tmp_path: Path) -> World:
    settings.ZVAROT_KEYS_DIR = tmp_path / "keys"
    made = worlds.make(tmp_path)
    made.office("prosecutor")
    return made


@pytest.fixture
def maryna() -> Client:
    return staff("maryna", "dispatch")


def queued(world: World) -> Action:
    action = world.action()
    world.writes(action, "prosecutor")
    world.writes(action, "prosecutor")
    queueing.queue_confirmed(world.now, world.keys, world.book)
    return action


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"letters:{name}", args=args))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def test_a_stranger_sees_no_letters(world: World) -> None:
    action = queued(world)
    ihar = staff("ihar")
    gets = [("index",), ("of_action", action.pk), ("of_office", action.pk, "prosecutor")]
    gets += [("cancel", action.pk), ("excerpts", action.pk, "prosecutor")]
    posts = [("retry", action.pk, "prosecutor"), ("pause", "prosecutor"), ("resume", "prosecutor")]

    codes = [ihar.get(reverse(f"letters:{name}", args=args)).status_code for name, *args in gets]
    codes += [ihar.post(reverse(f"letters:{name}", args=args)).status_code for name, *args in posts]

    assert set(codes) == {302}
    assert Dispatch.objects.filter(state="queued").count() == 2


def test_maryna_sees_figures_and_no_people(world: World, maryna: Client) -> None:
    action = queued(world)

    pages = [
        page(maryna, "index"),
        page(maryna, "of_action", action.pk),
        page(maryna, "of_office", action.pk, "prosecutor"),
        page(maryna, "cancel", action.pk),
    ]

    assert "Freedom for Mikita" in pages[0]
    assert "prosecutor" in pages[1]
    assert "waits for its turn" in pages[2]
    assert "2 letters are cancelled" in pages[3]
    assert not any("Alés" in one or SENTENCE in one for one in pages)


def test_an_office_is_held_back_with_a_reason_and_let_go(world: World, maryna: Client) -> None:
    action = queued(world)

    maryna.post(
        reverse("letters:pause", args=["prosecutor"]),
        {"reason": "Holidays\r\n there", "action": action.pk},
    )
    held = page(maryna, "of_action", action.pk)
    maryna.post(reverse("letters:resume", args=["prosecutor"]), {"action": action.pk})

    assert "Held back: Holidays there" in held
    assert OfficePace.objects.get().paused_reason == ""
    verbs = Entry.objects.filter(subject="prosecutor").values_list("verb", "actor")
    assert list(verbs) == [("letters.paused", "maryna"), ("letters.resumed", "maryna")]


def test_cancelling_is_asked_about_and_written_down(world: World, maryna: Client) -> None:
    action = queued(world)

    maryna.post(reverse("letters:cancel_office", args=[action.pk, "prosecutor"]))

    assert set(Dispatch.objects.values_list("state", flat=True)) == {"cancelled"}
    entry = Entry.objects.get(verb="letters.cancelled")
    assert (entry.actor, entry.subject, entry.detail) == ("maryna", action.slug, {"letters": 2})


def test_what_is_unsure_is_sent_again_only_when_asked(world: World, maryna: Client) -> None:
    action = queued(world)
    unsure, failed = Dispatch.objects.order_by("pk")
    Dispatch.objects.filter(pk=unsure.pk).update(state="unsure", reason="It may have arrived.")
    Dispatch.objects.filter(pk=failed.pk).update(state="failed", reason="SMTP 554")

    shown = page(maryna, "of_office", action.pk, "prosecutor")
    maryna.post(
        reverse("letters:retry", args=[action.pk, "prosecutor"]), {"letter": str(unsure.pk)}
    )

    assert "It may have arrived." in shown
    assert shown.count("Send again") == 2
    assert sorted(Dispatch.objects.values_list("state", flat=True)) == ["failed", "queued"]


def test_five_excerpts_at_most_are_chosen_and_the_reading_is_noted(
    world: World, maryna: Client
) -> None:
    action = world.action(promise=promise().to_json())
    for number in range(6):
        world.writes(action, "prosecutor", sentence=f"Reason {number}.")
    world.writes(action, "prosecutor", sentence="Reason 3.")
    queueing.queue_confirmed(world.now, world.keys, world.book)
    address = reverse("letters:excerpts", args=[action.pk, "prosecutor"])
    ids = list(Dispatch.objects.values_list("pk", flat=True))

    shown = page(maryna, "excerpts", action.pk, "prosecutor")
    maryna.post(address, {"letter": ids})
    too_many = Dispatch.objects.filter(is_excerpt=True).count()
    maryna.post(address, {"letter": ids[:2]})

    assert shown.count("Reason 3.") == 1
    assert "Yours," not in shown
    assert too_many == 0
    assert Dispatch.objects.filter(is_excerpt=True).count() == 2
    entry = Entry.objects.filter(verb="letters.excerpts_read").earliest("pk")
    assert entry.detail == {"office": "prosecutor", "letters": 6}


def test_test_mode_is_said_on_every_page(world: World, maryna: Client, settings: Settings) -> None:
    settings.ZVAROT_LETTERS_TEST_TO = "maryna@zvarot.example"
    action = queued(world)

    for args in (("index",), ("of_action", action.pk), ("of_office", action.pk, "prosecutor")):
        assert "Test mode" in page(maryna, args[0], *args[1:])


def test_the_menu_shows_letters_to_those_who_may_watch_them(maryna: Client) -> None:
    assert reverse("letters:index") in maryna.get("/admin/").content.decode()
    assert reverse("letters:index") not in staff("ihar").get("/admin/").content.decode()


def test_a_letter_that_does_not_open_is_shown_as_such(world: World, maryna: Client) -> None:
    action = world.action()
    signature = world.writes(action, "prosecutor")
    signature.promise_hash = b"2" * 32
    signature.save()

    queueing.queue_confirmed(world.now, world.keys, world.book)

    failed = Dispatch.objects.get()
    assert failed.reason == "The promise it was written under does not allow it to be sent."
    assert has_text(signature)
    assert "could not be opened" in page(maryna, "of_action", action.pk)
    assert services.cancel(Dispatch.objects.all(), actor="maryna", now=world.now) == 1
    assert not has_text(signature)
