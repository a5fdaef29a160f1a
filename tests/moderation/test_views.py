"""The studio's pages of messages: Maryna and Tamara moderate, Ihar sees nothing."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve, reverse

from tests.deliveries.test_views import staff
from tests.moderation.test_batches import FAKE, approved, chosen, made, sent
from tests.moderation.world import EMAIL, TEXT, World
from zvarot.actions.models import Action
from zvarot.contract.message import MailRules
from zvarot.journal.models import Entry
from zvarot.moderation import batches, jobs
from zvarot.moderation.models import Batch, BatchItem, FlagWords, Message
from zvarot.moderation.urls import urlpatterns
from zvarot.signatures.services import erase

pytestmark = pytest.mark.django_db
BLNS = json.loads((Path(__file__).parents[1] / "data" / "blns.json").read_text(encoding="utf-8"))
SLUG = "mikita-messages"
PRIVATE = (EMAIL, "Кавалеўскі", "LT<", '"LT"')


@pytest.fixture
def maryna() -> Client:
    return staff("maryna", "moderate")


@pytest.fixture
def tamara() -> Client:
    return staff("tamara", "moderate", "send_batches")


def url(name: str, *args: object) -> str:
    return reverse(f"moderation:{name}", args=[SLUG, *args])


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(url(name, *args), query)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def decides(client: Client, message: Message, verdict: str, **more: str) -> dict[str, Any]:
    """Ask as the script does; return what came of it."""
    version = Message.objects.get(pk=message.pk).version
    given = {"message": f"{message.pk}:{version}", "verdict": verdict, **more}
    response = client.post(url("decide"), given, headers={"Accept": "application/json"})
    assert "no-store" in response["Cache-Control"]
    [result] = response.json()["results"]
    found: dict[str, Any] = result
    return found


def addresses(message: Message, batch: Batch) -> list[tuple[str, str, set[str]]]:
    """Every address of the app: method, address, and the permissions that open it."""
    both, read, send = {"moderate", "send_batches"}, {"moderate"}, {"send_batches"}
    return [
        ("get", reverse("moderation:index"), both),
        ("get", reverse("moderation:words", args=["be"]), read),
        ("post", reverse("moderation:words", args=["be"]), read),
        ("get", url("queue"), read),
        ("get", url("history"), read),
        ("get", url("preview", message.pk), read),
        ("post", url("decide"), read),
        ("post", url("cut"), read),
        ("post", url("translate"), read),
        ("get", url("batches"), send),
        ("post", url("batches"), send),
        ("get", url("batch", batch.number), send),
        ("post", url("file", batch.number), send),
        ("post", url("step", batch.number), send),
    ]


def test_nobody_without_the_permission_reaches_any_address(world: World) -> None:
    action = world.action()
    batch = chosen(world, approved(world, action).action)
    message = world.message(action)
    rows = addresses(message, batch)
    visitors = [
        (set(), staff("ihar")),
        ({"moderate"}, staff("alena", "moderate")),
        ({"send_batches"}, staff("vera", "send_batches")),
        (set(), staff("clerk", "deliver", "dispatch", "keep_count", "change_case")),
    ]

    wrong = [
        f"{method} {address} {sorted(rights)}"
        for rights, client in visitors
        for method, address, needed in rows
        if not rights & needed and getattr(client, method)(address).status_code != 302
    ]
    strangers = [Client().get(address) for method, address, _ in rows if method == "get"]

    assert wrong == []
    assert all(one["Location"].startswith("/admin/login/") for one in strangers)
    assert Message.objects.get(pk=message.pk).version == 0


def test_every_address_of_the_app_is_in_that_test(world: World) -> None:
    action = world.action()
    batch = chosen(world, approved(world, action).action)
    tried = {resolve(address).url_name for _, address, _ in addresses(world.message(action), batch)}

    assert tried == {one.name for one in urlpatterns}


def test_a_superuser_may(world: World) -> None:
    world.message(world.action())
    User.objects.create_superuser("root", password="x")
    client = Client()
    client.force_login(User.objects.get(username="root"))

    assert "Алесь" in page(client, "queue")


def test_a_moderator_sees_first_name_and_text_and_nothing_else_anywhere(
    world: World, tamara: Client
) -> None:
    action = world.action()
    message = world.message(action, email=EMAIL)
    approved(world, action, email=EMAIL)
    batch = chosen(world, action)

    pages = [page(tamara, name) for name in ("queue", "history", "batches")]
    pages += [page(tamara, "batch", batch.number), page(tamara, "queue", state="all")]
    pages.append(tamara.get(reverse("moderation:index")).content.decode())
    pages.append(json.dumps(decides(tamara, message, "approve"), ensure_ascii=False))

    assert "Алесь" in pages[0]
    assert TEXT in pages[0]
    assert not [word for word in PRIVATE for one in pages if word in one]


def test_two_moderators_approve_one_after_the_other(
    world: World, maryna: Client, tamara: Client
) -> None:
    message = world.message(world.action())

    first = decides(maryna, message, "approve")
    again = decides(maryna, message, "approve")
    second = decides(tamara, message, "approve")

    assert (first["state"], first["said"]) == (
        "half",
        "You have approved it. A second person must read it.",
    )
    assert (again["ok"], "Another person" in again["problem"]) == (False, True)
    assert second["state"] == "approved"
    assert world.printed(message) == TEXT


def test_what_i_have_approved_leaves_my_queue_and_stays_in_others(
    world: World, maryna: Client, tamara: Client
) -> None:
    message = world.message(world.action())
    decides(maryna, message, "approve")

    assert f'id="m{message.pk}"' not in page(maryna, "queue")
    assert f'id="m{message.pk}"' in page(tamara, "queue")
    assert f'id="m{message.pk}"' in page(maryna, "queue", state="half")


def test_without_a_script_the_form_leads_back_to_the_same_list(
    world: World, maryna: Client
) -> None:
    message = world.message(world.action())
    given = {
        "message": f"{message.pk}:0",
        "verdict": "refuse",
        "reason": "spam",
        "back": "state=waiting&sort=newest&evil=//example.org",
    }

    response = maryna.post(url("decide"), given, follow=True)

    assert response.redirect_chain == [(f"{url('queue')}?state=waiting&sort=newest", 302)]
    assert f"#{message.pk}: Refused: is advertising or a copy" in html.unescape(
        response.content.decode()
    )


def test_a_bulk_decision_tells_of_each_message(world: World, maryna: Client) -> None:
    action = world.action(options={"two_eyes": False})
    rows = [world.message(action) for _ in range(3)]
    erase([rows[1].signature_id])
    given = {"message": [f"{one.pk}:0" for one in rows] + ["x:y"], "verdict": "approve"}

    response = maryna.post(url("decide"), given, headers={"Accept": "application/json"})

    assert [one["ok"] for one in response.json()["results"]] == [True, False, True]
    assert Message.objects.filter(state="approved").count() == 2


def test_a_part_is_cut_by_its_place_or_by_its_words(world: World, maryna: Client) -> None:
    action = world.action()
    message = world.message(action, "Прывітанне ад Міколы і Веры!")
    asked = {"Accept": "application/json"}
    maryna.post(
        url("cut"), {"message": f"{message.pk}:0", "start": "14", "end": "20"}, headers=asked
    )
    answer = maryna.post(url("cut"), {"message": f"{message.pk}:1", "part": "веры"}, headers=asked)
    shown = page(maryna, "queue")
    none = maryna.post(url("cut"), {"message": f"{message.pk}:2", "part": "няма"}, headers=asked)

    assert Message.objects.get().cuts == [[14, 20], [23, 27]]
    assert '<s title="cut out">Міколы</s>' in answer.json()["results"][0]["text"]
    assert '<s title="cut out">Веры</s>' in shown
    assert "not in the message" in none.json()["results"][0]["problem"]
    maryna.post(url("cut"), {"message": f"{message.pk}:2", "all": "1"}, headers=asked)
    assert Message.objects.get().cuts == []


def test_a_translation_is_kept_and_shown_as_such(world: World, maryna: Client) -> None:
    message = world.message(world.action(), "We are with you")
    given = {"message": f"{message.pk}:0", "lang": "be", "translation": "Мы з табой"}

    maryna.post(url("translate"), given)
    shown = page(maryna, "queue")

    assert "Translation, by a volunteer" in shown
    assert '<p lang="be" dir="auto">Мы з табой</p>' in shown


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 4),
        ({"lang": "en"}, 1),
        ({"flag": "link"}, 1),
        ({"flag": "none"}, 3),
        ({"length": "long"}, 1),
        ({"length": "short"}, 3),
        ({"route": "family"}, 1),
        ({"state": "held"}, 0),
        ({"state": "nonsense", "sort": "nonsense", "skip": "-1"}, 4),
        ({"skip": "3"}, 1),
        ({"sort": "alike"}, 4),
        ({"sort": "flags"}, 4),
        ({"sort": "shortest", "lang": "be"}, 3),
    ],
)
def test_the_queue_is_filtered(
    world: World, maryna: Client, query: dict[str, str], count: int
) -> None:
    action = world.action()
    world.message(action, "We are with you and for you")
    world.message(action, "глядзі example.org")
    world.message(action, "Трымайся. Мы побач. " * 15)
    world.message(action, route="family")

    assert page(maryna, "queue", **query).count('class="z-card"') == count


def test_every_order_begins_as_it_says(world: World, maryna: Client) -> None:
    action = world.action()
    short = world.message(action, "Трымайся")
    flagged = world.message(action, "глядзі example.org калі ласка")

    def first(sort: str) -> int:
        found = re.search(r'id="m(\d+)"', page(maryna, "queue", sort=sort))
        assert found
        return int(found[1])

    assert [first(one) for one in ("oldest", "newest", "flags", "shortest", "longest")] == [
        short.pk,
        flagged.pk,
        flagged.pk,
        short.pk,
        flagged.pk,
    ]


def test_all_hostile_texts_stand_in_the_queue_as_text(world: World, maryna: Client) -> None:
    action = world.action()
    texts = [text for text in BLNS if text.strip() and len(text.encode()) < 2500]
    for text in texts:
        world.writes(action, text, name=text[:60] or "x")
    world.takes_in()

    shown = [page(maryna, "queue", state="all", skip=str(skip)) for skip in range(0, 550, 50)]

    found = [
        one for each in shown for one in re.findall(r'<p class="z-text"[^>]*>(.*?)</p>', each, re.S)
    ]
    # A page has one kind of line end; the parser of a browser makes the same of the others.
    assert len(found) == Message.objects.exclude(reason="empty").count()
    assert not [one for one in found if "<" in one]
    assert {html.unescape(one) for one in found} >= {
        one for one in texts if one.isprintable() and "\x00" not in one
    }


def test_an_empty_queue_says_what_to_do(world: World, maryna: Client) -> None:
    world.action()

    assert "Nothing waits here." in page(maryna, "queue")
    assert "No message is like that." in page(maryna, "queue", state="held")
    assert "Nothing was decided yet." in page(maryna, "history")


def test_without_actions_the_index_says_how_to_begin(maryna: Client) -> None:
    assert (
        "No action asks for messages yet."
        in maryna.get(reverse("moderation:index")).content.decode()
    )


def test_the_history_names_staff_days_and_no_writer(
    world: World, maryna: Client, tamara: Client
) -> None:
    message = world.message(world.action())
    decides(maryna, message, "approve")
    decides(tamara, message, "refuse", reason="censor")

    shown = page(maryna, "history")

    assert "maryna" in shown
    assert "tamara" in shown
    assert "(censor)" in shown
    assert "Алесь" not in shown


def test_a_preview_is_a_pdf_that_is_kept_nowhere(world: World, maryna: Client) -> None:
    message = world.message(world.action())

    response = maryna.get(url("preview", message.pk))

    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response).startswith(b"%PDF")


def test_a_batch_goes_from_choosing_to_its_outcome(world: World, tamara: Client) -> None:
    action = world.action()
    approved(world, action)
    gone = approved(world, action)
    given = {"route": "prison", "layout": "four", "lang": "", "most": "100"}
    response = tamara.post(url("batches"), given)
    moving = tamara.get(response["Location"])
    jobs.run(Batch.objects.get(), world.keys, FAKE)
    made_page = page(tamara, "batch", 1)
    erase([gone.signature_id])
    file = tamara.post(url("file", 1))
    pdf = b"".join(file)
    tamara.post(url("step", 1), {"step": "printed"})
    tamara.post(url("step", 1), {"step": "sent", "on": "2026-01-10", "note": "RR 12"})
    tamara.post(url("step", 1), {"step": "outcome", "outcome": "received", "on": "2026-01-20"})
    end = page(tamara, "batch", 1)

    assert moving["Refresh"]
    assert "Download the print file" in made_page
    assert pdf.startswith(b"%PDF")
    assert "no-store" in file["Cache-Control"]
    assert "received" in end
    assert "RR 12" in end
    assert Batch.objects.get().messages == 1
    assert Entry.objects.get(verb="batch.print_opened").detail == {"batch": 1, "messages": 1}


def test_wrong_steps_and_empty_choices_are_said(world: World, tamara: Client) -> None:
    action = world.action()
    given = {"route": "prison", "layout": "four", "lang": "", "most": "100"}
    nothing = tamara.post(url("batches"), given).content.decode()
    approved(world, action)
    made(world, action)

    early = tamara.post(url("step", 1), {"step": "sent", "on": "2026-01-10"}, follow=True)
    tamara.post(url("step", 1), {"step": "dissolve"})
    is_dissolved = not Batch.objects.exists()
    batches.mark_printed(made(world, action), by="tamara", now=world.now)
    undated = tamara.post(url("step", 1), {"step": "sent", "on": ""})

    assert "No approved message waits" in nothing
    assert "does not follow" in early.content.decode()
    assert "This field is required" in undated.content.decode()
    assert is_dissolved


def test_a_batch_says_how_many_withdrew_too_late(world: World, tamara: Client) -> None:
    action = world.action()
    message = approved(world, action)
    approved(world, action)
    sent(world, action)
    erase([message.signature_id])

    assert "1 of their writers has withdrawn since" in page(tamara, "batch", 1)
    assert BatchItem.objects.count() == 1


def test_staff_keep_their_own_list_of_hostile_words(world: World, maryna: Client) -> None:
    action = world.action()
    address = reverse("moderation:words", args=["be"])
    shown = maryna.get(address).content.decode()
    maryna.post(address, {"words": "бяка*\nбяка*\n\n"})
    message = world.message(action, "ты бякамі не кідайся")

    assert "здраднік*" in shown
    assert FlagWords.objects.get().words == "бяка*"
    assert message.flags == ["hate"]
    assert maryna.get(reverse("moderation:words", args=["xx"])).status_code == 404


def test_what_waits_stands_on_the_first_page_of_the_studio(
    world: World, maryna: Client, tamara: Client
) -> None:
    action = world.action()
    world.approves(world.message(action), 101)
    approved(world, action)

    for_maryna = maryna.get("/admin/").content.decode()
    for_tamara = tamara.get("/admin/").content.decode()
    for_ihar = staff("ihar").get("/admin/").content.decode()

    assert "1 wait, 1 of them for a second person" in for_maryna
    assert "approved messages in no batch" not in for_maryna
    assert "1 approved messages in no batch" in for_tamara
    assert reverse("moderation:index") in for_maryna
    assert reverse("moderation:index") not in for_ihar


def test_rules_of_the_place_choose_the_language_of_a_translation(
    world: World, maryna: Client
) -> None:
    rules = MailRules(name="Prisons", languages=("ru", "be")).to_json()
    world.message(world.action(options={"mail": {"rules": rules}}))

    assert '<option value="ru" selected>' in page(maryna, "queue")


def test_another_kind_of_action_has_no_queue(world: World, maryna: Client) -> None:
    Action.objects.create(slug="petition", kind="petition", title="x", state="open")

    assert maryna.get(reverse("moderation:queue", args=["petition"])).status_code == 404
