"""Batches: chosen, looked at, printed, sent; and those who withdraw in between."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.moderation.world import EMAIL, TEXT, World, has
from zvarot.actions.models import Action
from zvarot.contract.audiences import MODERATOR, RECIPIENT
from zvarot.contract.card import Layout
from zvarot.contract.message import BatchLine, Route
from zvarot.journal.models import Entry
from zvarot.moderation import batches, jobs, printing, queries, services, translating
from zvarot.moderation.errors import BatchBusy, CardsFailed, DecisionRefused, MessageClosed
from zvarot.moderation.models import Batch, BatchItem, Message
from zvarot.outbox.models import Message as Waiting
from zvarot.signatures.models import Signature
from zvarot.signatures.services import erase
from zvarot.studio.models import BakeOrder
from zvarot.studio.news import order_for_news

FAKE = ("-m", "tests.moderation.cards")
State = Batch.State


def chosen(
    world: World, action: Action, *, route: Route = Route.PRISON, lang: str = "", most: int = 1000
) -> Batch:
    return batches.choose(
        action, route=route, layout=Layout.FOUR, lang=lang, most=most, by="tamara", now=world.now
    )


def made(world: World, action: Action) -> Batch:
    batch = chosen(world, action)
    jobs.run(batch, world.keys, FAKE)
    batch.refresh_from_db()
    return batch


def sent(world: World, action: Action) -> Batch:
    batch = made(world, action)
    batches.mark_printed(batch, by="tamara", now=world.now)
    today = world.now.date()
    batches.mark_sent(batch, on=today, note="RR123", by="tamara", now=world.now, keys=world.keys)
    batch.refresh_from_db()
    return batch


def printed(world: World, batch: Batch) -> dict[str, Any]:
    """What the program is given now."""
    cards = [card for _, card in jobs.opened(batch, world.keys)]
    pdf = b"".join(printing.pdf(cards, jobs.sheet_of(batch, FAKE)))
    job: dict[str, Any] = json.loads(pdf.removeprefix(b"%PDF-"))
    return job


def approved(world: World, action: Action, text: str = TEXT, **given: str) -> Message:
    return world.approves(world.message(action, text, **given))


def test_only_approved_messages_of_the_way_and_language_are_chosen(world: World) -> None:
    action = world.action()
    wanted = approved(world, action)
    approved(world, action, "We are with you and for you")
    approved(world, action, route="family")
    world.message(action)
    world.approves(world.message(action), 101)

    batch = chosen(world, action, lang="be")

    assert [one.message_id for one in batches.items_of(batch)] == [wanted.pk]
    assert (batch.number, batch.state) == (1, State.OPEN)


def test_no_more_are_chosen_than_asked_for_and_none_twice(world: World) -> None:
    action = world.action()
    for _ in range(3):
        approved(world, action)

    counts = [batches.count_of(chosen(world, action, most=2)) for _ in range(2)]

    assert counts == [2, 1]
    with pytest.raises(BatchBusy, match="No approved message"):
        chosen(world, action)


def test_what_is_chosen_cannot_be_taken_back_and_moderators_copies_are_gone(world: World) -> None:
    action = world.action()
    message = approved(world, action)

    chosen(world, action)

    assert not has(message.signature_id, MODERATOR)
    assert has(message.signature_id, RECIPIENT)
    with pytest.raises(DecisionRefused, match="batch 1"):
        services.undo(action, message.pk, world.ask(message), keys=world.keys)


def test_the_cards_say_name_text_and_translation_and_nothing_else(world: World) -> None:
    action = world.action(default_lang="be")
    message = world.message(action, "We are with you", email=EMAIL)
    translating.translate(
        action, message.pk, "be", "Мы з табой", world.ask(message), keys=world.keys
    )
    world.approves(message)

    job = printed(world, made(world, action))

    assert job["cards"] == [
        {
            "name": "Алесь",
            "text": "We are with you",
            "lang": "en",
            "translation": "Мы з табой",
            "translation_lang": "be",
        }
    ]
    assert (job["layout"], job["title"], job["lang"]) == ("four", "Messages for Mikita", "be")
    assert not any(word in json.dumps(job) for word in (EMAIL, "Кавалеўскі", "LT"))


def test_who_withdraws_before_printing_is_in_no_file_and_not_in_the_number(world: World) -> None:
    action = world.action()
    gone, stays = approved(world, action, "Адзін"), approved(world, action, "Два")
    batch = made(world, action)

    erase([gone.signature_id])

    assert [card["text"] for card in printed(world, batch)["cards"]] == ["Два"]
    assert batches.count_of(batch) == 1
    batches.mark_printed(batch, by="tamara", now=world.now)
    erase([stays.signature_id])
    batch.refresh_from_db()
    assert (batch.messages, batches.count_of(batch)) == (1, 1)


def test_who_was_taken_off_the_count_is_not_printed(world: World) -> None:
    action = world.action()
    message = approved(world, action)
    batch = made(world, action)

    Signature.objects.filter(pk=message.signature_id).update(state=Signature.State.INVALID)

    assert batches.count_of(batch) == 0
    with pytest.raises(BatchBusy, match="Nothing is left"):
        batches.mark_printed(batch, by="tamara", now=world.now)


def test_a_script_without_a_font_is_said_before_printing_and_can_be_left_out(world: World) -> None:
    action = world.action()
    for text in ("Добра", "FONTLESS", "LONG LONG"):
        approved(world, action, text)

    batch = made(world, action)
    said = batch.problem
    left_out = batches.leave_out(batch, by="tamara", now=world.now)
    batch.refresh_from_db()
    jobs.run(batch, world.keys, FAKE)
    batch.refresh_from_db()

    assert said == "There is no font for: Tibt. Too long for a card: 1."
    assert left_out == 2
    assert (batch.state, batches.count_of(batch)) == (State.MADE, 1)
    assert queries.free(action).count() == 2


def test_a_program_that_fails_leaves_the_batch_unmade(world: World) -> None:
    action = world.action()
    approved(world, action, "BROKEN")

    batch = made(world, action)

    assert batch.state == State.OPEN
    assert "failed" in batch.problem
    with pytest.raises(CardsFailed):
        printed(world, batch)


def test_without_the_recipients_key_nothing_is_printed(world: World) -> None:
    action = world.action()
    approved(world, action)
    batch = chosen(world, action)
    world.keys.destroy_audience(action.pk, RECIPIENT)

    jobs.run(batch, world.keys, FAKE)
    batch.refresh_from_db()

    assert "offline" in batch.problem
    with pytest.raises(MessageClosed):
        list(jobs.opened(batch, world.keys))


def test_a_batch_that_is_dissolved_gives_its_messages_back(world: World) -> None:
    action = world.action()
    approved(world, action)
    batch = made(world, action)

    batches.dissolve(batch, by="tamara", now=world.now)

    assert not Batch.objects.exists()
    assert queries.free(action).count() == 1
    batch = sent(world, action)
    with pytest.raises(BatchBusy):
        batches.dissolve(batch, by="tamara", now=world.now)


def test_steps_follow_each_other_and_days_do_not_lie_ahead(world: World) -> None:
    action = world.action()
    approved(world, action)
    batch, today = made(world, action), world.now.date()
    given: Any = {"note": "", "by": "tamara", "now": world.now}

    with pytest.raises(BatchBusy):
        batches.mark_sent(batch, on=today, keys=world.keys, **given)
    batches.mark_printed(batch, by="tamara", now=world.now)
    with pytest.raises(BatchBusy, match="ahead"):
        batches.mark_sent(batch, on=today + timedelta(days=1), keys=world.keys, **given)
    batches.mark_sent(batch, on=today, keys=world.keys, **given)
    with pytest.raises(BatchBusy):
        batches.record_outcome(batch, "open", on=today, **given)
    batches.record_outcome(batch, "received", on=today, **given)
    batches.record_outcome(batch, "answered", on=today, **given)

    verbs = Entry.objects.filter(verb__startswith="batch.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "batch.opened",
        "batch.made",
        "batch.printed",
        "batch.sent",
        "batch.received",
        "batch.answered",
    ]
    assert not any("Алесь" in str(one.detail) or TEXT in str(one.detail) for one in verbs)


def test_the_page_is_told_of_what_was_sent_and_of_nothing_before(world: World) -> None:
    action = world.action()
    approved(world, action)
    before = queries.batches_of(action)
    made(world, action)
    unsent = queries.batches_of(action)
    Batch.objects.all().delete()
    batch = sent(world, action)

    assert before == unsent == ()
    assert queries.batches_of(action) == (
        BatchLine(
            number=batch.number,
            messages=1,
            route=Route.PRISON,
            sent_on=world.now.date(),
            outcome="sent",
        ),
    )


def test_marking_as_sent_queues_one_mail_for_each_who_asked(world: World) -> None:
    action = world.action()
    approved(world, action, email=EMAIL)
    approved(world, action)

    batch = sent(world, action)
    with pytest.raises(BatchBusy):
        batches.mark_sent(
            batch, on=world.now.date(), note="", by="t", now=world.now, keys=world.keys
        )

    assert batch.told == 1
    [waiting] = Waiting.objects.filter(kind="batch-sent")
    assert EMAIL not in f"{waiting.ref}{waiting.key}"


def test_a_batch_whose_looker_was_killed_is_taken_up_three_times_at_most(world: World) -> None:
    action = world.action()
    approved(world, action)
    chosen(world, action)

    taken = []
    for _ in range(4):
        taken.append(batches.start(world.now))
        assert batches.start(world.now) is None  # somebody works on it
        world.later(minutes=11)

    assert [one is not None for one in taken] == [True, True, True, False]
    assert "stopped several times" in Batch.objects.get().problem


def test_a_message_stands_in_one_batch(world: World) -> None:
    action = world.action()
    message = approved(world, action)
    batch = chosen(world, action)

    with pytest.raises(IntegrityError), transaction.atomic():
        BatchItem.objects.create(batch=batch, message=message)


def test_the_real_program_prints_the_batch(world: World) -> None:
    action = world.action()
    for text in (TEXT, "We are with you", "نحن معك من كل القلب"):
        approved(world, action, text)
    batch = chosen(world, action)

    jobs.run(batch, world.keys)
    batch.refresh_from_db()
    cards = [card for _, card in jobs.opened(batch, world.keys)]
    pdf = b"".join(printing.pdf(cards, jobs.sheet_of(batch)))

    assert (batch.state, batch.problem) == (State.MADE, "")
    assert pdf.startswith(b"%PDF")
    assert batch.progress <= batch.total


def test_the_page_is_baked_again_when_a_batch_is_sent(world: World) -> None:
    action = world.action(page_key=uuid4())
    approved(world, action)
    order_for_news()
    BakeOrder.objects.all().delete()

    sent(world, action)
    order_for_news()

    assert [order.page_key for order in BakeOrder.objects.all()] == [action.page_key]
