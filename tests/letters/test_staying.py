"""Letters that never leave: withdrawn, cancelled, not confirmed, unfit, or only tried out."""

from pathlib import Path

import pytest

from tests.letters.server import Server
from tests.letters.test_send import run
from tests.letters.world import NOW, World, has_text, letter, states
from zvarot.letters import mail, services
from zvarot.letters.errors import LetterUnfit
from zvarot.letters.models import Dispatch
from zvarot.letters.queueing import UNCONFIRMED
from zvarot.signatures.models import Signature
from zvarot.signatures.services import erase
from zvarot.worker.dispatcher import NO_ADDRESS, Dispatcher

State = Dispatch.State


def test_who_withdraws_in_time_takes_the_letter_along(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    signature = world.writes(world.action(), "prosecutor")
    dispatcher.queue()

    erase([signature.pk])
    run(world, dispatcher)

    assert states() == {}
    assert server.mails == []


def test_an_office_without_an_address_is_said(world: World, dispatcher: Dispatcher) -> None:
    world.writes(world.action(), "nobody")

    run(world, dispatcher)

    failed = Dispatch.objects.get()
    assert (failed.state, failed.reason) == (State.FAILED, NO_ADDRESS)


@pytest.mark.parametrize("subject", ["Hello\r\nBcc: all@example.org", "", "x" * 161, "a\u2028b"])
def test_a_subject_of_several_lines_never_becomes_a_header(
    world: World, dispatcher: Dispatcher, server: Server, subject: str
) -> None:
    world.writes(world.action(), "prosecutor", subject=subject)

    run(world, dispatcher)

    failed = Dispatch.objects.get()
    assert failed.state == State.FAILED
    assert "subject" in failed.reason
    assert server.mails == []


def test_a_name_that_was_not_confirmed_is_not_written_in(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    action = world.action(form={"fields": [{"type": "email", "name": "email"}]})
    signature = world.writes(action, "prosecutor", klass=Signature.Class.UNCONFIRMED)

    run(world, dispatcher)

    assert Dispatch.objects.get().reason == UNCONFIRMED
    assert states() == {"cancelled": 1}
    assert not has_text(signature)
    assert server.mails == []


def test_in_test_mode_no_office_gets_anything(world: World, server: Server, tmp_path: Path) -> None:
    made = world.dispatcher(server, tmp_path, test_to="maryna@zvarot.example")
    world.writes(world.action(), "prosecutor")

    run(world, made)
    made.relay.close()

    assert [to for _, to in server.envelopes] == ["maryna@zvarot.example"]
    assert server.mails[0]["Subject"] == "[Test] Mikita"
    assert server.mails[0]["To"] == "maryna@zvarot.example"
    assert Dispatch.objects.get().is_test


def test_what_is_cancelled_is_erased(world: World, dispatcher: Dispatcher, server: Server) -> None:
    signature = world.writes(world.action(), "prosecutor")
    dispatcher.queue()

    count = services.cancel(Dispatch.objects.all(), actor="maryna", now=world.now)
    run(world, dispatcher)

    assert (count, states()) == (1, {"cancelled": 1})
    assert not has_text(signature)
    assert server.mails == []


def test_the_text_of_a_letter_in_trouble_is_not_kept_for_ever(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    signature = world.writes(world.action(), "prosecutor")
    server.answers = ["554 spam"]
    run(world, dispatcher)
    world.later(days=31)

    dispatcher.gather()

    assert not has_text(signature)
    assert states() == {"failed": 1}
    assert services.retry(Dispatch.objects.all(), actor="maryna", now=world.now) == 0


def test_a_letter_of_a_hundred_kilobytes_is_refused_with_a_sentence() -> None:
    with pytest.raises(LetterUnfit, match="too long"):
        mail.letter_mail(
            letter("prosecutor", "Please. " * 12_500),
            to="prosecutor@office.example",
            sender="letters@zvarot.example",
            token="ab" * 16,
            now=NOW,
        )


@pytest.mark.parametrize("trick", ["{{ 7*7 }}", "{title}", "%(token)s", "<script>"])
def test_what_looks_like_a_template_arrives_as_it_was_typed(
    world: World, dispatcher: Dispatcher, server: Server, trick: str
) -> None:
    world.writes(world.action(), "prosecutor", sentence=trick, subject=trick)

    run(world, dispatcher)

    assert server.mails[0]["Subject"] == trick
    assert trick in server.mails[0].get_content()
