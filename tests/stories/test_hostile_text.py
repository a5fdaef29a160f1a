"""515 texts that programs stumble over, typed into every field of the form and every page.

The texts: tests/data/blns.json (LICENSE-blns.txt lies beside it).
"""

import csv
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.stories import staff
from tests.stories.world import Reply, World
from zvarot.deliveries.exporters.csv_file import guard
from zvarot.lib.text import normalised

pytestmark = pytest.mark.slow

SLUG = "maryia-petition"
TEXTS: list[str] = json.loads((Path(__file__).parent.parent / "data" / "blns.json").read_text())
GOOD = {"given_name": "Alés", "family_name": "K", "country": "LT", "updates": "no"}


class Page(HTMLParser):
    """What a browser makes of a page: elements with the names of their attributes, and values."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []
        self.values: dict[str, str] = {}
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attrs)))
        found = dict(attrs)
        if tag == "input" and found.get("name"):
            self.values[str(found["name"])] = found.get("value") or ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_whatever_is_typed_is_kept_or_comes_back_and_nothing_runs(
    world: World, tmp_path: Path
) -> None:
    cases = [(name, place) for name in ("given_name", "family_name") for place in range(len(TEXTS))]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda case: _typed(world, *case), cases))
        others = list(pool.map(lambda place: _elsewhere(world, place), range(len(TEXTS))))

    assert {reply.status for reply in (*replies, *others)} == {200, 422}
    _came_back([(name, place, r) for (name, place), r in zip(cases, replies, strict=True)])
    for place, reply in enumerate(others):
        if reply.status == 422:
            assert Page(reply.text).values["email"] == TEXTS[place]
    taken = [case for case, reply in zip(cases, replies, strict=True) if reply.status == 200]
    assert len(taken) > 100

    _confirm(world, [_address(*case) for case in taken])
    names = {_answered(*case) for case in taken}
    _is_delivered(world, names, tmp_path)
    studio = staff.Studio(world)
    studio.get("/admin/pages/3/")
    listed = set(
        re.findall(r"/admin/deliveries/(?:action/)?\d+/(?=\")", studio.get("/admin/deliveries/"))
    )
    assert listed
    for path in listed:
        studio.get(path)


def _typed(world: World, name: str, place: int) -> Reply:
    answers = {**GOOD, name: TEXTS[place], "email": _address(name, place)}
    return world.post(f"/{SLUG}/", answers)


def _elsewhere(world: World, place: int) -> Reply:
    """Type the text where only a country or an address belongs."""
    text = TEXTS[place]
    return world.post(f"/be/{SLUG}/", {**GOOD, "country": text, "email": text, "updates": text})


def _address(name: str, place: int) -> str:
    return f"{name.partition('_')[0]}{place}@blns{place % 20}.example.org"


def _answered(name: str, place: int) -> tuple[str, str]:
    whole = {**GOOD, name: normalised(TEXTS[place])}
    return whole["given_name"], whole["family_name"]


def _came_back(replies: list[tuple[str, int, Reply]]) -> None:
    """Refused: the same text in the same field, a sentence beside it, the page as ever."""
    shapes: dict[str, list[tuple[str, ...]]] = {}
    for name, place, reply in replies:
        if reply.status != 422:
            continue
        page = Page(reply.text)
        assert page.values[name] == TEXTS[place]
        assert page.values["email"] == _address(name, place)
        assert re.search(rf'id="f-{name}-e"[^>]*>.*\S', reply.text)
        shapes.setdefault(name, page.elements)
        assert page.elements == shapes[name], f"{TEXTS[place]!r} changes the page"


def _confirm(world: World, addresses: list[str]) -> None:
    wanted = set(addresses)
    before = world.confirmed(SLUG)
    world.until(
        lambda: wanted <= {str(mail["To"]) for mail in world.mails()}, "all mail", seconds=120
    )
    mails = [mail for mail in world.mails() if str(mail["To"]) in wanted]
    assert len(mails) == len(wanted)
    shapes = {re.sub(r"/confirm/\S+", "", mail.get_content()) for mail in mails}
    assert len(shapes) == 1, "a mail carries nothing of what was typed"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda mail: world.post(world.confirm_path(mail), {}), mails))
    world.until(lambda: world.confirmed(SLUG) >= before + len(wanted), "the count", seconds=120)


def _is_delivered(world: World, names: set[tuple[str, str]], out: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "zvarot", "deliver", SLUG, "--out", str(out)],
        env=world.environ,
        check=True,
        capture_output=True,
    )
    [table] = out.glob("*.csv")
    with table.open(newline="", encoding="utf-8-sig") as file:
        rows = {(given, family) for given, family, _ in csv.reader(file)}
    assert {(guard(given), guard(family)) for given, family in names} - rows == set()
    [sheet] = out.glob("*.xlsx")
    cells = openpyxl.load_workbook(sheet).worksheets[0]
    assert names - {(str(row[0].value), str(row[1].value)) for row in cells.rows} == set()
    assert {cell.data_type for row in cells.rows for cell in row} == {"s"}, "no formula, no number"
    [pdf] = out.glob("*.pdf")
    printed = subprocess.run(
        ["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert {name for pair in names for name in pair if not _is_printed(name, printed)} == set()


def _is_printed(name: str, printed: str) -> bool:
    """In scripts that are shaped or run from the right, the letters come in another order.

    A letter that no font at hand has is printed as its code, and so not lost.
    """
    decoded = re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda code: chr(int(code[1], 16)), printed)
    wanted, there = _bare(name), _bare(decoded)
    return wanted in there or (_is_shaped(name) and set(wanted) <= set(there))


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")


def _is_shaped(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in {"R", "AL", "NSM"} for c in text)


# --- the same texts as a page's own ----------------------------------------------------------


def test_pages_made_of_such_texts_stay_whole(world: World, tmp_path: Path) -> None:
    pages = _pages()
    (tmp_path / "pages.json").write_text(json.dumps(pages))
    staff.run(world, "write_hostile_pages.py", str(tmp_path / "pages.json"))

    shapes = set()
    for slug, texts in pages.items():
        for lang, words in texts.items():
            path = f"/{slug}/" if lang == "en" else f"/{lang}/{slug}/"
            page = world.until(partial(_when_there, world, path), path, seconds=60)
            assert page
            said = _squeezed("".join(page.texts))
            missing = [text for text in _all(words) if _squeezed(text) not in said]
            assert missing == []
            shapes.add((lang, len(words["demands"]), tuple(page.elements)))
    full = [shape for shape in shapes if shape[1] == _DEMANDS]
    assert len(full) == 3, "one shape in each language, whatever the texts"
    assert world.get("/").status == 200
    assert world.post(f"/{next(iter(pages))}/", {}).status == 422
    studio = staff.Studio(world)
    studio.get("/admin/pages/3/")


_DEMANDS = 9


def _when_there(world: World, path: str) -> Page | None:
    reply = world.get(path)
    return Page(reply.text) if reply.status == 200 else None


def _pages() -> dict[str, dict[str, dict[str, Any]]]:
    """Every text that the studio's own form would take: some in a title, all in a demand."""
    fit = [" ".join(text.split()) for text in TEXTS]
    source = iter([text for text in fit if text and len(text) <= 255])
    pages: dict[str, dict[str, dict[str, Any]]] = {}
    number = 0
    while batch := list(islice(source, 3 * _DEMANDS)):
        number += 1
        thirds = [batch[place::3] for place in range(3)]
        if thirds[2]:
            pages[f"hostile-{number}"] = {
                lang: _words(texts) for lang, texts in zip(("en", "fr", "be"), thirds, strict=True)
            }
    return pages


def _words(texts: list[str]) -> dict[str, Any]:
    def joined(most: int) -> str:
        said = ""
        for text in texts:
            said = f"{said} {text}" if len(said) + len(text) < most else said
        return said.strip() or "x"

    return {
        "title": joined(250),
        "lead": joined(590),
        "heading": joined(115),
        "thanks_title": joined(115),
        "thanks_text": joined(590),
        "stamp_alt": joined(245),
        "search_description": joined(250),
        "demands": texts,
    }


def _all(words: dict[str, Any]) -> Iterator[str]:
    yield from (str(words[name]) for name in ("title", "lead", "heading"))
    yield from words["demands"]


def _squeezed(text: str) -> str:
    return "".join(text.split())
