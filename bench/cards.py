"""What cards cost: twelve thousand different messages, four on a sheet, and the other layouts.

`python -m bench.cards --cards 12000` writes the page's section between its two marks.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typst

from zvarot.contract.card import PROGRAM, Artwork, Card, Layout, card_job
from zvarot.deliveries.typefaces import SERIF, Typefaces

SECTION = "<!-- cards -->\n", "<!-- /cards -->\n"
ROUNDS = 3
SAMPLE = Path("tests/data/supporters-sample.csv")
CANDLE = Artwork(path=Path("src/zvarot/demo/art/candle.svg").resolve(), credit="Zvarot")
BY_HAND = (
    Card(name="Алесь", text="Мікіта, жадаю табе здароўя і моцы. Ты не адзін.", lang="be"),
    Card(name="محمد", text="أتمنى لك الصحة والقوة. لست وحدك.", lang="ar"),
    Card(name="דוד", text="אני מאחל לך בריאות וכוח. אתה לא לבד.", lang="he"),
    Card(name="अनिरुद्ध", text="तुम अकेले नहीं हो।", lang="hi"),
    Card(name="小明", text="祝你健康、坚强，你并不孤单。", lang="zh"),
    Card(name="Zoë 🌻", text="Happy birthday! 🎂 🎧 ❤️", lang="en"),
)
_PAGE = """
#set document(date: none)
#set text(size: 10pt, hyphenate: false)
#for it in json(bytes(sys.inputs.data)) {
  page(width: 94mm, height: 134mm, margin: 6mm, text(font: it.fonts, it.text + it.name))
}
"""


@dataclass(frozen=True)
class Measured:
    """seconds -- of the best round. together -- shared memory counted once. All in MiB."""

    seconds: float
    largest: int
    together: int
    file: float


def main() -> int:
    """Measure, print, and write the section into the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.cards", description=__doc__)
    parser.add_argument("--cards", type=int, default=12_000)
    parser.add_argument("--page", type=Path, default=Path("docs/reference/benchmarks.md"))
    given = parser.parse_args()
    text = "\n".join(_section(given.cards)) + "\n"
    given.page.write_text(placed(given.page.read_text(encoding="utf-8"), text), encoding="utf-8")
    print(text)
    return 0


def placed(page: str, text: str) -> str:
    """Return the page with the section of cards replaced, or added at its end."""
    first, last = SECTION
    whole = first + text + last
    if first not in page:
        return f"{page.rstrip()}\n\n{whole}"
    return re.sub(re.escape(first) + ".*?" + re.escape(last), lambda _: whole, page, flags=re.S)


def messages(count: int) -> list[Card]:
    """Return so many different messages: a part of them by hand, most of 34 locales."""
    with SAMPLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pool = [*BY_HAND, *(_card(row, 1 + at % 6) for at, row in enumerate(rows))]
    return [
        Card(name=one.name, text=f"{one.text} {at}", lang=one.lang)
        for at, one in ((at, pool[at % len(pool)]) for at in range(count))
    ]


def _card(row: dict[str, str], times: int) -> Card:
    text = " ".join([row["comment"].strip()] * times)
    return Card(name=row["first_name"], text=text, lang=row["locale"].replace("_", "-"))


def _section(count: int) -> Iterator[str]:
    cards = messages(count)
    bare = min(_bare(cards) for _ in range(ROUNDS))
    four = _best(cards, Layout.FOUR)
    load = os.getloadavg()[0]
    yield "## Cards"
    yield ""
    yield (
        f"`python -m bench.cards` writes this section: {count:,} different messages in 34 locales "
        "and by hand (Belarusian, Arabic, Hebrew, Hindi, Chinese, emoji), "
        f"{sum(len(card.text) for card in cards) // count} characters on average, the best of "
        f"{ROUNDS} rounds; {os.cpu_count()} shared cores, load {load:.1f}. Bare Typst sets the "
        "same texts in one process at one size, without pictures, marks or checks."
    )
    yield ""
    yield "| what | value | target | |"
    yield "| --- | --- | --- | --- |"
    yield _row("four on A4 with backs, s", four.seconds, 6, ".1f")
    yield f"| the whole program ÷ bare Typst | {four.seconds / bare:.1f} | – | |"
    yield _row("memory of all its processes together, MiB", four.together, 1024, ",d")
    yield _row("memory of the largest of them, MiB", four.largest, 1024, ",d")
    yield ""
    yield "| layout | s | memory together, MiB | file, MiB |"
    yield "| --- | --- | --- | --- |"
    for layout in Layout:
        one = four if layout == Layout.FOUR else _measure(cards, layout)
        yield f"| {layout} | {one.seconds:.1f} | {one.together:,} | {one.file:.1f} |"


def _row(what: str, value: float, most: int, form: str) -> str:
    verdict = "reached" if value <= most else "**not reached**"
    return f"| {what} | {value:{form}} | ≤ {most:,} | {verdict} |"


def _best(cards: list[Card], layout: Layout) -> Measured:
    return min((_measure(cards, layout) for _ in range(ROUNDS)), key=lambda one: one.seconds)


def _measure(cards: list[Card], layout: Layout) -> Measured:
    job = card_job(cards, layout=layout, artwork=CANDLE, title="Messages", lang="en")
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as pdf:
        asked.write(job)
        asked.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *PROGRAM], stdin=asked, stdout=pdf, stderr=subprocess.DEVNULL
        )
        largest = together = 0
        while process.poll() is None:
            shared, most = _memory(process.pid)
            largest, together = max(largest, most), max(together, shared)
            time.sleep(0.05)
        seconds = time.perf_counter() - start
        assert process.returncode == 0
        size = pdf.seek(0, os.SEEK_END)
    return Measured(seconds, largest >> 10, together >> 10, size / 2**20)


def _memory(pid: int) -> tuple[int, int]:
    """Return the memory of a program with its children, and of the largest of them, in KiB."""
    sizes = [_rollup(one) for one in (pid, *_children(pid))]
    return sum(pss for pss, _rss in sizes), max(rss for _pss, rss in sizes)


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _rollup(pid: int) -> tuple[int, int]:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0, 0
    found = dict(re.findall(r"^(Pss|Rss): +(\d+) kB", text, re.M))
    return int(found.get("Pss", 0)), int(found.get("Rss", 0))


def _bare(cards: list[Card]) -> float:
    """Return how long Typst takes, from its start, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from bench.cards import set_bare; set_bare()", str(len(cards))],
        stdout=subprocess.PIPE,
        check=True,
    )
    return float(done.stdout)


def set_bare() -> None:
    """Set the messages, of which argv says how many, and print the seconds."""
    faces = Typefaces(style=SERIF)
    data = [
        {
            "text": card.text + " ",
            "name": card.name,
            "fonts": faces.families_of(card.text + card.name, card.lang),
        }
        for card in messages(int(sys.argv[1]))
    ]
    start = time.perf_counter()
    compiler = typst.Compiler(
        _PAGE.encode(),
        font_paths=faces.fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    compiler.compile(format="pdf", pdf_tags=False)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    sys.exit(main())
