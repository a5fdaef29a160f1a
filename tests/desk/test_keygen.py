"""The ceremony at the desk: three holders, seven files, and no private key anywhere."""

import io
import json
import stat
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pyrage
import pytest
from pypdf import PdfReader

from zvarot.cli.main import main
from zvarot.desk import ceremony, paper
from zvarot.desk.errors import DeskRefused
from zvarot.sealing.closing import seal
from zvarot.sealing.files import write_new
from zvarot.sealing.keys import SecretKey
from zvarot.sealing.opening import open_sealed
from zvarot.sealing.public_file import read_public_file
from zvarot.sealing.split import join
from zvarot.sealing.suites import HYBRID_SUITE
from zvarot.sealing.words import fingerprint_words, share_to_words

HOLDERS = (
    "anchor lemon violin tunnel orbit maple",
    "quartz pigeon saddle fabric noble idle",
    "hammer velvet ocean ticket arctic dune",
)
TODAY = datetime.now(tz=UTC).date()


def lines(path: Path, *said: str) -> str:
    path.write_text("\n".join(said) + "\n", "utf-8")
    path.chmod(0o600)
    return str(path)


def keygen(folder: Path, **changes: str) -> int:
    options = {
        "--audience": "target",
        "--label": "let-her-home",
        "--valid-until": (TODAY + timedelta(days=90)).isoformat(),
        "--out": str(folder),
        "--passphrases": lines(folder.parent / "three-lines", *HOLDERS),
    } | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return main(["desk", "keygen", *(part for pair in options.items() for part in pair)])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one ceremony with a hybrid key leaves; closing three files takes ten seconds."""
    folder = tmp_path_factory.mktemp("desk") / "out"
    assert keygen(folder, suite="hybrid") == 0
    return folder


@pytest.fixture(scope="module")
def shares(desk: Path) -> list[bytes]:
    """Opened as any age program opens them."""
    return [
        pyrage.passphrase.decrypt((desk / f"share-{number}.age").read_bytes(), passphrase)
        for number, passphrase in enumerate(HOLDERS, start=1)
    ]


def test_out_come_a_public_file_three_share_files_and_three_papers(desk: Path) -> None:
    found = sorted(path.name for path in desk.iterdir())
    [public] = [name for name in found if name.startswith("public-target-")]

    assert public.endswith(".untested.json")
    assert [name for name in found if name != public] == [
        *(f"paper-{number}.pdf" for number in (1, 2, 3)),
        *(f"share-{number}.age" for number in (1, 2, 3)),
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in desk.iterdir()} == {0o600}
    assert stat.S_IMODE(desk.stat().st_mode) == 0o700


def test_the_private_key_is_in_no_file(desk: Path, shares: list[bytes]) -> None:
    private = join(shares[0], shares[1])

    for path in desk.iterdir():
        data = path.read_bytes()
        assert private not in data
        assert private.hex().encode() not in data


def test_any_two_share_files_open_what_the_public_key_sealed(
    desk: Path, shares: list[bytes]
) -> None:
    [public] = desk.glob("public-*.json")
    file = read_public_file(public.read_bytes())
    row, promise = bytes(16), bytes(32)
    closed = seal(
        {"given_name": "Alés"},
        key=file.key,
        size=512,
        action_id=7,
        row_id=row,
        promise_hash=promise,
    )

    assert (file.key.suite, file.label, file.restored_on) == (HYBRID_SUITE, "let-her-home", None)
    for one, other in combinations(shares, 2):
        key = SecretKey(
            audience="target", private=join(one, other), suite=HYBRID_SUITE, made_on=file.made_on
        )
        opened = open_sealed(closed, key, action_id=7, row_id=row, promise_hash=promise)
        assert opened == {"given_name": "Alés"}


def test_each_paper_has_its_words_and_says_what_it_is(desk: Path, shares: list[bytes]) -> None:
    [public] = desk.glob("public-*.json")
    file = read_public_file(public.read_bytes())

    for number, share in enumerate(shares, start=1):
        reader = PdfReader(desk / f"paper-{number}.pdf")
        assert len(reader.pages) == 1
        said = " ".join(reader.pages[0].extract_text().split())
        assert f"Share {number} of 3" in said
        assert fingerprint_words(file.key.public) in said
        for place, word in enumerate(share_to_words(share), start=1):
            assert f"{place} {word}" in said


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"audience": "postman"}, "A key is for one of"),
        ({"audience": "partner:Our Friends"}, "small letters"),
        ({"label": "a\nb"}, "one line"),
        ({"valid_until": TODAY.isoformat()}, "between tomorrow and a year"),
        ({"valid_until": (TODAY + timedelta(days=400)).isoformat()}, "between tomorrow and a year"),
    ],
)
def test_a_key_that_nobody_should_have_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str], sentence: str
) -> None:
    assert keygen(tmp_path / "out", **changes) == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("passphrase", "sentence"),
    [
        ("too short", "at least 20"),
        ("password password password", "repeats"),
        ("abcdefghijklmnopqrstuvwxyz", "alphabet"),
        ("qwertyuiop asdfghjkl 1234", "keyboard"),
        (HOLDERS[0].upper() + " ", "Another holder"),
    ],
)
def test_a_weak_passphrase_is_refused_and_not_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], passphrase: str, sentence: str
) -> None:
    given = lines(tmp_path / "weak", HOLDERS[0], passphrase, HOLDERS[2])

    assert keygen(tmp_path / "out", passphrases=given) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert passphrase not in said
    assert not (tmp_path / "out").exists()


def test_a_file_of_passphrases_is_for_its_owner_only_and_has_three_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = lines(tmp_path / "two", *HOLDERS[:2])

    assert keygen(tmp_path / "out", passphrases=given) == 1
    assert "needs 3 lines" in capsys.readouterr().err
    Path(given).chmod(0o644)
    assert keygen(tmp_path / "out", passphrases=given) == 1
    assert "chmod 600" in capsys.readouterr().err


def test_a_holder_is_asked_again_until_it_is_good_and_typed_the_same_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(
        ["short", HOLDERS[0], "a slip", HOLDERS[0], HOLDERS[0]]
        + [HOLDERS[1], HOLDERS[1], HOLDERS[0], HOLDERS[2], HOLDERS[2]]
    )
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    closed: list[str] = []

    def close(_share: bytes, passphrase: str) -> bytes:
        closed.append(passphrase)
        return b"age"

    monkeypatch.setattr("zvarot.desk.age_file.closed", close)
    until = (TODAY + timedelta(days=90)).isoformat()
    words = ["desk", "keygen", "--audience=target", "--label=x", f"--valid-until={until}"]

    assert main([*words, f"--out={tmp_path / 'out'}"]) == 0

    assert closed == list(HOLDERS)
    said = capsys.readouterr().err
    assert "at least 20" in said
    assert "not the same" in said
    assert "Another holder" in said


def test_nothing_is_written_over_and_nothing_is_left_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {name: name.encode() for name in ("share-1.age", "share-2.age", "share-3.age")}
    (tmp_path / "share-2.age").write_bytes(b"of another key")

    with pytest.raises(DeskRefused, match=r"has share-2.age already"):
        ceremony.write_all(tmp_path, files)
    assert [path.name for path in tmp_path.iterdir()] == ["share-2.age"]

    (tmp_path / "share-2.age").unlink()

    def full(path: Path, data: bytes) -> None:
        if path.name == "share-3.age":
            raise OSError(28, "No space left on device")
        write_new(path, data)

    monkeypatch.setattr("zvarot.desk.ceremony.write_new", full)
    with pytest.raises(DeskRefused, match="No space left"):
        ceremony.write_all(tmp_path, files)
    assert not list(tmp_path.iterdir())


def test_the_papers_speak_belarusian_and_french(desk: Path, shares: list[bytes]) -> None:
    from_file = read_public_file(next(desk.glob("public-*.json")).read_bytes())

    for lang, title in (("be", "Частка 1 з 3 ключа"), ("fr", "Part 1 sur 3 d’une clé")):
        page = PdfReader(io.BytesIO(paper.share_pdf(from_file, shares[0], 1, lang)))
        assert title in " ".join(page.pages[0].extract_text().split())
        assert len(page.pages) == 1


def test_a_public_file_says_for_whom_it_is_and_until_when(desk: Path) -> None:
    said = json.loads(next(desk.glob("public-*.json")).read_bytes())

    assert said["audience"] == "target"
    assert date.fromisoformat(said["made_on"]) == TODAY
    assert said["restored_on"] is None
    assert len(said["fingerprint"].split()) == 8
