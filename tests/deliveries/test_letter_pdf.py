"""Printed letters: every script, every hostile text, inside the page, quick."""

import datetime
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from zvarot.contract.letter import Letter
from zvarot.contract.print_job import print_job

ON = datetime.date(2026, 11, 24)
NASTY = json.loads((Path(__file__).parent.parent / "data" / "blns.json").read_text())


def letter(text: str, *, lang: str = "en", subject: str = "Subject", **more: Any) -> Letter:
    address = more.pop("address", ("Prosecutor General", "Minsk"))
    return Letter(to="office", lang=lang, address=tuple(address), subject=subject, text=text)


def printed(letters: list[Letter], **more: Any) -> bytes:
    asked = print_job(letters, on=ON, country=more.pop("country", "LT"), **more)
    done = subprocess.run(
        [sys.executable, "-m", "zvarot.deliveries.letter_pdf"],
        input=asked,
        capture_output=True,
        check=True,
    )
    return done.stdout


def words_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("lang", "text", "day"),
    [
        ("be", "Паважаны пракурор!\n\nЯ пішу пра хлопца.", "24 лістапада 2026"),
        ("en", "Dear Sir or Madam,\n\nI write about a boy.", "24 November 2026"),
        ("ar", "السيد المدعي العام", "٢٠٢٦"),
    ],
)
def test_a_letter_is_set_in_its_own_script_and_calendar(lang: str, text: str, day: str) -> None:
    said = words_of(printed([letter(text, lang=lang)]))

    assert day in said
    if lang != "ar":  # shaped letters come back as their presentation forms
        assert text.split("\n\n")[-1] in said


def test_the_paper_is_that_of_the_senders_country() -> None:
    for country, size in (("LT", "(A4)"), ("US", "612 x 792 pts (letter)")):
        info = subprocess.run(
            ["pdfinfo", "-"],
            input=printed([letter("x")], country=country),
            capture_output=True,
            check=True,
        ).stdout.decode()
        assert size in info


def test_the_first_page_says_how_to_post_in_the_language_of_the_page() -> None:
    said = words_of(printed([letter("x")], guide_in="be", country="DE"))

    assert "Standardbrief International" in said
    assert "How to post" not in said


def test_hostile_texts_are_text() -> None:
    letters = [letter(f"A{text}Z", subject=text[:100]) for text in NASTY if text.strip()]

    pdf = printed(letters)

    assert pdf.startswith(b"%PDF")
    assert "#let" not in words_of(printed([letter("plain")]))


@pytest.mark.parametrize("text", ["x" * 400, "слова " * 500, "a\n" * 60, "🙂 " * 200])
def test_nothing_leaves_the_page(text: str) -> None:
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"],
        input=printed([letter(text, address=["y" * 120, "line", "line"])]),
        capture_output=True,
        check=True,
    ).stdout.decode()

    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', boxes
    )
    assert found
    assert min(float(one[0]) for one in found) >= 0
    assert max(float(one[2]) for one in found) <= 595.3 - 40
    assert max(float(one[3]) for one in found) <= 841.9 - 40


def test_a_thousand_letters_are_set_in_well_under_ten_seconds() -> None:
    started = time.monotonic()

    pdf = printed(
        [letter(f"Letter {n}.\n\nPlease let him go.\n\nYours,\nAlés") for n in range(1000)]
    )

    assert time.monotonic() - started < 10
    assert words_of(pdf).count("Please let him go.") == 1000
