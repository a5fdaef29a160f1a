"""Signatures by the hundred thousand, flushed as the worker does; settings: the environment."""

import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402  needs the set-up above

from bench import pages  # noqa: E402  needs the set-up above
from tests.front import site  # noqa: E402  needs the set-up above
from zvarot.actions.models import Action  # noqa: E402  needs the set-up above
from zvarot.lib.store import DirectoryStore  # noqa: E402  needs the set-up above
from zvarot.outbox.bulk import insert_new  # noqa: E402  needs the set-up above
from zvarot.sealing.keys import KeyFiles  # noqa: E402  needs the set-up above
from zvarot.signatures.flush import MOST, flush  # noqa: E402  needs the set-up above
from zvarot.signatures.models import Signature  # noqa: E402  needs the set-up above
from zvarot.signatures.notary import Notary  # noqa: E402  needs the set-up above

_COLUMNS = ("action", "row_id", "state", "klass", "promise_hash", "leaf_tag", "withdraw_hash")


def measure(folder: Path, size: int, *, rounds: int) -> pages.Measured:
    """Append and publish so many signatures, the first thousand of them apart; serve both logs."""
    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    action = Action.objects.create(
        slug=site.SLUG, kind="petition", title="x", state=Action.State.OPEN, form={"fields": []}
    )
    published = site.publish(folder / "published", action_id=action.pk)
    published.store.delete(["log/checkpoint", "log/tile/0/000.p/3", "counts.json"])
    flushed = _append(action.pk, pages.SMALL, now)
    assert _notary(folder).publish(now) == pages.SMALL
    shutil.copytree(folder / "published", folder / "small")
    for first in range(pages.SMALL, size, MOST):
        flushed += _append(action.pk, min(MOST, size - first), now)
    start = time.perf_counter()
    assert _notary(folder).publish(now) == size
    publication = time.perf_counter() - start
    served = pages.rates(published, folder / "small", folder / "published", rounds=rounds)
    return pages.Measured(flushed, publication, served)


def _append(action_id: int, people: int, now: datetime) -> float:
    _confirmed(action_id, people)
    start = time.perf_counter()
    assert flush(now) == people
    return time.perf_counter() - start


def _notary(folder: Path) -> Notary:
    """A notary that has just started, as it checks everything."""
    return Notary(
        store=DirectoryStore(folder / "published"),
        keys_dir=folder / "keys",
        key=KeyFiles(folder / "keys").ledger_key(),
        origin="bench.example/log",
    )


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
