"""Signatures by the hundred thousand, flushed as the worker does; settings: the environment."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402  needs the set-up above

from zvarot.actions.models import Action  # noqa: E402  needs the set-up above
from zvarot.lib.store import DirectoryStore  # noqa: E402  needs the set-up above
from zvarot.outbox.bulk import insert_new  # noqa: E402  needs the set-up above
from zvarot.sealing.keys import KeyFiles  # noqa: E402  needs the set-up above
from zvarot.signatures.flush import MOST, flush  # noqa: E402  needs the set-up above
from zvarot.signatures.models import Signature  # noqa: E402  needs the set-up above
from zvarot.signatures.notary import Notary  # noqa: E402  needs the set-up above

_COLUMNS = ("action", "row_id", "state", "klass", "promise_hash", "leaf_tag", "withdraw_hash")


def measure(folder: Path, size: int) -> tuple[float, float]:
    """Return the seconds that all flushes took together, and those of one publication."""
    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    action = Action.objects.create(
        slug="bench", kind="petition", title="bench", state=Action.State.OPEN, form={"fields": []}
    )
    flushed = 0.0
    for first in range(0, size, MOST):
        _confirmed(action.pk, min(MOST, size - first))
        start = time.perf_counter()
        flush(now)
        flushed += time.perf_counter() - start
    notary = Notary(
        store=DirectoryStore(folder / "published"),
        keys_dir=folder / "keys",
        key=KeyFiles(folder / "keys").ledger_key(),
        origin="bench.example/log",
    )
    start = time.perf_counter()
    assert notary.publish(now) == size
    return flushed, time.perf_counter() - start


def _confirmed(action_id: int, people: int) -> None:
    rows: list[tuple[object, ...]] = [
        (
            action_id,
            os.urandom(16),
            Signature.State.CONFIRMED.value,
            1,
            b"p" * 32,
            os.urandom(32),
            os.urandom(32),
            os.urandom(32),
        )
        for _ in range(people)
    ]
    insert_new(Signature, (*_COLUMNS, "body_hash"), rows)
