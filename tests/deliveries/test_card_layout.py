"""Where things lie on paper: inside the safe area, backs behind their fronts, art in its frame."""

import resource
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.deliveries.cards import (
    BY_HAND,
    CANDLE,
    LONGEST,
    NASTY,
    SHORTEST,
    Word,
    asked,
    checked,
    of_every_locale,
    printed,
    run,
    said,
    words_on,
)
from zvarot.contract.card import Artwork, Card, Layout
from zvarot.deliveries.card_art import folder_of

SAFE = 5  # mm
HALF_EM = 8 / 72 * 25.4  # of the largest size, in mm
MOST_KIB = 1024 * 1024
# The four cards of a sheet: left, top, right, bottom in mm, as card_four.typ lays them.
_COLUMNS = ((8.0, 102.0), (108.0, 202.0))
_ROWS = ((11.5, 145.5), (151.5, 285.5))
SLOTS = [(x[0], y[0], x[1], y[1]) for y in _ROWS for x in _COLUMNS]
CARDS = (
    *BY_HAND,
    SHORTEST,
    *LONGEST,
    *of_every_locale(),
    Card(name="Щ" * 24 + "🙂", text="Щ" * 24 + " 🙂 " + "ш" * 24, lang="uk"),
    Card(name="Ab", text="\ufdfd", lang="ar"),
    Card(
        name="Zoë",
        text="Be well. " * 50,
        lang="en",
        translation="Будзь. " * 50,
        translation_lang="be",
    ),
)


def outside(
    words: Sequence[Word], boxes: Sequence[tuple[float, float, float, float]]
) -> list[Word]:
    """Return the words that lie in none of the boxes, which are cut by the safe margin.

    A full-width comma at the end of a line is half empty; Typst lets that half stand out.
    """
    return [
        word
        for word in words
        if not any(
            left + SAFE <= word.left
            and top + SAFE <= word.top
            and word.right - (HALF_EM if word.text[-1] in "，。、；：！？”" else 0) <= right - SAFE
            and word.bottom <= bottom - SAFE
            for left, top, right, bottom in boxes
        )
    ]


def nasty(layout: Layout) -> list[Card]:
    cards = [Card(name=text, text=text, lang="en") for text in NASTY]
    too_long = checked(cards, layout).too_long
    return [card for place, card in enumerate(cards) if place not in too_long]


def test_no_word_on_single_cards_leaves_the_safe_area() -> None:
    for cards in (CARDS, nasty(Layout.SINGLE)):
        words = words_on(printed(cards, Layout.SINGLE))

        assert len(words) > 500
        assert outside(words, [(0, 0, 105, 148)]) == []


def test_no_word_on_four_cards_leaves_the_safe_area_of_its_card() -> None:
    for cards in (CARDS, nasty(Layout.FOUR)):
        words = words_on(printed(cards, Layout.FOUR))

        assert len(words) > 500
        assert outside(words, SLOTS) == []


@pytest.mark.parametrize(
    ("layout", "box"), [(Layout.SHEET, (5, 5, 205, 292)), (Layout.BOOKLET, (8, 8, 140, 205))]
)
def test_no_word_leaves_a_page(layout: Layout, box: tuple[float, float, float, float]) -> None:
    for cards in (CARDS, nasty(layout)):
        assert outside(words_on(printed(cards, layout)), [box]) == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9])
def test_a_back_lies_behind_its_front_when_the_long_edge_is_the_hinge(count: int) -> None:
    cards = [Card(name=f"Name{at}", text="Be well.", lang="en") for at in range(count)]

    words = words_on(printed(cards, Layout.FOUR))

    fronts = sorted((word.page, slot_of(word)) for word in words if word.text == "Nadzeya")
    backs = {word.text: (word.page, slot_of(word)) for word in words if word.text.startswith("N")}
    assert len(fronts) == count
    for at in range(count):
        page, slot = fronts[at]
        assert slot == at % 4
        mirrored = slot ^ 1  # the other column of the same row
        assert backs[f"Name{at}"] == (page + 1, mirrored)


def slot_of(word: Word) -> int:
    inside = [
        number
        for number, (left, top, right, bottom) in enumerate(SLOTS)
        if left < word.left < right and top < word.top < bottom
    ]
    assert len(inside) == 1
    return inside[0]


@pytest.mark.parametrize(
    ("layout", "size"),
    [
        (Layout.SINGLE, (105, 148)),
        (Layout.FOUR, (210, 297)),
        (Layout.SHEET, (210, 297)),
        (Layout.BOOKLET, (148, 210)),
    ],
)
def test_every_page_has_the_size_of_its_paper(layout: Layout, size: tuple[int, int]) -> None:
    for page in PdfReader(BytesIO(printed(BY_HAND, layout))).pages:
        box = page.mediabox
        assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == size


def test_a_message_on_a_sheet_is_kept_together_unless_it_is_longer_than_a_page() -> None:
    cards = [
        Card(name=f"Name{at}", text=f"Begin{at}\n" + "line\n" * 12, lang="en") for at in range(20)
    ]
    long = Card(name="Long", text="row\n" * 120, lang="en")

    for layout in (Layout.SHEET, Layout.BOOKLET):
        words = {word.text: word for word in words_on(printed(cards, layout))}
        for at in range(20):
            first, last = words[f"Begin{at}"], words[f"Name{at}"]
            assert first.page == last.page
            assert first.top < last.top
        assert said(printed([long], layout)).count("row") == 120


@pytest.mark.parametrize(("focus", "colour"), [(0.0, "red"), (1.0, "blue")])
def test_the_picture_is_cut_away_from_the_point_that_must_stay(
    tmp_path: Path, focus: float, colour: str
) -> None:
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100">'
    drawn += '<path fill="#f00" d="M0 0h200v100H0z"/><path fill="#00f" d="M200 0h200v100H200z"/>'
    path = tmp_path / "art.svg"
    path.write_text(drawn + "</svg>")

    shown = front(printed([SHORTEST], Layout.SINGLE, artwork=Artwork(path=path, focus=(focus, 0))))

    pixel = shown.getpixel((shown.width // 2, shown.height // 2))
    assert pixel == ((255, 0, 0) if colour == "red" else (0, 0, 255))


def test_the_picture_reaches_the_edge_and_three_millimetres_over_where_it_is_cut() -> None:
    single, four = (
        front(printed([SHORTEST], Layout.SINGLE)),
        front(printed([SHORTEST] * 4, Layout.FOUR)),
    )

    white = (255, 255, 255)
    assert single.getpixel((0, 0)) != white
    assert single.getpixel((single.width - 1, single.height - 1)) != white
    a_mm = four.width / 210
    bleed = [(x, y) for x in (5.5, 104.5, 105.5, 204.5) for y in (9, 148, 149, 288)]
    assert [
        at for at in bleed if four.getpixel((int(at[0] * a_mm), int(at[1] * a_mm))) == white
    ] == []
    assert four.getpixel((int(4.5 * a_mm), int(60 * a_mm))) == white


def front(pdf: bytes) -> Image.Image:
    shown = subprocess.run(
        ["pdftoppm", "-r", "72", "-png", "-f", "1", "-l", "1", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout
    return Image.open(BytesIO(shown)).convert("RGB")


def test_pictures_of_every_kind_are_printed(tmp_path: Path) -> None:
    for name in ("art.png", "art.jpg"):
        path = tmp_path / name
        Image.new("RGB", (300, 200), (0, 128, 0)).save(path)

        shown = front(printed([SHORTEST], Layout.SINGLE, artwork=Artwork(path=path)))

        red, green, blue = shown.getpixel((150, 200))  # type: ignore[misc]  # three of RGB
        assert green > 100 > max(red, blue)


def test_only_the_picture_and_the_layouts_lie_in_the_folder_and_not_for_long() -> None:
    with folder_of("four", CANDLE, 1) as (folder, name):
        found = {path.name for path in folder.iterdir()}

    assert found == {"main.typ", "card.typ", "art.svg"}
    assert name == "art.svg"
    assert not folder.exists()


def test_a_drawing_that_would_swell_the_file_is_turned_into_points() -> None:
    with (
        folder_of("single", CANDLE, 10_000_000) as (folder, name),
        Image.open(folder / name) as picture,
    ):
        assert picture.width > 1_800

    assert name == "art.png"


@pytest.mark.slow
def test_twelve_thousand_cards_fit_into_bounded_memory() -> None:
    # Twelve thousand different texts, so that nothing is laid out once for many.
    pool = [*CARDS, *of_every_locale()]
    cards = [
        Card(name=pool[at % len(pool)].name, text=f"{at}. {pool[at % len(pool)].text}", lang="en")
        for at in range(12_000)
    ]
    cards = [card for card in cards if len(card.text) < 400]

    done = run(asked(cards, Layout.FOUR))

    assert done.returncode == 0
    assert len(PdfReader(BytesIO(done.stdout)).pages) == 2 * -(-len(cards) // 4)
    assert 3 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2 * MOST_KIB
