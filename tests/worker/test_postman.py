"""The mail with the link: sent over SMTP, once, and the address is gone after it."""

from datetime import timedelta

import pytest

from tests.signatures.world import World
from tests.worker.sink import Sink
from zvarot.contract import tokens
from zvarot.contract.audiences import POSTMAN
from zvarot.contract.record import RecordKind
from zvarot.outbox import queries
from zvarot.outbox.models import Message
from zvarot.signatures.expiry import expire
from zvarot.signatures.models import Envelope, Signature
from zvarot.worker.mailer import RelayUnreachable
from zvarot.worker.postman import Postman


def _letters() -> int:
    return Envelope.objects.filter(audience=POSTMAN, sealed__isnull=False).count()


def test_the_link_in_the_mail_leads_to_the_row(world: World, postman: Postman, sink: Sink) -> None:
    taken = world.takes(world.action())

    postman.step(world.now)

    [mail] = sink.mails
    assert sink.recipients == ["ales@example.org"]
    [link] = [line for line in mail.get_content().split() if "/confirm/" in line]
    token = link.removeprefix("https://zvarot.example/en/confirm/")
    public = world.keys.confirm_key().public_key().public_bytes_raw()
    assert tokens.read(token, public, world.now.date()) == taken.row_id


def test_after_the_mail_the_address_is_gone_and_its_digest_stays(
    world: World, postman: Postman
) -> None:
    world.takes(world.action())

    postman.step(world.now)
    postman.step(world.now)

    assert _letters() == 0
    assert len(bytes(Envelope.objects.get(audience=POSTMAN).digest)) == 32
    assert not Message.objects.exists()


def test_many_mails_share_one_connection(world: World, postman: Postman, sink: Sink) -> None:
    action = world.action()
    world.drain(*(world.signs(action, f"ales{n}@example.org").body for n in range(12)))

    postman.step(world.now)

    assert len(sink.mails) == 12
    assert sink.connections == 1


def test_the_mail_is_written_in_the_signers_language(
    world: World, postman: Postman, sink: Sink
) -> None:
    world.drain(world.signs(world.action(), language="be").body)

    postman.step(world.now)

    assert sink.mails[0]["Content-Language"] == "be"


def test_an_unknown_language_gets_the_first_one(world: World, postman: Postman, sink: Sink) -> None:
    world.drain(world.signs(world.action(), language="xx").body)

    postman.step(world.now)

    assert sink.mails[0]["Content-Language"] == "en"


def test_an_address_left_empty_counts_as_unconfirmed(
    world: World, postman: Postman, sink: Sink
) -> None:
    world.takes(world.action(), "")

    postman.step(world.now)

    row = Signature.objects.get()
    assert (row.state, row.klass, row.expires_on) == ("confirmed", 0, None)
    assert not sink.mails


def test_a_refused_recipient_is_a_dead_letter_without_the_address(
    world: World, postman: Postman, sink: Sink
) -> None:
    sink.refused["ales@example.org"] = "550 no such user ales@example.org"
    action = world.action()
    world.drain(world.signs(action).body, world.signs(action, "maryna@example.org").body)

    postman.step(world.now)

    assert sink.recipients == ["maryna@example.org"]
    assert [one.dead_reason for one in queries.dead()] == ["SMTP 550"]
    assert _letters() == 0


def test_a_greylisted_mail_is_tried_again(world: World, postman: Postman, sink: Sink) -> None:
    sink.answers = ["451 later", "250 never asked"]
    sink.answers.pop()
    world.takes(world.action())

    postman.step(world.now)
    assert (len(sink.mails), _letters()) == (0, 1)
    postman.step(world.now + timedelta(minutes=1))

    assert (len(sink.mails), _letters()) == (1, 0)


def test_a_relay_that_hangs_up_loses_nothing(world: World, postman: Postman, sink: Sink) -> None:
    sink.cuts = 1
    action = world.action()
    world.drain(*(world.signs(action, f"ales{n}@example.org").body for n in range(5)))

    with pytest.raises(RelayUnreachable):
        postman.step(world.now)
    assert queries.waiting().count() == 5
    postman.step(world.now + timedelta(minutes=1))

    assert sorted(sink.recipients) == [f"ales{n}@example.org" for n in range(5)]


def test_a_relay_that_is_down_costs_only_one_message_an_attempt(
    world: World, postman: Postman, sink: Sink
) -> None:
    postman.mailer = type(postman.mailer)("smtp://127.0.0.1:1")  # type: ignore[call-arg]
    action = world.action()
    world.drain(*(world.signs(action, f"ales{n}@example.org").body for n in range(5)))

    with pytest.raises(RelayUnreachable):
        postman.step(world.now)

    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]


def test_an_address_that_breaks_headers_is_never_handed_over(
    world: World, postman: Postman, sink: Sink
) -> None:
    world.takes(world.action(), "ales@example.org\r\nBcc: ihar@example.org")

    postman.step(world.now)

    assert not sink.mails
    assert queries.dead().count() == 1
    assert _letters() == 0


def test_a_second_signature_of_an_address_is_mailed_a_day_later_if_need_be(
    world: World, postman: Postman, sink: Sink
) -> None:
    action = world.action()
    world.takes(action)
    world.takes(action)

    postman.step(world.now)
    postman.step(world.now)
    assert len(sink.mails) == 1
    world.later(hours=24, minutes=1)
    postman.step(world.now)

    assert len(sink.mails) == 2


def test_once_confirmed_the_held_second_one_is_dropped(
    world: World, postman: Postman, sink: Sink
) -> None:
    action = world.action()
    first, second = world.takes(action), world.takes(action)
    postman.step(world.now)
    mailed = first if Signature.objects.get(row_id=first.row_id).dedup_token else second
    world.presses(RecordKind.CONFIRMATION, mailed)

    world.later(hours=24, minutes=1)
    postman.step(world.now)

    assert len(sink.mails) == 1
    assert Signature.objects.get().state == "confirmed"


def test_mail_over_the_budget_of_the_hour_waits(world: World, postman: Postman, sink: Sink) -> None:
    postman.per_hour = 3
    action = world.action()
    world.drain(*(world.signs(action, f"ales{n}@example.org").body for n in range(5)))

    postman.step(world.now)
    assert len(sink.mails) == 3
    postman.step(world.now + timedelta(minutes=61))

    assert len(sink.mails) == 5


def test_one_reminder_goes_out_if_the_action_asks_for_it(
    world: World, postman: Postman, sink: Sink
) -> None:
    world.takes(world.action(options={"reminder": True}))
    postman.step(world.now)
    assert (len(sink.mails), _letters()) == (1, 1)

    for _ in range(3):
        world.later(hours=20, minutes=1)
        postman.step(world.now)

    assert len(sink.mails) == 2
    assert _letters() == 0
    first, second = (mail.get_content() for mail in sink.mails)
    assert first != second


def test_who_has_confirmed_is_not_reminded(world: World, postman: Postman, sink: Sink) -> None:
    taken = world.takes(world.action(options={"reminder": True}))
    postman.step(world.now)
    world.presses(RecordKind.CONFIRMATION, taken)

    world.later(hours=21)
    postman.step(world.now)

    assert len(sink.mails) == 1
    assert _letters() == 0
    assert not Message.objects.exists()


def test_who_withdrew_before_the_mail_gets_none(world: World, postman: Postman, sink: Sink) -> None:
    world.withdraws(world.takes(world.action()))

    postman.step(world.now)

    assert not sink.mails
    assert not Message.objects.exists()


def test_when_the_key_has_been_destroyed_the_message_is_dropped(
    world: World, postman: Postman, sink: Sink
) -> None:
    world.takes(world.action())
    world.later(hours=48)
    expire(world.now, keys=world.keys)

    postman.step(world.now)

    assert not sink.mails
    assert not Message.objects.exists()


def test_guarded_mail_leaves_at_another_moment_than_the_signature_came(
    world: World, postman: Postman, sink: Sink
) -> None:
    world.takes(world.action(level="guarded"))

    postman.step(world.now)
    assert not sink.mails
    postman.step(world.now + timedelta(minutes=2))

    assert len(sink.mails) == 1
