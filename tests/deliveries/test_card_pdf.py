"""The card program: every script, every hostile text, nothing told that should not be."""

import json
import re
from dataclasses import fields
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.deliveries.cards import (
    BY_HAND,
    CANDLE,
    LONGEST,
    NASTY,
    SHORTEST,
    asked,
    checked,
    metadata_of,
    of_every_locale,
    printed,
    run,
    said,
    squeezed,
    text_of,
    words_on,
)
from zvarot.contract.card import CANNOT_SET, TOO_LONG, Artwork, Card, Check, Layout
from zvarot.deliveries.card_part import Job, Part, set_part
from zvarot.deliveries.typefaces import SERIF, Typefaces

KHITAN = "\U00018b00"  # no font that we use has it
_SHOWS = {b"Tj", b"TJ"}


def codes_of(pdf: bytes) -> list[int]:
    """Return the number of every glyph that is set; 0 is the empty box."""
    found = []
    reader = PdfReader(BytesIO(pdf))
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in _SHOWS:
                shown = operands[0] if isinstance(operands[0], list) else [operands[0]]
                for one in (part for part in shown if hasattr(part, "original_bytes")):
                    raw = one.original_bytes
                    found += [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)]
    return found


def test_a_card_knows_a_first_name_and_a_text_and_nobodys_family() -> None:
    names = {one.name for one in fields(Card)}

    assert names == {"name", "text", "lang", "translation", "translation_lang"}


@pytest.mark.parametrize("layout", Layout)
def test_names_and_texts_of_every_script_can_be_read(layout: Layout) -> None:
    cards = [*BY_HAND, SHORTEST, *LONGEST]

    read = text_of(printed(cards, layout))

    # Whole sentences only where a page has one message: programs that read pages mix columns.
    lost = [
        (card.lang, part)
        for card in cards
        for part in ([card.text] if layout == Layout.SINGLE else card.text.split())
        if squeezed(part).strip(".,!?") not in read
    ]
    assert lost == []
    assert [card.name for card in cards if squeezed(card.name) not in read] == []


def test_the_names_of_34_locales_are_printed_without_an_empty_box() -> None:
    cards = [*of_every_locale(), *BY_HAND]

    check, pdf = checked(cards, Layout.FOUR), printed(cards, Layout.FOUR)

    assert check == Check(cards=len(cards), missing={})
    read = text_of(pdf)
    assert [card.name for card in cards if squeezed(card.name) not in read] == []
    codes = codes_of(pdf)
    assert len(codes) > 1_000
    assert 0 not in codes


def test_a_mixed_name_reads_in_its_own_direction() -> None:
    cards = [Card(name=name, text="Be well.", lang="en") for name in ("דוד Cohen", "Anna שרה")]

    words = words_on(printed(cards, Layout.SINGLE))

    latin = {word.page: word.left for word in words if word.text in {"Cohen", "Anna"}}
    hebrew = {word.page: word.left for word in words if set(word.text) & set("דוש")}
    assert latin[1] < hebrew[1]  # read from the right: David, then Cohen
    assert latin[3] < hebrew[3]


def test_what_no_font_has_is_told_before_printing() -> None:
    cards = [BY_HAND[0], Card(name="Ab", text=f"{KHITAN}{KHITAN} ok", lang="en"), BY_HAND[1]]

    done = run(asked(cards, Layout.FOUR, check_only=True))

    assert Check.from_json(json.loads(done.stdout)) == Check(
        cards=3, missing={"Khitan": 2}, undrawn=(1,)
    )
    assert "[U+18B00]" in said(printed(cards, Layout.FOUR))


def test_a_glyph_that_turns_out_to_be_missing_is_counted_and_printing_goes_on() -> None:
    faces = Typefaces(style=SERIF)
    faces._known[KHITAN] = "Noto Serif"  # as if the font had it
    job = Job(layout=Layout.FOUR, artwork=None, title="x", lang="en", check_only=False)

    done = set_part(job, Part([Card(name="Ab", text=KHITAN, lang="en")]), faces)

    assert done.check.missing == {"combinations of letters": 1}
    assert done.pdf.startswith(b"%PDF")


def test_a_text_that_does_not_fit_is_told_and_never_cut() -> None:
    card = Card(name="Ab", text="a\n" * 200, lang="en")

    check = checked([BY_HAND[0], card], Layout.FOUR)
    done = run(asked([BY_HAND[0], card], Layout.FOUR))

    assert check.too_long == (1,)
    assert done.returncode == TOO_LONG
    assert done.stdout == b""
    assert text_of(printed([card], Layout.SHEET)).count("a") >= 200  # where texts flow, it fits


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("be", "Пераклад валанцёра"),
        ("fr", "Traduction bénévole"),
        ("ru", "Перевод волонтёра"),
        ("en", "Translation by a volunteer"),
        ("eo", "Translation by a volunteer"),
    ],
)
def test_a_translation_says_in_its_language_that_a_volunteer_made_it(lang: str, words: str) -> None:
    card = Card(
        name="Zoë", text="Be well.", lang="en", translation="Ты не адзін.", translation_lang=lang
    )

    for layout in Layout:
        read = text_of(printed([card], layout))
        assert squeezed(words) in read
        assert squeezed("Ты не адзін.") in read


@pytest.mark.parametrize("layout", Layout)
def test_hostile_names_and_texts_are_only_text(layout: Layout) -> None:
    cards = [
        Card(name=text, text=text, lang="en", translation=text, translation_lang="be")
        for text in [*NASTY, '#read("/etc/passwd")', "#panic()", "$x^2$", "= title", "@import"]
    ]
    told = checked(cards, layout)

    fitting = [card for place, card in enumerate(cards) if place not in told.too_long]
    read = text_of(printed(fitting, layout, title="#panic()"))

    assert len(fitting) > len(cards) - 12
    assert squeezed('#read("/etc/passwd")') in read
    assert "root:" not in read
    words = {word for card in fitting for word in re.findall(r"\w{2,12}\b", card.text, re.ASCII)}
    assert len(words) > 400
    assert [word for word in words if word not in read] == []


def test_a_language_that_nobody_knows_is_no_reason_to_fail() -> None:
    cards = [Card(name="A", text="12", lang=lang) for lang in ("", "x", "zz-Zzzz", '"#', "ar")]

    assert printed(cards, Layout.FOUR)


def test_nothing_to_print_is_printed() -> None:
    for layout in Layout:
        assert printed([], layout)
        assert printed([Card(name="", text="", lang="en")], layout, artwork=None)


def test_progress_is_told_and_nothing_else() -> None:
    done = run(asked(BY_HAND, Layout.FOUR))

    assert done.stderr == b"0/11\n11/11\n"


def test_a_failure_says_nothing_of_the_contents(tmp_path: Path) -> None:
    broken = tmp_path / "art.svg"
    broken.write_text("<svg")
    for path in (broken, tmp_path / "none.png", Path("/etc/hostname")):
        done = run(asked([BY_HAND[0]], Layout.FOUR, artwork=Artwork(path=path)))

        assert done.returncode == CANNOT_SET
        assert done.stdout == b""
        assert re.fullmatch(rb"(\d+/\d+\n)*", done.stderr)


def test_a_job_that_is_none_is_refused_quietly() -> None:
    for job in (b"", b"{}", b'{"cards": [{"name": "Marte"}]}', b'[["Marte"]]'):
        done = run(job)

        assert done.returncode == CANNOT_SET
        assert done.stdout + done.stderr == b""


@pytest.mark.parametrize("layout", Layout)
def test_the_file_tells_neither_when_nor_by_whom_it_was_made(layout: Layout) -> None:
    pdf = printed(BY_HAND, layout)

    about = PdfReader(BytesIO(pdf)).metadata
    assert about is not None
    assert about.title == "For Mikita"
    assert about.author is None
    dates = set(re.findall(rb"\b(?:19|20)\d\d-?\d\d-?\d\d", pdf))
    assert {date.replace(b"-", b"") for date in dates} <= {b"19700101"}


@pytest.mark.parametrize("layout", Layout)
def test_cards_can_be_kept_for_long_and_read_aloud_where_they_are_pages(layout: Layout) -> None:
    pdf = printed(BY_HAND, layout)

    reader, about = PdfReader(BytesIO(pdf)), metadata_of(pdf)
    assert "<pdfaid:part>2<" in about
    assert f"NPages>{len(reader.pages)}<" in about
    assert ("<pdfuaid:part>1<" in about) == (layout != Layout.FOUR)
    assert ("/StructTreeRoot" in reader.root_object) == (layout != Layout.FOUR)


def test_the_picture_is_described_for_those_who_listen() -> None:
    art = Artwork(path=CANDLE.path, alt="Two hands around a candle")

    pdf = printed([BY_HAND[0]], Layout.SINGLE, artwork=art)

    assert b"(Two hands around a candle)" in pdf
