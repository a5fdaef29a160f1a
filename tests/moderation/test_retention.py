"""What is erased when, and which keys are destroyed with it."""

from datetime import timedelta

from tests.moderation.test_batches import approved, chosen, sent
from tests.moderation.world import World, has
from zvarot.actions.models import Action
from zvarot.contract.audiences import MODERATOR, RECIPIENT
from zvarot.journal.models import Entry
from zvarot.moderation import retention, services, translating
from zvarot.moderation.models import Batch, Likeness, Message, Translation

LONG = "Жадаю табе моцнага здароўя, добрых кніг і сонца ў акне, сябра."


def purge(world: World) -> dict[str, int]:
    return dict(retention.erase_kept(world.now, keys=world.keys))


def test_moderators_copies_go_a_week_after_the_decision(world: World) -> None:
    action = world.action()
    kept = approved(world, action)
    refused, waiting = world.message(action), world.message(action)
    services.refuse(action, refused.pk, "spam", world.ask(refused), keys=world.keys)

    world.later(days=6)
    early = purge(world)
    world.later(days=1)
    late = purge(world)
    again = purge(world)

    assert (early, late.get("decided"), again) == ({}, 2, {})
    assert [has(one.signature_id, MODERATOR) for one in (kept, refused, waiting)] == [
        False,
        False,
        True,
    ]
    assert has(kept.signature_id, RECIPIENT)
    assert not has(refused.signature_id, RECIPIENT)


def test_with_the_copy_go_the_cuts_and_the_typed_translation(world: World) -> None:
    action = world.action()
    message = world.message(action, "Прывітанне ад Міколы!")
    services.cut(action, message.pk, [[14, 20]], world.ask(message), keys=world.keys)
    translating.translate(
        action, message.pk, "be", "Прывітанне!", world.ask(message), keys=world.keys
    )
    world.approves(message)

    world.later(days=8)
    purge(world)

    message.refresh_from_db()
    found = Translation.objects.get()
    assert message.cuts == []
    assert found.for_moderator is None
    assert found.for_recipient is not None
    assert world.printed(message) == "Прывітанне ад […]!"


def test_what_was_sent_is_erased_after_the_promised_days(world: World) -> None:
    action = world.action()
    message = approved(world, action)
    batch = sent(world, action)

    world.later(days=30)
    purge(world)
    before = has(message.signature_id, RECIPIENT)
    world.later(days=1)
    purge(world)

    batch.refresh_from_db()
    assert before
    assert not has(message.signature_id, RECIPIENT)
    assert batch.erased_on == world.now.date()
    entry = Entry.objects.filter(verb="messages.erased").latest("pk")
    assert entry.detail == {"sent": 1}


def test_what_was_not_sent_stays(world: World) -> None:
    action = world.action()
    message = approved(world, action)
    chosen(world, action)

    world.later(days=60)
    purge(world)

    assert has(message.signature_id, RECIPIENT)


def test_after_the_end_keys_go_when_nothing_is_left_for_them(world: World) -> None:
    action = world.action()
    message = approved(world, action, LONG)
    ended = world.now.date() - timedelta(days=10)
    Action.objects.filter(pk=action.pk).update(ended_on=ended)
    has_marks = Likeness.objects.exists()

    sent(world, action)
    world.later(days=1)
    purge(world)
    after_sending = (
        bool(world.keys.audience_secrets(action.pk, MODERATOR)),
        bool(world.keys.audience_secrets(action.pk, RECIPIENT)),
    )
    world.later(days=40)
    purge(world)

    assert has_marks
    assert not Likeness.objects.exists()
    assert after_sending == (False, True)
    assert not world.keys.audience_secrets(action.pk, RECIPIENT)
    assert Message.objects.get(pk=message.pk).state == "approved"
    assert Batch.objects.get().messages == 1


def test_while_a_message_waits_its_key_stays_also_after_the_end(world: World) -> None:
    action = world.action()
    world.message(action)
    Action.objects.filter(pk=action.pk).update(ended_on=world.now.date() - timedelta(days=10))

    purge(world)

    assert world.keys.audience_secrets(action.pk, MODERATOR)
