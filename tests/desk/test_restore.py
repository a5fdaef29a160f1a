"""Before a key is used, two shares must have rebuilt it."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from zvarot.cli.main import main
from zvarot.desk import age_file
from zvarot.sealing.errors import SealingError
from zvarot.sealing.keys import SecretKey, make_key
from zvarot.sealing.public_file import PublicFile, read_public_file
from zvarot.sealing.split import split_2_of_3
from zvarot.sealing.words import fingerprint_words, share_to_qr, share_to_words

TODAY = datetime.now(tz=UTC).date()


def a_key(suite: int = 1) -> SecretKey:
    until = datetime(TODAY.year + 1, 3, 1, tzinfo=UTC)
    return make_key("target", suite=suite, valid_until=until, made_on=TODAY)


def untested(folder: Path, key: SecretKey) -> Path:
    file = PublicFile(key=key.public, label="let-her-home", made_on=TODAY)
    path = folder / file.name
    path.write_bytes(file.dump())
    return path


def on_paper(path: Path, shares: Sequence[bytes]) -> str:
    """As somebody types them: numbered, a few in each line."""
    said = []
    for share in shares:
        numbered = [f"{nth} {word}" for nth, word in enumerate(share_to_words(share), start=1)]
        said += [" ".join(numbered[at : at + 4]) for at in range(0, 48, 4)]
    path.write_text("\n".join(said), "utf-8")
    return str(path)


@pytest.mark.parametrize("suite", [1, 2])
@pytest.mark.parametrize("pair", list(combinations(range(3), 2)))
def test_each_pair_of_papers_restores_the_key(
    tmp_path: Path, suite: int, pair: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    key = a_key(suite)
    shares = split_2_of_3(key)
    public = untested(tmp_path, key)
    typed = on_paper(tmp_path / "typed", [shares[at] for at in pair])

    assert main(["desk", "restore-test", str(public), "--words", typed]) == 0

    assert fingerprint_words(key.public.public) in capsys.readouterr().out
    left = {path.name for path in tmp_path.iterdir()} - {"typed"}
    name = f"public-target-{key.public.key_id.hex()[:8]}"
    assert left == {f"{name}.json", f"{name}.pdf"}
    tested = read_public_file((tmp_path / f"{name}.json").read_bytes())
    assert (tested.key, tested.restored_on) == (key.public, TODAY)


def test_words_are_asked_for_and_wiped_from_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = a_key()
    one, _, other = (share_to_words(share) for share in split_2_of_3(key))
    lines = iter([" ".join(one[:24]), " ".join(one[24:]), "", " ".join(other), ""])
    monkeypatch.setattr("builtins.input", lambda: next(lines))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    assert main(["desk", "restore-test", str(untested(tmp_path, key))]) == 0

    said = capsys.readouterr().out
    assert "\033[2J\033[3J" in said
    assert "The two shares rebuild the key." in said


def test_scanned_codes_restore_it_as_well(tmp_path: Path) -> None:
    key = a_key()
    one, other, _ = split_2_of_3(key)
    scanned = tmp_path / "scanned"
    scanned.write_text(f"{share_to_qr(one)}\n{share_to_qr(other)}\n")

    assert main(["desk", "restore-test", str(untested(tmp_path, key)), f"--words={scanned}"]) == 0


def test_two_share_files_restore_it_and_a_wrong_passphrase_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = a_key()
    public = untested(tmp_path, key)
    said = ("quartz pigeon saddle fabric noble idle", "hammer velvet ocean ticket arctic dune")
    files = []
    for number, share, passphrase in zip((1, 2), split_2_of_3(key), said, strict=False):
        files.append(tmp_path / f"share-{number}.age")
        files[-1].write_bytes(age_file.closed(share, passphrase))
    passphrases = tmp_path / "passphrases"
    words = ["desk", "restore-test", str(public), "--age", *map(str, files)]
    words += ["--passphrases", str(passphrases)]

    passphrases.write_text("\n".join(reversed(said)))
    passphrases.chmod(0o600)
    assert main(words) == 1
    assert "share-1.age does not open" in capsys.readouterr().err
    assert public.exists()

    passphrases.write_text("\n".join(said))
    assert main(words) == 0
    assert not public.exists()


def refused(tmp_path: Path, key: SecretKey, shares: Sequence[bytes]) -> None:
    public = untested(tmp_path, key)
    typed = on_paper(tmp_path / "typed", shares)

    assert main(["desk", "restore-test", str(public), "--words", typed]) == 1

    assert public.exists()
    assert all(".untested." in path.name for path in tmp_path.iterdir() if path.name != "typed")


def test_from_one_share_nothing_is_restored(tmp_path: Path) -> None:
    key = a_key()
    one, _, _ = split_2_of_3(key)

    refused(tmp_path, key, [one])
    refused(tmp_path, key, [one, one])


def test_shares_of_another_key_or_of_another_splitting_restore_nothing(tmp_path: Path) -> None:
    key, foreign = a_key(), split_2_of_3(a_key())
    one, other, _ = split_2_of_3(key)

    refused(tmp_path, key, foreign[:2])
    refused(tmp_path, key, [one, foreign[1]])
    refused(tmp_path, key, [one, split_2_of_3(key)[1]])
    # The shares fit together, but the file is that of another key.
    refused(tmp_path, a_key(), [one, other])


def test_what_was_tested_is_not_tested_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = a_key()
    typed = on_paper(tmp_path / "typed", split_2_of_3(key)[:2])
    assert main(["desk", "restore-test", str(untested(tmp_path, key)), "--words", typed]) == 0
    [public] = tmp_path.glob("public-*.json")

    assert main(["desk", "restore-test", str(public), "--words", typed]) == 1
    assert "already" in capsys.readouterr().err


def test_the_fingerprint_is_said_in_words_and_digits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = a_key()

    assert main(["desk", "fingerprint", str(untested(tmp_path, key))]) == 0

    said = capsys.readouterr().out
    assert fingerprint_words(key.public.public) in said
    assert key.public.key_id.hex() in said
    assert "not tested" in said


def test_a_file_that_is_no_key_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.json"
    for wrong in (b"", b"[]", b"{}", b"\xff", b'{"format": "zvarot/public-key/1"}'):
        other.write_bytes(wrong)
        assert main(["desk", "fingerprint", str(other)]) == 1
        assert "not a whole public key file" in capsys.readouterr().err
    assert main(["desk", "fingerprint", str(tmp_path / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_the_desk_loads_no_django_and_opens_no_socket() -> None:
    source = """
import socket, sys
def refuse(*_args, **_more): raise AssertionError("the desk opened a socket")
socket.socket.connect = refuse
from zvarot.cli.main import main
try: main(["desk", "--help"])
except SystemExit: pass
heavy = {"django", "wagtail", "starlette", "psycopg", "sqlite3"} & set(sys.modules)
sys.exit(f"loaded: {heavy}" if heavy else 0)
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_public_key_file_with_one_character_changed_is_refused_or_says_other_words() -> None:
    """Nobody signs the file: what protects it is that its words are compared."""
    key = a_key()
    file = PublicFile(key=key.public, label="x", made_on=TODAY, restored_on=TODAY)
    text = file.code()
    begin = text.index('"public":"') + len('"public":"')

    for at in range(begin, begin + 43):
        changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        try:
            found = read_public_file(changed)
        except SealingError:
            continue
        assert fingerprint_words(found.key.public) != fingerprint_words(key.public.public)
    assert read_public_file(text) == file
