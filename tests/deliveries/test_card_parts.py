"""A large job: cut into parts of whole sheets, set in processes, joined in order."""

import os
import re
import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.deliveries.cards import asked, metadata_of, said
from zvarot.contract.card import Card, Check, Layout
from zvarot.deliveries import card_parts
from zvarot.deliveries.card_part import Done, Part

# Newer Pythons warn where threads of the test runner are; the processes here use none.
in_processes = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


def cards(count: int, text: str = "Be well.") -> list[Card]:
    return [Card(name=f"Name{at}", text=text, lang="en") for at in range(count)]


@pytest.mark.parametrize("count", [0, 1, 3, 4, 1_000, 12_001])
def test_every_card_is_in_one_part_and_no_sheet_in_two(count: int) -> None:
    whole = cards(count)

    parts = card_parts.cut(whole)

    assert [card for part in parts for card in part] == whole
    assert all(len(part) % 4 == 0 for part in parts[:-1])
    assert [len(part) for part in parts if not part] == ([] if count else [0])


def test_long_messages_make_small_parts_of_about_the_same_weight() -> None:
    parts = card_parts.cut(cards(2_000, "x" * 900))

    sizes = [len(part) for part in parts]
    assert len(sizes) > 4
    assert max(sizes) - min(sizes) <= 8


@in_processes
def test_parts_come_as_they_are_ready_and_keep_their_number() -> None:
    def work(part: Part) -> Done:
        return Done(b"", Check(cards=part.first, missing={}))

    parts = (Part([], first=at) for at in range(5))

    found = dict(card_parts.done(parts, work, workers=2))

    assert {number: one.check.cards for number, one in found.items()} == {at: at for at in range(5)}


@in_processes
def test_a_part_whose_process_dies_is_an_error_without_words() -> None:
    def work(part: Part) -> Done:
        os._exit(1)

    with pytest.raises(card_parts.PartFailed, match=r"^$"):
        list(card_parts.done(iter([Part([])]), work, workers=2))


def test_the_check_of_the_whole_is_that_of_its_parts() -> None:
    one = Check(cards=4, missing={"Thai": 1}, undrawn=(2,))
    other = Check(cards=2, missing={"Lao": 1, "Thai": 2}, undrawn=(5,), too_long=(4,))

    assert card_parts.summed([one, other]) == Check(
        cards=6, missing={"Lao": 1, "Thai": 3}, undrawn=(2, 5), too_long=(4,)
    )


@pytest.mark.parametrize("layout", Layout)
def test_parts_of_a_large_job_become_one_file_in_order(layout: Layout) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _IN_SMALL_PARTS],
        input=asked(cards(50), layout),
        capture_output=True,
        check=True,
    )

    pdf, read = done.stdout, said(done.stdout)
    order = [int(number) for number in re.findall(r"Name(\d+)", read)]
    assert done.stderr.count(b"\n") > 3
    assert sorted(order) == list(range(50))
    if layout != Layout.FOUR:  # there they are read by columns
        assert order == sorted(order)
    reader = PdfReader(BytesIO(pdf))
    assert f"NPages>{len(reader.pages)}<" in metadata_of(pdf)
    assert "/StructTreeRoot" not in reader.root_object
    if layout == Layout.BOOKLET:
        numbers = re.findall(r"^(\d+)\s*\f", read, re.MULTILINE)
        assert numbers == [str(at) for at in range(3, len(reader.pages) + 1)]
    if layout in {Layout.SINGLE, Layout.FOUR}:
        fronts = [page.extract_text() for page in reader.pages[::2]]
        assert all("Nadzeya" in front and "Name" not in front for front in fronts)
        assert len(fronts) == {Layout.SINGLE: 50, Layout.FOUR: 13}[layout]


_IN_SMALL_PARTS = """
import sys
from zvarot.deliveries import card_parts, card_pdf
card_parts.MOST_WEIGHT = 1_500
sys.exit(card_pdf.main())
"""
