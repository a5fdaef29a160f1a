"""A world with a postman who hands mail to a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.signatures import world as worlds
from tests.worker import sink as sinks
from zvarot.worker.mailer import SmtpMailer
from zvarot.worker.postman import Postman


@pytest.fixture
def world(tmp_path: Path, db: None) -> worlds.World:
    return worlds.make(tmp_path)


@pytest.fixture
def sink() -> Iterator[sinks.Sink]:
    with sinks.running() as running:
        yield running


@pytest.fixture
def postman(world: worlds.World, sink: sinks.Sink) -> Iterator[Postman]:
    mailer = SmtpMailer(sink.url)
    yield Postman(
        keys=world.keys,
        mailer=mailer,
        sender="confirm@mail.example",
        public_url="https://zvarot.example",
        per_hour=1000,
        languages=("en", "be", "fr"),
    )
    mailer.close()
