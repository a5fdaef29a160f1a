"""Cards for the tests of the card program, and what its PDFs show."""

import csv
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zvarot import demo
from zvarot.contract.card import PROGRAM, Artwork, Card, Check, Layout, card_job

DATA = Path(__file__).parent.parent / "data"
CANDLE = Artwork(path=Path(str(demo.__file__)).parent / "art" / "candle.svg", credit="Nadzeya")
NASTY: list[str] = json.loads((DATA / "blns.json").read_text("utf-8"))
MM = 72 / 25.4
_WORD = "<word " + " ".join(f'{edge}="([-.0-9]+)"' for edge in ("xMin", "yMin", "xMax", "yMax"))
_WORD += ">(.*?)</word>"
BY_HAND = (
    Card(name="Алесь", text="Мікіта, жадаю табе здароўя.\n\nУ нас першы снег.", lang="be"),
    Card(name="محمد", text="أتمنى لك الصحة والقوة. لست وحدك.", lang="ar"),
    Card(name="דוד", text="אני מאחל לך בריאות וכוח. אתה לא לבד.", lang="he"),
    Card(name="अनिरुद्ध", text="मैं तुम्हारे स्वास्थ्य की कामना करता हूँ। तुम अकेले नहीं हो।", lang="hi"),
    Card(name="小明", text="祝你健康、坚强。“你并不孤单”，我们每天都在想着你……", lang="zh"),
    Card(name="美珍", text="祝你健康、堅強。你並不孤單。", lang="zh-Hant"),
    Card(name="稔", text="元気でいてください。あなたは一人ではありません。", lang="ja"),
    Card(name="도현", text="건강하시길 바랍니다. 당신은 혼자가 아닙니다.", lang="ko"),
    Card(name="บุญพา", text="ขอให้คุณมีสุขภาพแข็งแรง", lang="th"),
    Card(name="Ánh", text="Chúc bạn luôn mạnh khỏe. Bạn không đơn độc.", lang="vi"),
    Card(name="Zoë 🌻", text="Happy birthday! 🎂 🎧 ❤️ 👋🏽 👨‍👩‍👧 🇧🇾", lang="en"),
)
SHORTEST = Card(name="A", text="Ж", lang="ru")
LONGEST = (
    Card(name="Хрысціна", text=("Мікіта, я пішу табе з Вільні. " * 40)[:1000], lang="be"),
    Card(name="عبد الرحمن", text=("أتمنى لك الصحة والقوة ولست وحدك. " * 40)[:1000], lang="ar"),
    Card(name="W" * 60, text=("WWWW wwww iiii, mmmm! " * 50)[:1000], lang="en"),
)


@dataclass(frozen=True)
class Word:
    """A word on a page; pages are counted from 0, the rest is in mm from the top left."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


def asked(cards: Sequence[Card], layout: Layout, **more: Any) -> bytes:
    """Return a job with the candle on it."""
    words: dict[str, Any] = {"artwork": CANDLE, "title": "For Mikita", "lang": "en"}
    return card_job(cards, layout=layout, **(words | more))


def run(job: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *PROGRAM], input=job, capture_output=True, check=False)


def printed(cards: Sequence[Card], layout: Layout, **more: Any) -> bytes:
    done = run(asked(cards, layout, **more))
    assert done.returncode == 0, done.stderr
    return done.stdout


def checked(cards: Sequence[Card], layout: Layout) -> Check:
    done = run(asked(cards, layout, check_only=True))
    assert done.returncode == 0, done.stderr
    return Check.from_json(json.loads(done.stdout))


def text_of(pdf: bytes) -> str:
    """Return what can be read, without spaces and in the letters that were typed."""
    return squeezed(said(pdf))


def said(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def squeezed(text: str) -> str:
    """Arabic letters come back as forms of themselves, with marks of direction around them."""
    return re.sub(r"[\s\u200b\u202a-\u202e]", "", unicodedata.normalize("NFKC", text))


def words_on(pdf: bytes) -> list[Word]:
    """Return every word with its box: as wide as its letters, as tall as its font."""
    html = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    words = []
    for page, part in enumerate(html.split("<page ")[1:]):
        for *box, text in re.findall(_WORD, part):
            left, top, right, bottom = (float(one) / MM for one in box)
            words.append(Word(page, text, left, top, right, bottom))
    return words


def metadata_of(pdf: bytes) -> str:
    """Return what the file says of itself in XMP."""
    return pdf[pdf.index(b"<x:xmpmeta") : pdf.index(b"</x:xmpmeta")].decode()


def of_every_locale() -> list[Card]:
    """Return one card of each of the 34 locales of the sample."""
    first: dict[str, Card] = {}
    with (DATA / "supporters-sample.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            lang = row["locale"].replace("_", "-")
            card = Card(name=row["first_name"], text=row["comment"].strip(), lang=lang)
            first.setdefault(lang, card)
    return list(first.values())
