"""Decisions: two people, cuts, undo, and what is sealed for the recipient after each."""

import pytest
from django.db import IntegrityError, transaction

from tests.moderation.world import HASH, MARYNA, TAMARA, TEXT, World, has
from zvarot.actions.models import Promised
from zvarot.contract.audiences import MODERATOR, RECIPIENT
from zvarot.moderation import services, translating
from zvarot.moderation.errors import DecisionRefused, MessageGone
from zvarot.moderation.models import Decision, Message, Translation
from zvarot.moderation.opening import Opener
from zvarot.moderation.services import Ask
from zvarot.signatures.models import Envelope, Signature
from zvarot.signatures.services import erase

State = Message.State
OLEG = 103


def state(message: Message) -> tuple[str, int | None, int | None]:
    row = Message.objects.get(pk=message.pk)
    return row.state, row.first_by, row.second_by


def test_two_people_approve_and_only_then_it_is_sealed(world: World) -> None:
    message = world.message(world.action())

    world.approves(message, MARYNA)
    after_one = has(message.signature_id, RECIPIENT)
    world.approves(message, TAMARA)

    assert not after_one
    assert state(message) == (State.APPROVED, MARYNA, TAMARA)
    assert world.printed(message) == TEXT
    assert has(message.signature_id, MODERATOR)  # kept, so that it can be taken back


def test_nobody_approves_twice(world: World) -> None:
    message = world.message(world.action())
    world.approves(message, MARYNA)

    with pytest.raises(DecisionRefused, match="Another person"):
        world.approves(message, MARYNA)

    assert state(message) == (State.WAITING, MARYNA, None)


def test_the_database_refuses_what_one_person_approved_alone(world: World) -> None:
    message = world.message(world.action())

    for columns in (
        {"first_by": MARYNA, "second_by": MARYNA},
        {"state": State.APPROVED},
        {"state": State.APPROVED, "first_by": MARYNA},
        {"state": State.REFUSED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**columns)


def test_one_person_is_enough_where_the_action_says_so(world: World) -> None:
    message = world.message(world.action(options={"two_eyes": False}))

    world.approves(message, MARYNA)

    assert state(message) == (State.APPROVED, MARYNA, None)


def test_the_recipient_gets_name_text_and_way_and_nothing_else(world: World) -> None:
    message = world.message(world.action(), email="ales@example.org")
    world.approves(message)

    answers = Opener(world.keys)._answers(  # the whole content of the envelope
        message.signature,
        RECIPIENT,
        bytes(Envelope.objects.get(signature=message.signature, audience=RECIPIENT).sealed or b""),
    )

    assert answers == {"given_name": "Алесь", "message": TEXT, "route": "prison"}


def test_all_envelopes_have_one_size(world: World) -> None:
    action = world.action()
    for text in ("Так", TEXT * 10):
        world.approves(world.message(action, text))

    sizes = {len(one.sealed or b"") for one in Envelope.objects.all()}

    assert len(sizes) == 1


def test_what_was_promised_to_nobody_is_not_sealed(world: World) -> None:
    message = world.message(world.action())
    narrow = Promised.objects.get(hash=HASH)
    narrow.promise["disclosures"] = [
        one for one in narrow.promise["disclosures"] if one["audience"] != RECIPIENT
    ]
    narrow.save()
    world.approves(message, MARYNA)

    with pytest.raises(DecisionRefused, match="promise"):
        world.approves(message, TAMARA)

    assert state(message) == (State.WAITING, MARYNA, None)


def test_a_cut_part_is_not_printed_and_the_original_stays_sealed(world: World) -> None:
    message = world.message(world.action(), "Прывітанне ад Міколы Статкевіча!")
    services.cut(message.action, message.pk, [[14, 31]], world.ask(message), keys=world.keys)
    world.approves(message)

    assert world.printed(message) == "Прывітанне ад […]!"
    assert Opener(world.keys).opened(message.signature).text.endswith("Статкевіча!")


def test_a_cut_after_the_first_approval_needs_both_again(world: World) -> None:
    message = world.message(world.action(), "Прывітанне ад Міколы!")
    world.approves(message, MARYNA)

    services.cut(message.action, message.pk, [[14, 20]], world.ask(message), keys=world.keys)

    assert state(message) == (State.WAITING, None, None)


def test_nobody_cuts_out_everything(world: World) -> None:
    message = world.message(world.action(), "Мікола")

    with pytest.raises(DecisionRefused, match="Nothing would be left"):
        services.cut(message.action, message.pk, [[0, 6]], world.ask(message), keys=world.keys)


def test_undo_walks_back_through_all_decisions(world: World) -> None:
    message = world.message(world.action(), "Прывітанне ад Міколы!")
    services.cut(message.action, message.pk, [[14, 20]], world.ask(message), keys=world.keys)
    world.approves(message)
    services.hold(message.action, message.pk, world.ask(message), keys=world.keys)
    found = []

    for _ in range(4):
        services.undo(message.action, message.pk, world.ask(message), keys=world.keys)
        is_sealed = has(message.signature_id, RECIPIENT)
        found.append((state(message), is_sealed, Message.objects.get(pk=message.pk).cuts))

    assert found == [
        ((State.APPROVED, MARYNA, TAMARA), True, [[14, 20]]),
        ((State.WAITING, MARYNA, None), False, [[14, 20]]),
        ((State.WAITING, None, None), False, [[14, 20]]),
        ((State.WAITING, None, None), False, []),
    ]
    with pytest.raises(DecisionRefused, match="nothing to take back"):
        services.undo(message.action, message.pk, world.ask(message), keys=world.keys)


def test_refusing_needs_a_reason_and_can_be_taken_back(world: World) -> None:
    message = world.message(world.action())

    with pytest.raises(DecisionRefused):
        services.refuse(message.action, message.pk, "", world.ask(message), keys=world.keys)
    services.refuse(message.action, message.pk, "spam", world.ask(message), keys=world.keys)
    refused = Message.objects.get(pk=message.pk)
    services.undo(message.action, message.pk, world.ask(message), keys=world.keys)

    assert (refused.state, refused.reason) == (State.REFUSED, "spam")
    assert state(message) == (State.WAITING, None, None)


def test_a_decision_sent_twice_is_one(world: World) -> None:
    message = world.message(world.action())
    ask = world.ask(message)

    for _ in range(2):
        services.approve(message.action, message.pk, ask, keys=world.keys)

    assert Decision.objects.count() == 1
    assert state(message) == (State.WAITING, MARYNA, None)


def test_who_decides_on_what_is_old_is_told(world: World) -> None:
    message = world.message(world.action())
    old = Ask(by=TAMARA, seen=message.version, now=world.now)
    services.refuse(message.action, message.pk, "spam", world.ask(message), keys=world.keys)

    with pytest.raises(DecisionRefused, match="meanwhile"):
        services.approve(message.action, message.pk, old, keys=world.keys)


@pytest.mark.parametrize("how", ["withdrawn", "taken off"])
def test_what_is_gone_cannot_be_decided_about(world: World, how: str) -> None:
    message = world.message(world.action())
    ask = world.ask(message)
    if how == "withdrawn":
        erase([message.signature_id])
    else:
        Signature.objects.update(state=Signature.State.INVALID)

    with pytest.raises(MessageGone):
        services.approve(message.action, message.pk, ask, keys=world.keys)


def test_a_message_of_another_action_is_out_of_reach(world: World) -> None:
    message, other = world.message(world.action()), world.action("other")

    with pytest.raises(MessageGone):
        services.approve(other, message.pk, world.ask(message), keys=world.keys)


def test_a_translation_is_read_by_both_and_sealed_with_the_message(world: World) -> None:
    message = world.message(world.action(), "We are with you")
    world.approves(message, MARYNA)
    translating.translate(
        message.action, message.pk, "be", "Мы з табой", world.ask(message, OLEG), keys=world.keys
    )
    after_typing = state(message)
    world.approves(message)

    found = Translation.objects.get()
    assert found.for_recipient is not None
    said = Opener(world.keys).translation(message.signature, bytes(found.for_recipient), RECIPIENT)
    assert after_typing == (State.WAITING, None, None)
    assert (said, found.lang, found.by) == ("Мы з табой", "be", OLEG)


def test_an_approval_from_before_a_translation_does_not_come_back(world: World) -> None:
    message = world.message(world.action())
    world.approves(message)
    translating.translate(
        message.action, message.pk, "be", "Дрэннае слова", world.ask(message), keys=world.keys
    )

    with pytest.raises(DecisionRefused, match="nothing to take back"):
        services.undo(message.action, message.pk, world.ask(message), keys=world.keys)

    assert not has(message.signature_id, RECIPIENT)
    assert Translation.objects.get().for_recipient is None


@pytest.mark.parametrize(
    ("lang", "text"), [("", "Мы"), ("be", "а" * 1001), ("be", "\u202eабв"), ("b" * 13, "Мы")]
)
def test_a_translation_that_cannot_be_printed_is_refused(
    world: World, lang: str, text: str
) -> None:
    message = world.message(world.action())

    with pytest.raises(DecisionRefused):
        translating.translate(
            message.action, message.pk, lang, text, world.ask(message), keys=world.keys
        )


def test_an_empty_translation_removes_the_one_before(world: World) -> None:
    message = world.message(world.action())
    for text in ("Мы з табой", " "):
        translating.translate(
            message.action, message.pk, "be", text, world.ask(message), keys=world.keys
        )

    assert not Translation.objects.exists()
