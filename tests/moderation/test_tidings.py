"""One mail to each who asked, in their language, naming nothing, and never a second one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.letters import server as servers
from tests.letters.server import DROP_TAKEN, DROP_UNTAKEN, Server
from tests.moderation.test_batches import approved, sent
from tests.moderation.world import EMAIL, World
from zvarot.moderation import tidings
from zvarot.moderation.models import BatchItem
from zvarot.outbox.models import Message as Waiting
from zvarot.signatures import addresses
from zvarot.signatures.models import Envelope, Suppression
from zvarot.signatures.services import erase
from zvarot.worker.handover import FolderRelay, SmtpRelay
from zvarot.worker.mailer import RelayUnreachable
from zvarot.worker.messenger import Messenger

Told = BatchItem.Told
LATER = timedelta(hours=2)


@pytest.fixture
def server() -> Iterator[Server]:
    with servers.running() as running:
        yield running


@pytest.fixture
def messenger(world: World, server: Server) -> Iterator[Messenger]:
    made = Messenger(
        keys=world.keys,
        relay=SmtpRelay(server.url),
        sender="news@zvarot.example",
        per_hour=1000,
        languages=("en", "be"),
    )
    yield made
    made.relay.close()


def told() -> str:
    return BatchItem.objects.get().told


def test_who_asked_gets_one_mail_in_the_language_of_their_page(
    world: World, messenger: Messenger, server: Server
) -> None:
    action = world.action()
    approved(world, action, email=EMAIL)
    approved(world, action)
    sent(world, action)

    for _ in range(3):
        messenger.step(world.now)

    [mail] = server.mails
    text = mail.get_content()
    assert str(mail["To"]) == EMAIL
    assert mail["Content-Language"] == "be"
    assert "24 лістапада 2026" in text
    assert not any(word in f"{mail['Subject']}{text}" for word in ("Мікіт", "Mikita", "Алесь"))
    assert sorted(BatchItem.objects.values_list("told", flat=True)) == ["", "told"]
    assert not Waiting.objects.exists()


def test_who_withdrew_meanwhile_is_not_written_to(
    world: World, messenger: Messenger, server: Server
) -> None:
    action = world.action()
    message = approved(world, action, email=EMAIL)
    sent(world, action)
    erase([message.signature_id])

    messenger.step(world.now)

    assert server.mails == []
    assert not Waiting.objects.exists()


def test_who_wants_no_mail_ever_gets_none(
    world: World, messenger: Messenger, server: Server
) -> None:
    action = world.action()
    approved(world, action, email=EMAIL)
    sent(world, action)
    norm = addresses.normal(EMAIL)
    token = addresses.suppression_token(world.keys.suppression_key(), norm)
    Suppression.objects.create(token=token, until=world.now.date())

    messenger.step(world.now)

    assert server.mails == []


def test_a_server_that_is_away_is_tried_again(
    world: World, messenger: Messenger, server: Server
) -> None:
    action = world.action()
    approved(world, action, email=EMAIL)
    sent(world, action)
    server.refuses = True
    with pytest.raises(RelayUnreachable):
        messenger.step(world.now)
    before = told()
    server.refuses = False

    messenger.step(world.now + LATER)

    assert (before, told(), len(server.mails)) == (Told.NO, Told.YES, 1)


@pytest.mark.parametrize(
    ("answers", "then"),
    [
        (["451 later"], Told.YES),
        (["550 no such mailbox"], Told.FAILED),
        (["rcpt 550 no"], Told.FAILED),
        ([DROP_TAKEN], Told.HANDING),
        ([DROP_UNTAKEN], Told.HANDING),
    ],
)
def test_whatever_the_server_says_no_second_mail_arrives(
    world: World, messenger: Messenger, server: Server, answers: list[str], then: str
) -> None:
    action = world.action()
    approved(world, action, email=EMAIL)
    sent(world, action)
    server.answers = list(answers)

    for hours in range(4):
        messenger.step(world.now + hours * LATER)

    assert told() == then
    assert len(server.mails) <= 1
    assert not Waiting.objects.exists()


def test_a_worker_killed_while_handing_over_does_not_send_again(
    world: World, messenger: Messenger, server: Server
) -> None:
    action = world.action()
    approved(world, action, email=EMAIL)
    sent(world, action)
    assert tidings.start_handing(BatchItem.objects.get().pk)  # and then it was killed

    messenger.step(world.now)

    assert server.mails == []
    assert told() == Told.HANDING
    assert not tidings.start_handing(BatchItem.objects.get().pk)


def test_an_address_that_was_erased_or_does_not_open_is_let_go(
    world: World, messenger: Messenger, server: Server
) -> None:
    action = world.action()
    approved(world, action, email=EMAIL)
    approved(world, action, email="tamara@example.org")
    sent(world, action)
    first, second = Envelope.objects.filter(audience="organiser").order_by("pk")
    Envelope.objects.filter(pk=first.pk).update(sealed=None)
    Envelope.objects.filter(pk=second.pk).update(sealed=b"broken" * 30)

    messenger.step(world.now)

    assert server.mails == []
    assert sorted(BatchItem.objects.values_list("told", flat=True)) == ["", "failed"]


def test_where_the_organisers_key_is_elsewhere_nobody_is_told_from_here(world: World) -> None:
    action = world.action()
    approved(world, action, email=EMAIL)
    world.keys.destroy_audience(action.pk, "organiser")

    assert sent(world, action).told == 0
    assert not Waiting.objects.exists()


def test_the_hours_budget_of_mails_is_kept(world: World, tmp_path: Path) -> None:
    action = world.action()
    for number in range(3):
        approved(world, action, email=f"ales{number}@example.org")
    sent(world, action)
    relay = FolderRelay(tmp_path / "mail")
    slow = Messenger(keys=world.keys, relay=relay, sender="n@z.example", per_hour=2)

    done = [slow.step(world.now), slow.step(world.now + timedelta(seconds=20))]

    assert done == [2, 0]
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 2
