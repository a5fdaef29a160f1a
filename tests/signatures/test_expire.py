"""What has had its time is erased."""

from datetime import timedelta

from tests.signatures.world import World
from zvarot.actions import services as actions
from zvarot.contract.audiences import POSTMAN
from zvarot.journal.models import Entry
from zvarot.signatures.expiry import expire
from zvarot.signatures.flush import flush
from zvarot.signatures.models import Dedup, Envelope, MailWindow, Signature


def test_pending_rows_live_seven_days(world: World) -> None:
    action = world.action()
    world.takes(action)
    kept = world.confirmed(action, "maryna@example.org")

    world.later(days=7)
    expire(world.now, keys=world.keys)
    assert Signature.objects.count() == 2
    world.later(days=1)
    expire(world.now, keys=world.keys)

    assert [bytes(row.row_id) for row in Signature.objects.all()] == [kept.row_id]


def test_addresses_die_with_their_key_after_two_days(world: World) -> None:
    action = world.action()
    world.takes(action)
    world.later(hours=47)
    expire(world.now, keys=world.keys)
    assert Envelope.objects.filter(audience=POSTMAN, sealed__isnull=False).exists()

    world.later(hours=1)
    expire(world.now, keys=world.keys)

    assert not Envelope.objects.filter(audience=POSTMAN, sealed__isnull=False).exists()
    assert not world.keys.postman_secrets()
    assert Signature.objects.count() == 1
    assert Envelope.objects.exclude(audience=POSTMAN).get().sealed is not None


def test_a_newer_key_and_its_addresses_stay(world: World) -> None:
    action = world.action()
    world.takes(action)
    world.later(hours=25)
    world.takes(action, "maryna@example.org")

    world.later(hours=24)
    expire(world.now, keys=world.keys)

    assert Envelope.objects.filter(audience=POSTMAN, sealed__isnull=False).count() == 1


def test_tokens_and_their_key_go_a_week_after_the_end(world: World) -> None:
    action = world.action()
    taken = world.confirmed(action)
    flush(world.now)
    actions.close(action, actor="maryna")
    expire(world.now, keys=world.keys)
    world.later(days=7)
    expire(world.now, keys=world.keys)
    assert Dedup.objects.exists()
    key = world.keys.dedup_key(action.pk)

    world.later(days=1)
    expire(world.now, keys=world.keys)

    assert not Dedup.objects.exists()
    assert world.keys.dedup_key(action.pk) != key
    world.withdraws(taken)
    assert not Signature.objects.exists()


def test_an_action_opened_again_keeps_its_tokens(world: World) -> None:
    action = world.action()
    world.confirmed(action)
    actions.close(action, actor="maryna")
    expire(world.now, keys=world.keys)
    actions.open_action(action, actor="maryna")

    world.later(days=30)
    expire(world.now, keys=world.keys)

    assert Dedup.objects.exists()


def test_an_action_whose_date_has_passed_ends_by_itself(world: World) -> None:
    action = world.action(closes_at=world.now + timedelta(days=1))
    world.confirmed(action)

    for _ in range(3):
        world.later(days=5)
        expire(world.now, keys=world.keys)

    assert not Dedup.objects.exists()


def test_mail_windows_are_forgotten_after_a_day(world: World) -> None:
    world.mails(world.takes(world.action()))
    assert MailWindow.objects.count() == 2

    world.later(hours=24, seconds=1)
    expire(world.now, keys=world.keys)

    assert not MailWindow.objects.exists()


def test_the_journal_says_once_a_day_that_the_purge_ran(world: World) -> None:
    for _ in range(3):
        expire(world.now, keys=world.keys)
    assert Entry.objects.filter(verb="purge.done").count() == 1

    world.later(days=1)
    expire(world.now, keys=world.keys)

    assert Entry.objects.filter(verb="purge.done").count() == 2
