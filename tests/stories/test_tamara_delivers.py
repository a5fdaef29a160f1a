"""Tamara hands over what was promised, and nothing else; whoever asks for more is refused."""

import csv
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import openpyxl

from tests.stories.world import World

NAMES = [("Алесь", "Каваль"), ("Zoë", "O’Neill"), ("محمد", "الفاسي")]


def _signed_and_confirmed(world: World, slug: str, tag: str) -> None:
    before = world.confirmed(slug)
    for place, (given, family) in enumerate(NAMES):
        address = f"{tag}{place}@delivery.example.org"
        answers = {"given_name": given, "family_name": family, "email": address, "country": "LT"}
        assert world.post(f"/{slug}/", {**answers, "updates": "yes"}).status == 200
        [mail] = world.until(partial(world.mails_to, address), "the mail")
        world.post(world.confirm_path(mail), {})
    world.until(lambda: world.confirmed(slug) == before + len(NAMES), "three counted")


def _deliver(world: World, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "zvarot", "deliver", *words],
        env=world.environ,
        capture_output=True,
        text=True,
        check=False,
    )


def _text_of(pdf: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout


def test_names_and_countries_leave_and_nothing_else(world: World, tmp_path: Path) -> None:
    _signed_and_confirmed(world, "maryia-petition", "names")

    done = _deliver(world, "maryia-petition", "--audience", "target", "--out", str(tmp_path))

    assert done.returncode == 0, done.stderr
    [table] = tmp_path.glob("*.csv")
    with table.open(newline="", encoding="utf-8-sig") as file:
        header, *rows = list(csv.reader(file))
    assert len(header) == 3
    assert {(given, family) for given, family, _ in rows} >= set(NAMES)
    [sheet] = tmp_path.glob("*.xlsx")
    cells = list(openpyxl.load_workbook(sheet).worksheets[0].values)
    assert {row[:2] for row in cells} >= set(NAMES)
    [pdf] = tmp_path.glob("*.pdf")
    assert "Каваль" in _text_of(pdf)
    assert "O’Neill" in _text_of(pdf)
    for made in tmp_path.iterdir():
        assert b"delivery.example.org" not in made.read_bytes()
    assert "delivery.example.org" not in _text_of(pdf)


def test_asking_for_more_is_refused_with_a_sentence(world: World, tmp_path: Path) -> None:
    done = _deliver(
        world, "maryia-petition", "--fields", "given_name,email", "--out", str(tmp_path)
    )

    assert done.returncode == 2
    assert re.search(r"promised .*Leave out email", done.stderr)
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_was_promised_a_number_gets_no_list(world: World, tmp_path: Path) -> None:
    _signed_and_confirmed(world, "peaceful-protest", "number")

    refused = _deliver(world, "peaceful-protest", "--fields", "country", "--out", str(tmp_path))
    done = _deliver(world, "peaceful-protest", "--out", str(tmp_path))

    assert refused.returncode == 2
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.glob("*.csv"))
    [letter] = tmp_path.glob("*.pdf")
    said = _text_of(letter)
    assert str(world.confirmed("peaceful-protest")) in said
    assert not any(given in said or family in said for given, family in NAMES)
