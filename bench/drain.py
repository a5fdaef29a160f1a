"""How fast the worker takes records out of the inbox: prints signatures a second.

A program of its own, because it needs Django's settings for a fresh data folder.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import django

RECORDS = 8000


def rate() -> float:
    """Run this module in a fresh data folder and return what it measured."""
    with tempfile.TemporaryDirectory(prefix="zvarot-drain-") as folder:
        env = {**os.environ, "ZVAROT_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": _SETTINGS}
        migrate = [sys.executable, "-m", "zvarot", "manage", "migrate", "-v0"]
        subprocess.run(migrate, env=env, check=True)
        measure = [sys.executable, "-m", "bench.drain"]
        done = subprocess.run(measure, env=env, check=True, capture_output=True, text=True)
        return float(done.stdout)


def main() -> None:
    data = Path(os.environ["ZVAROT_DATA_DIR"])
    keys = KeyFiles(data / "keys")
    action = Action.objects.create(
        slug="maryia-petition",
        kind="petition",
        title="Maryia",
        state=Action.State.OPEN,
        form={"fields": [{"type": "email", "name": "email"}]},
    )
    now = datetime.now(UTC)
    Promised.objects.create(
        action=action, hash=b"h" * 32, lang="en", promise={}, sentence="", first_shown_on=now.date()
    )
    path = data / "inbox" / "inbox.sqlite3"
    sink = SqliteSink(path)
    for _ in range(RECORDS // 500):
        sink.write([(os.urandom(16), pack(_record(action.pk))) for _ in range(500)])
    sink.close()

    inbox, began, taken = SqliteInbox(path), time.monotonic(), 0
    while counted := inbox.drain(keys=keys, now=now):
        taken += counted["rows"]
    seconds = time.monotonic() - began
    if taken != RECORDS or Signature.objects.count() != RECORDS:
        raise RuntimeError(f"{taken} of {RECORDS} records were taken.")
    print(RECORDS / seconds)


def _record(action_id: int) -> "SignatureRecord":
    """A record of real size and real headers; the worker does not open it here."""
    row_id, promise = os.urandom(16), b"h" * 32
    envelopes = tuple(
        (
            name,
            pack_header(1, code_of(name), action_id, row_id, promise, bytes(8)) + _SEALED,
        )
        for name in ("postman", "target")
    )
    return make.record(action_id=action_id, row_id=row_id, envelopes=envelopes)


_SEALED = os.urandom(560)
_SETTINGS = "zvarot.config.settings"

if __name__ == "__main__":
    django.setup()
    from tests import make
    from zvarot.actions.models import Action, Promised
    from zvarot.contract.audiences import code_of
    from zvarot.contract.envelope import pack_header
    from zvarot.contract.record import SignatureRecord, pack
    from zvarot.front.sinks import SqliteSink
    from zvarot.sealing.keys import KeyFiles
    from zvarot.signatures.models import Signature
    from zvarot.worker.inbox import SqliteInbox

    main()
