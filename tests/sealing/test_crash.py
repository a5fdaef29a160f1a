"""Killed at any instant, the key directory holds whole keys only, and work goes on."""

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zvarot.sealing.keys import KeyFiles

BUSY = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zvarot.sealing.keys import KeyFiles

keys, now = KeyFiles(Path(sys.argv[1])), datetime(2026, 11, 22, tzinfo=UTC)
print("ready", flush=True)
while True:
    now += timedelta(hours=24)
    keys.postman_current(now)
    keys.renew_audience(7, "target")
    for key_id in keys.postman_due_for_destruction(now):
        keys.destroy_postman(key_id)
"""


@pytest.mark.parametrize("milliseconds", [1, 4, 9, 17, 30])
def test_a_killed_process_leaves_whole_keys_and_no_lock(tmp_path: Path, milliseconds: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUSY, str(tmp_path)], stdout=subprocess.PIPE
    ) as busy:
        assert busy.stdout is not None
        busy.stdout.readline()
        time.sleep(milliseconds / 1000)
        busy.send_signal(signal.SIGKILL)

    keys, long_after = KeyFiles(tmp_path), datetime(2126, 1, 1, tzinfo=UTC)
    for secret in [*keys.audience_secrets(7, "target"), *keys.postman_secrets()]:
        assert len(secret.private) == 32
    current = keys.postman_current(long_after)
    for key_id in keys.postman_due_for_destruction(long_after):
        keys.destroy_postman(key_id)
    assert [secret.public for secret in keys.postman_secrets()] == [current]
    assert not list(tmp_path.rglob("*.destroyed"))
