"""What comes to the moderators: confirmed messages, once, with flags and without their text."""

from django.core import serializers

from tests.moderation.world import TEXT, World
from zvarot.contract.message import Avoid, MailRules, Reach, Route, RouteLine
from zvarot.moderation import flags, intake
from zvarot.moderation.models import Likeness, Message
from zvarot.signatures.models import Signature
from zvarot.signatures.services import erase

State = Signature.State
LONG = "Трымайся, Мікіта! Мы ўсе думаем пра цябе кожны дзень і чакаем цябе дома."


def test_only_acts_in_the_ledger_are_taken_in_and_each_once(world: World) -> None:
    action = world.action()
    counted = world.writes(action)
    for state in (State.PENDING, State.REVIEW, State.CONFIRMED, State.INVALID):
        world.writes(action, state=state)

    world.takes_in()
    world.takes_in()

    assert [one.signature_id for one in Message.objects.all()] == [counted.pk]


def test_where_an_address_is_asked_an_act_without_one_is_not_moderated(world: World) -> None:
    action = world.action(form={"fields": [{"type": "email", "name": "email"}]})
    signature = world.writes(action)
    Signature.objects.filter(pk=signature.pk).update(klass=Signature.Class.UNCONFIRMED)

    assert world.takes_in() == []


def test_a_row_knows_language_script_length_and_way_and_no_word(world: World) -> None:
    message = world.message(world.action(), f"{TEXT} https://example.org", name="Алеся")

    stored = str(serializers.serialize("python", Message.objects.all()))

    assert (message.lang, message.script, message.length) == ("be", "Cyrl", 48)
    assert message.route == Route.PRISON
    assert message.flags == [flags.LINK]
    assert message.came_on == world.now.date()
    assert "Алес" not in stored
    assert "Трым" not in stored
    assert "example" not in stored


def test_rules_of_the_prison_flag_and_those_of_the_family_do_not(world: World) -> None:
    rules = MailRules(
        name="Prisons",
        languages=("be", "ru"),
        max_chars=40,
        avoid=(Avoid(key="politics", lang="be", stems=("свабод",), why="No politics."),),
    )
    action = world.action(options={"mail": {"rules": rules.to_json(), "routes": []}})

    free = world.message(action, "Свабода прыйдзе")
    foreign = world.message(action, "We are with you in our thoughts and wish you strength")
    family = world.message(action, "We are with you, свабода", route="family")

    assert free.flags == [flags.WORDS]
    assert foreign.flags == [flags.LANGUAGE, flags.LONG]
    assert family.flags == []


def test_a_message_without_an_answer_takes_the_first_way_that_is_possible(world: World) -> None:
    routes = [
        RouteLine(route=Route.PRISON, reach=Reach.IMPOSSIBLE).to_json(),
        RouteLine(route=Route.FAMILY, reach=Reach.OPEN).to_json(),
    ]
    action = world.action(options={"mail": {"routes": routes}})

    assert world.message(action).route == Route.FAMILY


def test_near_copies_find_each_other_and_suggested_lines_do_not(world: World) -> None:
    line = "Мы з табой і чакаем цябе дома, трымайся."
    action = world.action(options={"lines": {"be": [line]}})
    first = world.message(action, LONG)
    second = world.message(action, LONG.replace("!", ",") + "!")
    other = world.message(action, "Жадаю табе моцнага здароўя, добрых кніг і сонца ў акне.")
    lines = [world.message(action, line) for _ in range(2)]

    first.refresh_from_db()
    other.refresh_from_db()

    assert second.alike_id == first.pk
    assert [first.flags, second.flags] == [[flags.ALIKE]] * 2
    assert other.flags == []
    assert [one.flags for one in lines] == [[flags.SUGGESTED]] * 2


def test_copies_in_one_batch_of_the_worker_find_each_other_too(world: World) -> None:
    action = world.action()
    for _ in range(3):
        world.writes(action, LONG)

    assert [one.flags for one in world.takes_in()] == [[flags.ALIKE]] * 3


def test_what_does_not_open_is_put_aside_and_shown_as_such(world: World) -> None:
    action = world.action()
    signature = world.writes(action)
    Signature.objects.filter(pk=signature.pk).update(promise_hash=b"2" * 32)

    [message] = world.takes_in()

    assert (message.state, message.flags) == ("held", [flags.CLOSED])


def test_an_empty_message_needs_no_moderator(world: World) -> None:
    message = world.message(world.action(), " ")

    assert (message.state, message.reason) == ("refused", intake.EMPTY)


def test_without_the_key_nothing_is_taken_in(world: World) -> None:
    action = world.action()
    world.writes(action)
    world.keys.destroy_audience(action.pk, "moderator")

    assert world.takes_in() == []


def test_who_withdraws_takes_everything_along(world: World) -> None:
    message = world.message(world.action(), LONG)
    world.approves(message)

    erase([message.signature_id])

    assert not Message.objects.exists()
    assert not Likeness.objects.exists()
