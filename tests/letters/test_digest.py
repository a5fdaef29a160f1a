"""An office gets one mail a day: how many wrote, and what staff chose to quote. No names."""

import pytest

from tests.letters.server import DROP_TAKEN, Server, text_of
from tests.letters.test_send import run
from tests.letters.world import SENTENCE, World, has_text, promise, states
from zvarot.letters import digests, services
from zvarot.letters.models import Dispatch
from zvarot.letters.opening import Opener
from zvarot.letters.queueing import goes_in_digest
from zvarot.worker.dispatcher import Dispatcher


def days(world: World, dispatcher: Dispatcher, count: int) -> None:
    for _ in range(count):
        world.later(days=1)
        dispatcher.gather()
        run(world, dispatcher, steps=2)


def test_a_digest_is_what_happens_where_no_names_are_promised(world: World) -> None:
    nameless = world.action("nameless", promise=promise().to_json())
    named = world.action("named")
    chosen = world.action("chosen", options={"dispatch": "digest"})

    assert [goes_in_digest(one) for one in (nameless, named, chosen)] == [True, False, True]


def test_one_mail_a_day_says_how_many_and_quotes_what_was_chosen(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    action = world.action(promise=promise().to_json())
    signatures = [
        world.writes(action, "prosecutor", sentence=f"Reason number {n}.") for n in range(3)
    ]
    run(world, dispatcher, steps=1)
    chosen = Dispatch.objects.get(signature=signatures[1])
    waiting = digests.candidates(action.pk, "prosecutor")
    services.choose_excerpts(waiting, [chosen.pk])

    same_day = len(server.mails)
    days(world, dispatcher, 3)

    assert same_day == 0
    [mail] = server.mails
    text = text_of(mail)
    assert mail["Subject"] == "Letters about: Freedom for Mikita"
    assert "Number of letters: 3." in text
    assert "> Reason number 1." in text
    assert "Reason number 2." not in text
    assert "Alés" not in text
    assert "Dear" not in text
    assert states() == {"sent": 4}
    assert not any(has_text(one) for one in signatures)


def test_letters_of_the_next_day_make_the_next_mail(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    action = world.action(promise=promise().to_json())
    world.writes(action, "prosecutor")
    run(world, dispatcher, steps=1)
    days(world, dispatcher, 1)
    for _ in range(2):
        world.writes(action, "prosecutor")
    run(world, dispatcher, steps=1)

    days(world, dispatcher, 1)

    counts = [text_of(mail).partition("letters: ")[2][0] for mail in server.mails]
    assert counts == ["1", "2"]


def test_who_withdraws_before_the_mail_is_not_counted_in_it(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    action = world.action(promise=promise().to_json())
    first, _ = world.writes(action, "prosecutor"), world.writes(action, "prosecutor")
    run(world, dispatcher, steps=1)
    world.later(days=1)
    dispatcher.gather()

    first.delete()
    run(world, dispatcher)

    assert "Number of letters: 1." in text_of(server.mails[0])


def test_a_digest_of_which_nobody_knows_is_not_sent_again_by_itself(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    action = world.action(promise=promise().to_json())
    world.writes(action, "prosecutor")
    run(world, dispatcher, steps=1)
    server.answers = [DROP_TAKEN]

    days(world, dispatcher, 3)

    assert len(server.mails) == 1
    assert states() == {"queued": 1, "unsure": 1}


def test_a_cancelled_digest_leaves_its_letters_for_the_next(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    action = world.action(promise=promise().to_json())
    world.writes(action, "prosecutor")
    run(world, dispatcher, steps=1)
    world.later(days=1)
    dispatcher.gather()
    mails = Dispatch.objects.filter(digest_on__isnull=False)

    services.cancel(mails, actor="maryna", now=world.now)
    days(world, dispatcher, 1)

    assert "Number of letters: 1." in text_of(server.mails[0])


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [(SENTENCE, True), ("I am Alés and I ask you.", False), ("i am ALÉS", False)],
)
def test_a_paragraph_with_the_writers_name_is_not_quoted(
    world: World, dispatcher: Dispatcher, sentence: str, quoted: bool
) -> None:
    action = world.action(options={"dispatch": "digest"})
    world.writes(action, "prosecutor", sentence=sentence)
    dispatcher.queue()

    text = digests.excerpt_of(Dispatch.objects.get(), Opener(world.keys))

    assert (sentence in text) is quoted
    assert "He is a boy." in text
    assert "Lithuania" not in text
