"""Each letter leaves exactly once, or is shown with the reason why it did not."""

import time
from datetime import datetime
from pathlib import Path

import pytest

from tests.letters import server as servers
from tests.letters.server import Server, text_of
from tests.letters.world import SENTENCE, World, has_text, states
from zvarot.letters import handing, services
from zvarot.letters.models import Dispatch, OfficePace
from zvarot.worker.dispatcher import Dispatcher
from zvarot.worker.mailer import RelayUnreachable

State = Dispatch.State


def run(world: World, dispatcher: Dispatcher, steps: int = 12, **span: float) -> None:
    """Let time pass, a step at a time."""
    for _ in range(steps):
        try:
            dispatcher.queue()
            dispatcher.send()
        except RelayUnreachable:
            pass
        world.later(**span or {"minutes": 1})


def test_a_letter_arrives_word_for_word_and_its_text_is_erased(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    signature = world.writes(world.action(), "prosecutor", subject="Мікіта")

    run(world, dispatcher)

    [mail], [(sender, to)] = server.mails, server.envelopes
    assert SENTENCE in text_of(mail)
    assert text_of(mail).startswith("Dear Prosecutor General,\n\n")
    assert mail["Subject"] == "Мікіта"
    assert (mail["From"], mail["Reply-To"]) == ("letters@zvarot.example",) * 2
    assert mail["To"] == to == "prosecutor@office.example"
    assert mail["Content-Language"] == "en"
    dispatch = Dispatch.objects.get()
    assert sender == f"bounces+{dispatch.token}@zvarot.example"
    assert mail["Message-ID"] == f"<{dispatch.token}@zvarot.example>"
    assert (dispatch.state, dispatch.signature) == (State.SENT, None)
    assert not has_text(signature)


def test_the_text_stays_sealed_until_the_last_office_has_its_letter(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    signature = world.writes(world.action(), "prosecutor", "embassy")
    dispatcher.queue()
    services.pause("embassy", "Holidays.", actor="maryna", now=world.now)

    run(world, dispatcher)
    still_there = has_text(signature)
    services.resume("embassy", actor="maryna", now=world.now)
    run(world, dispatcher)

    assert still_there
    assert not has_text(signature)
    assert sorted(to for _, to in server.envelopes) == [
        "embassy@office.example",
        "prosecutor@office.example",
    ]


def test_queued_twice_it_is_one_letter(world: World, dispatcher: Dispatcher) -> None:
    world.writes(world.action(), "prosecutor", "embassy")

    assert [dispatcher.queue(), dispatcher.queue()] == [True, False]
    assert states() == {"queued": 2}


@pytest.mark.parametrize("where", ["rcpt 451 later", "451 later"])
def test_a_server_that_says_later_gets_it_later(
    world: World, dispatcher: Dispatcher, server: Server, where: str
) -> None:
    world.writes(world.action(), "prosecutor")
    server.answers = [where, where]

    dispatcher.queue()
    dispatcher.send()
    deferred = Dispatch.objects.get()
    run(world, dispatcher)

    assert (deferred.state, deferred.reason) == (State.DEFERRED, "SMTP 451")
    assert deferred.not_before > world.now.replace(hour=12, minute=0)
    assert len(server.mails) == 1
    assert states() == {"sent": 1}


def test_who_is_put_off_for_ever_is_shown_as_failed(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    signature = world.writes(world.action(), "prosecutor")
    server.answers = ["451 later"] * 100

    run(world, dispatcher, steps=40, hours=4)

    failed = Dispatch.objects.get()
    assert failed.state == State.FAILED
    assert failed.reason == "Put off 16 times, the last time with: SMTP 451"
    assert has_text(signature)


def test_an_address_that_refuses_holds_back_the_office(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    action = world.action()
    world.writes(action, "prosecutor")
    world.writes(action, "prosecutor")
    server.answers = ["rcpt 550 nobody here"]

    run(world, dispatcher)

    assert states() == {"bounced": 1, "queued": 1}
    assert world.book.reports == [("prosecutor", False)]
    assert "SMTP 550" in OfficePace.objects.get().paused_reason
    assert server.mails == []


def test_a_letter_that_is_refused_fails_and_goes_again_if_staff_say_so(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    world.writes(world.action(), "prosecutor")
    server.answers = ["554 spam"]
    run(world, dispatcher)
    failed = Dispatch.objects.get()

    count = services.retry(Dispatch.objects.all(), actor="maryna", now=world.now)
    run(world, dispatcher)

    assert (failed.state, failed.reason) == (
        State.FAILED,
        "The mail server refused it: SMTP 554.",
    )
    assert count == 1
    assert states() == {"sent": 1}
    assert len(server.mails) == 1


def test_a_server_that_hangs_up_in_the_middle_gets_it_again(
    world: World, dispatcher: Dispatcher, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.writes(world.action(), "prosecutor", sentence="No more winters in prison. " * 60)
    server.answers = [servers.DROP_IN_BODY, servers.DROP_IN_BODY]
    # The news that it hung up needs a moment, as a disk does that is asked to keep a note.
    note = handing.start_handing

    def slowly(claimed: handing.Claimed, now: datetime) -> bool:
        time.sleep(0.05)
        return note(claimed, now)

    monkeypatch.setattr(handing, "start_handing", slowly)

    run(world, dispatcher)

    assert states() == {"sent": 1}
    assert len(server.mails) == 1


@pytest.mark.parametrize("drop", [servers.DROP_TAKEN, servers.DROP_UNTAKEN])
def test_without_an_answer_nobody_knows_and_a_person_decides(
    world: World, dispatcher: Dispatcher, server: Server, drop: str
) -> None:
    signature = world.writes(world.action(), "prosecutor")
    server.answers = [drop]

    run(world, dispatcher)
    unsure = Dispatch.objects.get()
    before = len(server.mails)
    services.retry(Dispatch.objects.all(), actor="maryna", now=world.now)
    run(world, dispatcher)

    assert unsure.state == State.UNSURE
    assert "may have arrived" in unsure.reason
    assert len(server.mails) == before + 1
    assert states() == {"sent": 1}
    assert not has_text(signature)


def test_a_relay_that_is_down_costs_nothing(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    world.writes(world.action(), "prosecutor")
    server.refuses = True
    dispatcher.queue()

    with pytest.raises(RelayUnreachable):
        dispatcher.send()
    waiting = Dispatch.objects.get()
    server.refuses = False
    run(world, dispatcher)

    assert (waiting.state, waiting.attempts) == (State.QUEUED, 0)
    assert states() == {"sent": 1}


def test_a_slow_answer_is_still_an_answer(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    world.writes(world.action(), "prosecutor")
    server.delay = 0.3

    run(world, dispatcher, steps=2)

    assert states() == {"sent": 1}
    assert len(server.mails) == 1


def test_a_note_that_cannot_be_made_stops_the_letter(
    world: World, dispatcher: Dispatcher, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.writes(world.action(), "prosecutor")
    dispatcher.queue()
    # Cancelled between the last line of the letter and the dot.
    monkeypatch.setattr(handing, "start_handing", lambda *_given: False)

    dispatcher.send()

    assert server.mails == []


def test_a_worker_that_stopped_leaves_it_queued_or_unsure(world: World) -> None:
    action = world.action()
    made = world.dispatcher(Server(), Path("/nowhere"))
    for _ in range(2):
        world.writes(action, "prosecutor")
    made.queue()
    first = handing.claim("prosecutor", world.book.offices["prosecutor"].pace, world.now)
    world.later(seconds=1)
    second = handing.claim("prosecutor", world.book.offices["prosecutor"].pace, world.now)
    assert first
    assert second
    handing.start_handing(first, world.now)
    early = handing.recover(world.now)
    world.later(minutes=11)

    late = handing.recover(world.now)

    assert (early, late) == ((0, 0), (1, 1))
    assert states() == {"queued": 1, "unsure": 1}
    assert not handing.start_handing(second, world.now)  # it has lost its turn
    handing.mark_sent(first, world.now)  # it was only slow
    assert states() == {"queued": 1, "sent": 1}


def test_a_dot_at_the_start_of_a_line_arrives(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    world.writes(world.action(), "prosecutor", sentence="First.\n.\n.. third\nlast")

    run(world, dispatcher)

    assert "First.\n.\n.. third\nlast" in text_of(server.mails[0])


def test_a_sender_that_is_refused_costs_no_letter(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    world.writes(world.action(), "prosecutor")
    server.answers = ["mail 550 who are you"]
    dispatcher.queue()

    with pytest.raises(RelayUnreachable):
        dispatcher.send()
    run(world, dispatcher)

    assert states() == {"sent": 1}
    assert len(server.mails) == 1


def test_an_office_whose_letters_are_all_refused_is_held_back(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    action = world.action()
    for _ in range(8):
        world.writes(action, "prosecutor")
    server.answers = ["554 spam"] * 20

    run(world, dispatcher)

    assert states() == {"failed": 5, "queued": 3}
    assert "SMTP 554" in OfficePace.objects.get().paused_reason
