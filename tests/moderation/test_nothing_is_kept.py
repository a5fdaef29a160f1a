"""After all that moderators do, no table of the studio holds what somebody wrote or who it was."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from tests.moderation.test_batches import sent
from tests.moderation.world import EMAIL, World
from zvarot.journal.models import Entry
from zvarot.moderation import services, translating
from zvarot.moderation.models import Message
from zvarot.outbox.models import Message as Waiting

WRITTEN = "Трымайся, браце! Прывітанне ад Міколы Статкевіча"
TRANSLATED = "Тримайся, друже"
PLANTED = ("Трымайся", "браце", "Статкевіч", "Тримайся", "Алесь", "Кавалеўскі", EMAIL)


def test_no_row_holds_a_word_a_name_or_an_address(world: World) -> None:
    action = world.action()
    refused = world.message(action, WRITTEN, email=EMAIL)
    services.refuse(action, refused.pk, "personal", world.ask(refused), keys=world.keys)
    message = world.message(action, WRITTEN, email=EMAIL)
    services.cut(action, message.pk, [[31, 48]], world.ask(message), keys=world.keys)
    translating.translate(action, message.pk, "uk", TRANSLATED, world.ask(message), keys=world.keys)
    world.approves(message)
    sent(world, action)

    models: list[type[Model]] = [*apps.get_app_config("moderation").get_models(), Entry, Waiting]
    found = [
        f"{model.__name__}: {word}"
        for model in models
        for row in model._default_manager.values()
        for word in PLANTED
        if _holds(row, word)
    ]

    assert found == []
    assert Message.objects.count() == 2  # there was something to look at
    assert _holds({"text": WRITTEN}, PLANTED[0])


def _holds(row: dict[str, object], word: str) -> bool:
    return any(form in said for said in _said(row) for form in (word, word.encode().hex()))


def _said(row: dict[str, object]) -> Iterator[str]:
    for value in row.values():
        yield bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)
