"""Key files: made once, kept private, refused when damaged, destroyed for good."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from zvarot.contract.audiences import ORGANISER, POSTMAN, TARGET, AudienceUnknown
from zvarot.sealing import files
from zvarot.sealing.errors import KeyFileDamaged, KeyRefused
from zvarot.sealing.keys import KeyFiles, SecretKey, fingerprint, make_key

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "var" / "keys"


@pytest.fixture
def keys(directory: Path) -> KeyFiles:
    return KeyFiles(directory)


def paths(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file() and path.name != ".lock"]


def test_asking_twice_gives_one_key(keys: KeyFiles, directory: Path) -> None:
    first = keys.ensure_audience(7, TARGET)

    assert keys.ensure_audience(7, TARGET) == first
    assert KeyFiles(directory).ensure_audience(7, TARGET) == first
    assert [secret.public for secret in keys.audience_secrets(7, TARGET)] == [first]


def test_every_action_and_audience_has_its_own_key(keys: KeyFiles) -> None:
    made = {
        keys.ensure_audience(action, audience, suite=suite).public
        for action in (7, 8)
        for audience, suite in ((TARGET, 1), (ORGANISER, 2), ("partner:amnesty", 1))
    }

    assert len(made) == 6
    assert keys.audience_secrets(7, ORGANISER)[0].suite == 2
    assert keys.audience_secrets(9, TARGET) == []


def test_a_renewed_key_is_the_one_given_and_the_old_one_still_opens(keys: KeyFiles) -> None:
    old = keys.ensure_audience(7, TARGET, today=TODAY)

    new = keys.renew_audience(7, TARGET, today=TODAY + timedelta(days=90))

    assert keys.ensure_audience(7, TARGET) == new != old
    assert [secret.public for secret in keys.audience_secrets(7, TARGET)] == [old, new]


def test_files_and_folders_are_for_us_alone(keys: KeyFiles, directory: Path) -> None:
    keys.ensure_audience(7, TARGET)
    keys.postman_current(NOW)
    keys.dedup_key(7)
    keys.confirm_key()

    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (directory, *directory.rglob("*"))}

    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_a_key_file_says_what_it_is(keys: KeyFiles, directory: Path) -> None:
    public = keys.ensure_audience(7, "partner:amnesty", today=TODAY)

    [path] = paths(directory)
    data = json.loads(path.read_bytes())

    assert path == directory / "audience" / "7" / f"partner-amnesty-{public.key_id.hex()}.json"
    assert data.pop("private")
    assert data == {
        "action": 7,
        "audience": "partner:amnesty",
        "suite": 1,
        "made_on": "2026-11-22",
        "valid_until": None,
    }


@pytest.mark.parametrize("audience", ["partner:../../etc", "partner:a/b", "partner:A b", ""])
def test_no_audience_leads_out_of_the_directory(keys: KeyFiles, audience: str) -> None:
    with pytest.raises((KeyRefused, AudienceUnknown)):
        keys.ensure_audience(7, audience)


def test_an_unknown_audience_gets_no_key(keys: KeyFiles, directory: Path) -> None:
    with pytest.raises(AudienceUnknown):
        keys.ensure_audience(7, "passer-by")

    assert paths(directory) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b'{"audience": "target", "suite": 1',
        b'{"audience":"target","suite":1,"made_on":"2026-11-22","valid_until":null,"private":""}',
    ],
)
def test_a_damaged_key_is_reported_and_never_replaced(
    keys: KeyFiles, directory: Path, content: bytes
) -> None:
    keys.ensure_audience(7, TARGET)
    [path] = paths(directory)
    path.write_bytes(content)

    with pytest.raises(KeyFileDamaged, match="Restore it"):
        keys.ensure_audience(7, TARGET)

    assert path.read_bytes() == content
    assert paths(directory) == [path]


def test_a_key_under_anothers_name_is_reported(keys: KeyFiles, directory: Path) -> None:
    keys.ensure_audience(7, TARGET)
    [path] = paths(directory)
    path.rename(path.with_name("target-0000000000000000.json"))

    with pytest.raises(KeyFileDamaged, match="another key"):
        keys.audience_secrets(7, TARGET)


@pytest.mark.parametrize("name", ["confirm.key", "ledger.key", "suppression.key", "dedup/7.key"])
def test_a_damaged_secret_is_reported_and_never_replaced(
    keys: KeyFiles, directory: Path, name: str
) -> None:
    ask: Callable[[], object] = {
        "confirm.key": keys.confirm_key,
        "ledger.key": keys.ledger_key,
        "suppression.key": keys.suppression_key,
        "dedup/7.key": lambda: keys.dedup_key(7),
    }[name]
    ask()
    (directory / name).write_bytes(b"")

    with pytest.raises(KeyFileDamaged, match="0 bytes"):
        ask()
    assert (directory / name).read_bytes() == b""


def test_signing_keys_stay_and_differ(keys: KeyFiles, directory: Path) -> None:
    confirm, ledger = keys.confirm_key(), keys.ledger_key()
    again = KeyFiles(directory)

    assert again.confirm_key().private_bytes_raw() == confirm.private_bytes_raw()
    assert again.ledger_key().private_bytes_raw() == ledger.private_bytes_raw()
    assert confirm.private_bytes_raw() != ledger.private_bytes_raw()
    assert again.suppression_key() == keys.suppression_key()


def test_destroying_the_dedup_key_makes_old_tokens_worthless(keys: KeyFiles) -> None:
    before, other = keys.dedup_key(7), keys.dedup_key(8)

    keys.destroy_dedup(7)

    assert keys.dedup_key(7) != before
    assert keys.dedup_key(8) == other


def test_the_postman_has_a_new_key_every_day(keys: KeyFiles) -> None:
    first = keys.postman_current(NOW)

    assert keys.postman_current(NOW + 24 * HOUR - timedelta(seconds=1)) == first
    second = keys.postman_current(NOW + 24 * HOUR)

    assert second.key_id != first.key_id
    assert first.valid_until == NOW + 26 * HOUR
    assert keys.postman_current(NOW + 25 * HOUR) == second
    assert [secret.public for secret in keys.postman_secrets()] == [first, second]


def test_a_postman_key_is_due_after_48_hours_and_then_gone(keys: KeyFiles, directory: Path) -> None:
    first = keys.postman_current(NOW)
    second = keys.postman_current(NOW + 30 * HOUR)

    assert keys.postman_due_for_destruction(NOW + 48 * HOUR - timedelta(seconds=1)) == []
    assert keys.postman_due_for_destruction(NOW + 48 * HOUR) == [first.key_id]
    keys.destroy_postman(first.key_id)
    keys.destroy_postman(first.key_id)

    assert [secret.public for secret in keys.postman_secrets()] == [second]
    assert keys.postman_due_for_destruction(NOW + 48 * HOUR) == []
    assert len(paths(directory)) == 1


def test_a_postman_key_that_does_not_say_how_long_it_is_valid_is_reported(
    keys: KeyFiles, directory: Path
) -> None:
    keys.postman_current(NOW)
    [path] = paths(directory)
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "valid_until": None}))

    with pytest.raises(KeyFileDamaged, match="valid_until"):
        keys.postman_secrets()


def test_destroying_overwrites_the_bytes_of_the_file(keys: KeyFiles, directory: Path) -> None:
    key_id = keys.postman_current(NOW).key_id
    [path] = paths(directory)
    secret = path.read_bytes()
    second_name = directory / "second name of the same file"
    os.link(path, second_name)

    keys.destroy_postman(key_id)

    assert not path.exists()
    assert len(second_name.read_bytes()) == len(secret)
    assert not any(secret[at : at + 8] in second_name.read_bytes() for at in range(len(secret) - 8))


def test_an_interrupted_destruction_is_no_damaged_key_and_is_finished_later(
    keys: KeyFiles, directory: Path
) -> None:
    first = keys.postman_current(NOW)
    [path] = paths(directory)
    path.rename(path.with_name(path.name + ".destroyed"))  # as far as a killed process came

    assert keys.postman_secrets() == []
    second = keys.postman_current(NOW)
    keys.destroy_postman(first.key_id)

    assert [one.name for one in paths(directory)] == [f"{second.key_id.hex()}.json"]


def test_an_audiences_keys_can_be_destroyed_without_anothers(keys: KeyFiles) -> None:
    keys.ensure_audience(7, TARGET)
    keys.renew_audience(7, TARGET)
    organiser = keys.ensure_audience(7, ORGANISER)

    keys.destroy_audience(7, TARGET)

    assert keys.audience_secrets(7, TARGET) == []
    assert keys.ensure_audience(7, ORGANISER) == organiser


def test_a_file_that_exists_is_never_written_over(tmp_path: Path) -> None:
    files.write_new(tmp_path / "key", b"first")

    with pytest.raises(FileExistsError):
        files.write_new(tmp_path / "key", b"second")

    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    assert (tmp_path / "key").read_bytes() == b"first"


RACER = """
import sys
from datetime import datetime
from pathlib import Path
from zvarot.sealing.keys import KeyFiles

keys = KeyFiles(Path(sys.argv[1]))
sys.stdin.read()  # both start when the parent closes the pipe
print(
    keys.ensure_audience(7, "target").key_id.hex(),
    keys.postman_current(datetime.fromisoformat("2026-11-22T12:00:00+00:00")).key_id.hex(),
    keys.dedup_key(7).hex(),
    keys.confirm_key().private_bytes_raw().hex(),
)
"""


def test_processes_that_ask_together_end_with_one_key(directory: Path) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.close()
        racer.stdin = None
    answers = {racer.communicate(timeout=60)[0] for racer in racers}

    assert len(answers) == 1
    assert len(answers.pop().split()) == 4
    assert len(paths(directory)) == 4


def test_a_secret_key_survives_its_file_and_is_not_printed() -> None:
    secret = make_key(POSTMAN, suite=2, made_on=TODAY, valid_until=NOW)

    assert SecretKey.from_json(secret.to_json()) == secret
    assert "private" not in repr(secret)


def test_a_fingerprint_begins_with_the_key_id_and_can_be_read_aloud() -> None:
    public = make_key(TARGET, made_on=TODAY).public

    spoken = fingerprint(public).split(" ")

    assert [len(group) for group in spoken] == [4] * 8
    assert "".join(spoken[:4]) == public.key_id.hex()
