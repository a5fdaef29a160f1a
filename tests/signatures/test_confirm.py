"""The buttons behind the mailed link: confirm, not me, never again."""

from tests.signatures.world import World
from zvarot.contract.audiences import POSTMAN
from zvarot.contract.record import RecordKind
from zvarot.signatures.mailing import Verdict
from zvarot.signatures.models import Dedup, Envelope, Signature, Suppression


def test_the_button_confirms_and_the_token_leaves_the_row(world: World) -> None:
    world.confirmed(world.action())

    row = Signature.objects.get()
    assert row.state == "confirmed"
    assert (row.dedup_token, row.suppression_token, row.expires_on) == (None, None, None)
    assert Dedup.objects.count() == 1
    assert not Envelope.objects.filter(audience=POSTMAN).exclude(sealed=None).exists()


def test_pressed_twice_it_confirms_once(world: World) -> None:
    taken = world.confirmed(world.action())

    world.presses(RecordKind.CONFIRMATION, taken)

    assert Signature.objects.count() == 1
    assert Dedup.objects.count() == 1


def test_the_first_of_an_address_counts_and_the_second_is_dropped(world: World) -> None:
    action = world.action()
    first = world.takes(action)
    world.mails(first)
    world.later(hours=25)
    second = world.takes(action)
    assert world.mails(second).verdict is Verdict.SEND

    world.presses(RecordKind.CONFIRMATION, second)
    world.presses(RecordKind.CONFIRMATION, first)

    assert [bytes(row.row_id) for row in Signature.objects.all()] == [second.row_id]


def test_two_rows_of_one_address_confirmed_in_one_batch_count_once(world: World) -> None:
    action = world.action()
    first = world.takes(action)
    world.mails(first)
    world.later(hours=25)
    second = world.takes(action)
    world.mails(second)

    world.drain(
        *(b"\x01\x02" + taken.row_id for taken in (first, second))  # version, CONFIRMATION
    )

    assert Signature.objects.filter(state="confirmed").count() == 1
    assert Signature.objects.count() == 1


def test_the_same_address_may_sign_another_action(world: World) -> None:
    world.confirmed(world.action("mikita-letter"))
    world.confirmed(world.action("mikita-messages"))

    assert Signature.objects.filter(state="confirmed").count() == 2


def test_a_confirmation_for_nobody_changes_nothing(world: World) -> None:
    world.drain(b"\x01\x02" + b"n" * 16)

    assert not Signature.objects.exists()


def test_not_me_erases_the_pending_row(world: World) -> None:
    taken = world.takes(world.action())
    world.mails(taken)

    world.presses(RecordKind.REFUSAL, taken)
    world.presses(RecordKind.REFUSAL, taken)

    assert not Signature.objects.exists()
    assert not Envelope.objects.exists()


def test_not_me_cannot_erase_what_was_confirmed(world: World) -> None:
    taken = world.confirmed(world.action())

    world.presses(RecordKind.REFUSAL, taken)

    assert Signature.objects.count() == 1


def test_never_again_erases_and_keeps_the_address_from_being_mailed(world: World) -> None:
    action, other = world.action("mikita-letter"), world.action("mikita-messages")
    taken = world.takes(action)
    world.mails(taken)

    world.presses(RecordKind.SUPPRESSION, taken)
    world.later(days=2)
    next_one = world.takes(other)

    assert Suppression.objects.count() == 1
    assert world.mails(next_one).verdict is Verdict.DROP
    assert not Signature.objects.exists()


def test_a_suppression_ends_after_a_year(world: World) -> None:
    action = world.action()
    taken = world.takes(action)
    world.mails(taken)
    world.presses(RecordKind.SUPPRESSION, taken)

    world.later(days=367)

    assert world.mails(world.takes(action)).verdict is Verdict.SEND


def test_a_second_mail_within_a_day_is_held_not_lost(world: World) -> None:
    action = world.action()
    world.mails(world.takes(action))
    second = world.takes(action)

    answer = world.mails(second)

    assert answer.verdict is Verdict.HOLD
    assert answer.until is not None
    assert 23 < (answer.until - world.now).total_seconds() / 3600 <= 24
    assert Signature.objects.count() == 2


def test_an_address_gets_at_most_three_mails_a_day_from_the_whole_site(world: World) -> None:
    verdicts = [world.mails(world.takes(world.action(f"action-{n}"))).verdict for n in range(5)]

    assert verdicts == [Verdict.SEND] * 3 + [Verdict.HOLD] * 2


def test_asked_again_after_a_crash_a_row_keeps_its_place(world: World) -> None:
    taken = world.takes(world.action())

    assert [world.mails(taken).verdict for _ in range(3)] == [Verdict.SEND] * 3


def test_an_address_that_has_confirmed_is_dropped_in_silence(world: World) -> None:
    action = world.action()
    world.confirmed(action)
    again = world.takes(action)

    assert world.mails(again).verdict is Verdict.DROP
    assert Signature.objects.count() == 1
