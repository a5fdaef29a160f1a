"""Maryna enters, Tamara looks and approves, Ihar sees nothing; scans are kept nowhere."""

import hashlib
import io
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.signatures.world import World
from zvarot.actions.models import Action, Promised
from zvarot.contract.audiences import TARGET
from zvarot.contract.counts import Parts
from zvarot.contract.promise import Disclosure, Promise, When
from zvarot.counting.models import Batch, Correction, Invalidation
from zvarot.signatures.flush import flush
from zvarot.signatures.models import Review
from zvarot.signatures.queries import parts

SCAN = b"%PDF names and hands"


def staff(name: str, *rights: str) -> Client:
    user = get_user_model().objects.create_user(name, password="x")
    user.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        *Permission.objects.filter(codename__in=rights),
    )
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def maryna(world: World) -> Client:
    return staff("maryna", "keep_count")


@pytest.fixture
def tamara(world: World) -> Client:
    return staff("tamara", "keep_count")


def scan(body: bytes = SCAN) -> io.BytesIO:
    file = io.BytesIO(body)
    file.name = "scan.pdf"
    return file


def enters(client: Client, action: Action, world: World, **changes: object) -> str:
    day = world.now.date().isoformat()
    answers = {
        "kind": "sheets",
        "count": "120",
        "from_day": day,
        "to_day": day,
        "place": "Halifax",
        "tallies": "60, 60",
        "scans": [scan(), scan(b"another")],
        "role": "campaigner",
        **changes,
    }
    response = client.post(reverse("counting:enter", args=[action.pk]), answers)
    return str(response.headers.get("Location", response.content.decode()))


def test_two_people_count_paper_and_only_the_hash_of_a_scan_is_kept(
    world: World, maryna: Client, tamara: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    action = world.action()

    where = enters(maryna, action, world)
    assert "Somebody else has to look" in maryna.get(where).content.decode()
    page = tamara.get(where).content.decode()
    assert "60, 60" in page
    assert "1 to approve, 0 held" in tamara.get("/admin/").content.decode()
    tamara.post(where, {"role": "delivery officer", "approve": ""})
    flush(world.now)

    assert parts(action) == Parts(paper=120)
    [batch] = Batch.objects.all()
    assert batch.hashes[0] == hashlib.sha256(SCAN).hexdigest()
    assert len(batch.hashes) == 2
    assert [
        path for path in tmp_path.rglob("*") if path.is_file() and SCAN in path.read_bytes()
    ] == []


def test_sheets_that_do_not_add_up_come_back_with_the_reason(world: World, maryna: Client) -> None:
    assert "add up to 110" in enters(maryna, world.action(), world, tallies="60, 50")
    assert not Batch.objects.exists()


def test_the_form_of_scans_is_still_guarded_against_other_sites(world: World) -> None:
    action = world.action()
    inside = staff("maryna", "keep_count")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = inside.cookies

    response = strict.post(reverse("counting:enter", args=[action.pk]), {"count": "1"})

    assert response.status_code == 403


def test_partners_corrections_and_invalidations_go_the_same_way(
    world: World, maryna: Client, tamara: Client
) -> None:
    action = world.action(asks_email=False)
    world.takes(action, None)
    flush(world.now)
    table = scan(b"partner,day,count\nAurora,2026-03-01,30\n")
    maryna.post(
        reverse("counting:partners", args=[action.pk]), {"table": table, "role": "campaigner"}
    )
    flush(world.now)
    [batch] = Batch.objects.all()
    answers = {"value": "-2", "reason": "two were tests", "role": "campaigner"}
    maryna.post(reverse("counting:correct", args=[batch.pk]), answers)
    flush(world.now)

    assert parts(action) == Parts(partner=28, unconfirmed=1)
    assert Correction.objects.get().reason == "two were tests"
    maryna.post(
        reverse("counting:take_off_batch", args=[batch.pk]), {"reason": "x", "role": "campaigner"}
    )
    one = Invalidation.objects.get()
    where = reverse("counting:show", args=["invalidation", one.pk])
    tamara.post(where, {"role": "editor", "approve": ""})
    maryna.post(where, {"cancel": ""})
    one.refresh_from_db()
    assert one.state == Invalidation.State.CANCELLED
    for client in (maryna, tamara):
        assert client.get(reverse("counting:index")).status_code == 200
        text = client.get(reverse("counting:of_action", args=[action.pk])).content.decode()
        assert "28 through partners" in text


def test_how_many_is_shown_before_anything_is_proposed(world: World, maryna: Client) -> None:
    action = world.action(asks_email=False)
    tags = [world.takes(action, None).receipt.leaf_tag.hex() for _ in range(3)]
    flush(world.now)
    answers = {"klass": "0", "tags": " ".join(tags[:2]), "reason": "a test", "role": "moderator"}
    where = reverse("counting:invalidate", args=[action.pk])

    shown = maryna.post(where, {**answers, "preview": ""}).content.decode()

    assert "2 signatures meet these conditions" in shown
    assert not Invalidation.objects.exists()
    maryna.post(where, {**answers, "propose": ""})
    assert Invalidation.objects.get().found == 2


def test_what_is_held_is_decided_on_here(world: World, maryna: Client) -> None:
    action = world.action()
    review = Review.objects.create(
        action=action, day=world.now.date(), reason="trend", domain="one-company.example"
    )
    page = maryna.get(reverse("counting:of_action", args=[action.pk])).content.decode()
    assert "one-company.example" in page

    maryna.post(reverse("counting:review", args=[review.pk]), {"decision": "release"})

    review.refresh_from_db()
    assert review.state == Review.State.RELEASED


@pytest.mark.parametrize("lang", ["en", "be", "ar"])
def test_a_sheet_says_what_is_promised_in_its_language(
    world: World, maryna: Client, lang: str
) -> None:
    shown = Disclosure(
        audience=TARGET,
        fields=("given_name",),
        purpose="to answer",
        when=When.AFTER_CLOSE,
        days=30,
        channel="list",
    )
    promise = Promise((shown,))
    action = world.action(promise=promise.to_json())
    action.form = {"fields": [{"type": "name", "name": "given_name", "label": "First name"}]}
    action.save()
    sentences = {
        "en": "The minister sees your name.",
        "be": "Міністр убачыць імя.",
        "ar": "سيرى الوزير اسمك.",
    }
    Promised.objects.create(
        action=action,
        hash=b"q" * 32,
        lang=lang,
        promise={},
        sentence=sentences[lang],
        first_shown_on=world.now.date(),
    )

    response = maryna.get(reverse("counting:sheet", args=[action.pk]), {"lang": lang, "pages": "2"})

    pages = PdfReader(io.BytesIO(response.content)).pages
    assert len(pages) == 2
    if lang != "ar":  # what is drawn joined and from right to left is not read back in order
        assert sentences[lang][:12] in pages[0].extract_text()


def test_ihar_sees_nothing_of_it(world: World) -> None:
    action = world.action()
    ihar = staff("ihar")

    for name in ("of_action", "enter", "partners", "invalidate", "sheet"):
        assert ihar.get(reverse(f"counting:{name}", args=[action.pk])).status_code == 302
    assert "Counting" not in ihar.get("/admin/").content.decode()
