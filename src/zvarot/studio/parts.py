"""Turn a page's body into the plain data that the public templates draw.

The templates know nothing of Wagtail: each part is a dict of block_type and value.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from markupsafe import Markup
from wagtail.documents.models import AbstractDocument
from wagtail.rich_text import RichText

from zvarot.cases.models import Case
from zvarot.contract.wording import Wording
from zvarot.lib.words import words
from zvarot.offices.addressing import Addressing
from zvarot.studio.cleaning import cleaned, paragraphs
from zvarot.studio.pictures import PictureValue, Shown

Part = dict[str, Any]


class Parts:
    """Everything a part may need to know about its page.

    today -- the day of the baking: from `nag_on` a fact counts as old.
    """

    def __init__(
        self, *, words: Wording, case: Case | None, addressing: Addressing | None, today: date
    ) -> None:
        self._words = words
        self._case = case
        self._addressing = addressing
        self._today = today
        self._makers: dict[str, Callable[[Any], tuple[str, Part]]] = {
            "story": self._story,
            "facts": self._facts,
            "demands": self._demands,
            "letter": self._letter,
            "quote": self._quote,
            "picture": self._picture,
            "video": self._video,
            "steps": self._steps,
            "downloads": self._downloads,
            "call": self._call,
            "update": self._update,
        }

    def of(self, body: Any) -> list[Part]:
        """Give the parts in order, without those that turn out empty."""
        made = (self._makers[child.block_type](child.value) for child in body)
        return [{"block_type": name, "value": value} for name, value in made if value]

    def letter(self, body: Any) -> Part | None:
        """Give the page's letter, if it has one."""
        letters = (child.value for child in body if child.block_type == "letter")
        first = next(letters, None)
        return self._letter(first)[1] if first is not None else None

    def _story(self, value: Any) -> tuple[str, Part]:
        return "story", {
            "heading": value["heading"],
            "text": _rich(value["text"]),
            "source": value["cite"],
        }

    def _facts(self, value: Any) -> tuple[str, Part]:
        facts = [_fact(row, self._words, self._today) for row in self._rows(list(value["keys"]))]
        return "facts", {"facts": facts} if facts else {}

    def _rows(self, keys: list[str]) -> list[Any]:
        if self._case is None:
            return []
        rows = [row for row in self._case.facts.all() if row.language == self._words.lang]
        if not keys:
            return rows
        by_key = {row.key: row for row in rows}
        return [by_key[key] for key in keys if key in by_key]

    def _demands(self, value: Any) -> tuple[str, Part]:
        return "demands", {"heading": value["heading"], "demands": list(value["items"])}

    def _letter(self, value: Any) -> tuple[str, Part]:
        kept = self._addressing
        return "letter", {
            "heading": "",
            "address": list(kept.block) if kept else [],
            "subject": value["subject"],
            "salutation": value["salutation"] or (kept.salutation if kept else ""),
            "text": paragraphs(value["paragraphs"]),
            "closing": value["closing"],
            "lang": self._words.lang,
            "dir": words(self._words.lang).dir,
        }

    def _quote(self, value: Any) -> tuple[str, Part]:
        speaker = ", ".join(part for part in (value["speaker"], value["source"]) if part)
        return "quote", {"text": value["text"], "speaker": speaker, "lang": ""}

    def _picture(self, value: PictureValue) -> tuple[str, Part]:
        if value.shown is None:
            return "picture", {}
        return "picture", {
            "file": _file(value.shown),
            "alt": "" if value["is_decorative"] else value["alt"],
            "caption": value["caption"],
            "credit": value["credit"],
        }

    def _video(self, value: Any) -> tuple[str, Part]:
        poster = value["poster"].shown
        return "video", {
            "heading": value["heading"],
            "href": media_url(value["file"]),
            "poster": _file(poster) if poster else None,
            "length": _length(value["seconds"], self._words),
            "note": value["text"],
            "transcript": _rich(value["transcript"]),
            "captions": [_captions(one) for one in value["captions"]],
        }

    def _steps(self, value: Any) -> tuple[str, Part]:
        steps = [
            {
                "title": step["title"],
                "text": step["text"],
                "art": "",
                "file": _file(step["picture"].shown) if step["picture"].shown else None,
            }
            for step in value["items"]
        ]
        return "steps", {"heading": value["heading"], "steps": steps}

    def _downloads(self, value: Any) -> tuple[str, Part]:
        files = [_download(item) for item in value["items"]]
        return "downloads", {"heading": value["heading"], "files": files}

    def _call(self, value: Any) -> tuple[str, Part]:
        return "call_to_action", {
            "heading": value["heading"],
            "text": value["text"],
            "label": value["button"],
            "href": value["href"] or "#act",
        }

    def _update(self, value: Any) -> tuple[str, Part]:
        return "story", {
            "heading": f"{self._words.date(value['on'])}: {value['title']}",
            "text": _rich(value["text"]),
            "source": "",
        }


def media_url(document: AbstractDocument | None) -> str:
    """Give a document's address on the public site: the file itself, without Wagtail's view."""
    return f"{settings.MEDIA_URL}{document.file.name}" if document else ""


def _rich(value: RichText | None) -> Markup:
    return cleaned(value)


def _file(picture: Shown) -> dict[str, Any]:
    return {"src": picture.src, "width": picture.width, "height": picture.height}


def _fact(row: Any, words: Wording, today: date) -> dict[str, Any]:
    return {
        "number": row.number,
        "text": row.text,
        "source": row.source,
        "as_of": words.date(row.as_of),
        "stale": bool(row.nag_on and row.nag_on <= today),
    }


def _captions(one: Any) -> dict[str, str]:
    return {
        "lang": one["lang"],
        "name": words(one["lang"]).name,
        "href": media_url(one["file"]),
    }


def _length(seconds: int, words: Wording) -> str:
    minutes, rest = divmod(seconds, 60)
    parts = (
        words.gettext("{n} min").replace("{n}", words.number(minutes)) if minutes else "",
        words.gettext("{n} s").replace("{n}", words.number(rest)) if rest else "",
    )
    return " ".join(part for part in parts if part)


def _download(item: Any) -> dict[str, Any]:
    document = item["file"]
    kind = document.file_extension.upper() if document else ""
    return {
        "title": item["title"],
        "href": media_url(document),
        "language": item["language"],
        "lang": "",
        "kind": kind,
        "size": _size(document.get_file_size() if document else 0),
    }


def _size(size: int | None) -> str:
    if not size:
        return ""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} KB"
