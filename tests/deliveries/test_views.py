"""The studio's delivery pages: Tamara delivers, Ihar sees nothing."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from tests.deliveries.world import NOW, World
from zvarot.contract.audiences import TARGET
from zvarot.deliveries import jobs, queries, services
from zvarot.deliveries.models import Delivery
from zvarot.journal.models import Entry

pytestmark = pytest.mark.django_db
ALES = {"given_name": "Алесь", "family_name": "Пушкін", "country": "BY"}


def staff(name: str, *permissions: str) -> Client:
    """Return the browser of a member of staff with these permissions."""
    user = User.objects.create_user(name, password="x")
    names = ["access_admin", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def world() -> World:
    made = World()
    made.sign(ALES)
    made.count()
    return made


def ready(of: World) -> Delivery:
    services.request(of.action, TARGET, by="tamara", now=NOW)
    delivery = services.start(NOW)
    assert delivery
    jobs.run(delivery)
    delivery.refresh_from_db()
    return delivery


def test_a_stranger_sees_no_delivery() -> None:
    delivery = Delivery.objects.create(
        action=world().action, audience=TARGET, lang="en", requested_at=NOW
    )
    ihar = staff("ihar")

    addresses = [
        reverse("deliveries:index"),
        reverse("deliveries:of_action", args=[delivery.action_id]),
        reverse("deliveries:request", args=[delivery.action_id, TARGET]),
        reverse("deliveries:show", args=[delivery.pk]),
    ]

    assert [ihar.get(address).status_code for address in addresses] == [302] * 4
    download = reverse("deliveries:download", args=[delivery.pk])
    assert ihar.post(download).status_code == 302
    assert Client().get(addresses[0]).status_code == 302


def test_tamara_finds_every_action_of_which_something_is_handed_over() -> None:
    delivery = ready(world())
    tamara = staff("tamara", "deliver")

    index = tamara.get(reverse("deliveries:index")).content.decode()
    page = tamara.get(reverse("deliveries:of_action", args=[delivery.action_id])).content.decode()

    assert "Freedom for Maryia" in index
    assert delivery.number in index
    assert delivery.number in page
    assert "For the target" in page
    assert "For the organiser" in page
    assert "For the postman" not in page


def test_an_outcome_without_a_day_is_asked_for_again() -> None:
    delivery = ready(world())
    list(services.download(delivery, by="tamara", now=NOW))

    page = staff("tamara", "deliver").post(
        reverse("deliveries:outcome", args=[delivery.pk]), {"outcome": "handed_over", "on": ""}
    )

    assert "This field is required" in page.content.decode()
    assert queries.delivered(delivery.action) is None


def test_the_request_page_shows_what_the_target_gets_and_what_not() -> None:
    address = reverse("deliveries:request", args=[world().action.pk, TARGET])

    page = staff("tamara", "deliver").get(address).content.decode()

    assert "at most 1 row" in page
    assert 'value="family_name"' in page
    assert 'value="email"' not in page
    assert "E-mail." in page  # among what is not handed over


def test_a_delivery_goes_from_the_request_to_the_outcome() -> None:
    of = world()
    tamara = staff("tamara", "deliver")
    asked = tamara.post(
        reverse("deliveries:request", args=[of.action.pk, TARGET]),
        {"lang": "be", "fields": ["given_name", "country"]},
    )
    delivery = Delivery.objects.get()
    assert asked["Location"] == reverse("deliveries:show", args=[delivery.pk])
    moving = tamara.get(asked["Location"])
    assert moving["Refresh"] == "3"

    started = services.start(NOW)
    assert started
    jobs.run(started)
    page = tamara.get(asked["Location"])
    assert "Refresh" not in page
    assert b"Download the package" in page.content

    package = tamara.post(reverse("deliveries:download", args=[delivery.pk]))
    body = b"".join(package.streaming_content)  # type: ignore[attr-defined]
    names = zipfile.ZipFile(io.BytesIO(body)).namelist()
    assert sorted(name.rpartition(".")[2] for name in names) == ["csv", "json", "pdf", "xlsx"]
    assert "no-store" in package["Cache-Control"]

    again = tamara.post(reverse("deliveries:download", args=[delivery.pk]), follow=True)
    assert "can be downloaded once" in again.content.decode()

    recorded = tamara.post(
        reverse("deliveries:outcome", args=[delivery.pk]),
        {"outcome": "handed_over", "on": "2026-11-20", "note": "To the porter"},
    )
    assert recorded.status_code == 302
    said = queries.delivered(of.action)
    assert said
    assert (str(said["date"]), said["n"], said["outcome"]) == ("2026-11-20", 1, "handed_over")


def test_asking_for_more_by_hand_is_refused_and_written_down() -> None:
    of = world()

    page = staff("ihar", "deliver").post(
        reverse("deliveries:request", args=[of.action.pk, TARGET]),
        {"lang": "en", "fields": ["given_name", "email"]},
    )

    assert "Leave out email" in page.content.decode()
    assert not Delivery.objects.exists()
    assert Entry.objects.get(verb="delivery.refused").actor == "ihar"


def test_looking_at_a_page_downloads_nothing() -> None:
    delivery = ready(world())
    tamara = staff("tamara", "deliver")

    assert tamara.get(reverse("deliveries:download", args=[delivery.pk])).status_code == 405
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.READY


def test_an_outcome_cannot_be_recorded_before_the_download() -> None:
    delivery = ready(world())

    page = staff("tamara", "deliver").post(
        reverse("deliveries:outcome", args=[delivery.pk]),
        {"outcome": "handed_over", "on": "2026-11-20"},
        follow=True,
    )

    assert "Download it first" in page.content.decode()
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.READY
