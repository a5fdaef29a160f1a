"""When the letters have gone, what they said is in no file."""

import base64
from pathlib import Path

import pytest
from django.db import connection, connections

from tests import environment
from tests.letters.server import Server, text_of
from tests.letters.test_send import run
from tests.letters.world import World, make
from tests.stories import scanner
from zvarot.contract.audiences import TARGET
from zvarot.letters import services
from zvarot.letters.models import Dispatch
from zvarot.signatures.models import Envelope
from zvarot.worker.dispatcher import Dispatcher

PLANTED = "The lighthouse keeper of Smarhon has seen it all."


@pytest.fixture
def committed(tmp_path: Path, transactional_db: None) -> World:
    made = make(tmp_path)
    for office in ("prosecutor", "embassy", "ministry"):
        made.office(office)
    return made


def test_the_scanner_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_bytes(b"x" + base64.b64encode(PLANTED.encode()))

    assert scanner.hits([tmp_path], [PLANTED])


@pytest.mark.skipif(environment.DATABASE != "sqlite", reason="its files are the server's own")
def test_the_text_is_in_no_file_whatever_became_of_the_letter(
    committed: World, server: Server, tmp_path: Path
) -> None:
    made: Dispatcher = committed.dispatcher(server, tmp_path)
    action = committed.action()
    signature = committed.writes(action, "prosecutor", "embassy", "ministry", sentence=PLANTED)
    sealed = bytes(Envelope.objects.get(signature=signature, audience=TARGET).sealed or b"")
    server.answers = ["250 taken", "451 later", "554 spam"]

    run(committed, made)
    services.cancel(Dispatch.objects.all(), actor="maryna", now=committed.now)
    made.relay.close()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()

    assert PLANTED in text_of(server.mails[0])
    folders = [environment.folder(), tmp_path]
    assert scanner.hits(folders, [PLANTED, "Smarhon"]) == []
    part = sealed[200:232]
    kept = [path for path in environment.folder().rglob("*") if path.is_file()]
    assert not [path for path in kept if part in path.read_bytes()]


def test_a_row_has_no_column_in_which_a_text_would_fit() -> None:
    texts = [field for field in Dispatch._meta.get_fields() if hasattr(field, "max_length")]
    longest = max(getattr(field, "max_length", None) or 0 for field in texts)

    assert longest <= 120
