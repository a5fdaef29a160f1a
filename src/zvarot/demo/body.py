"""Turn the parts of a page of the demonstration into blocks of the studio."""

from html import escape
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from zvarot.demo.files import MEDIA

Block = tuple[str, dict[str, Any]]
# The letter stands with the story, before what comes after the form.
_AFTER_THE_LETTER = frozenset({"steps", "video"})


def body_of(words: dict[str, Any]) -> list[Block]:
    """Give the blocks of a page, its letter and its dated updates among them."""
    blocks = [_BLOCKS[part["type"]](part) for part in words["body"]]
    if "letter" in words:
        blocks.insert(_place(blocks), ("letter", _letter(words["letter"])))
    return blocks + [("update", _update(update)) for update in words.get("update", ())]


def document(path: Path, title: str) -> Any:
    """Give the file as a document of the studio, uploaded once."""
    documents = get_document_model().objects
    known = documents.filter(title=title).first()
    if known:
        return known
    return documents.create(title=title, file=ContentFile(path.read_bytes(), name=path.name))


def _place(blocks: list[Block]) -> int:
    places = [at for at, (name, _) in enumerate(blocks) if name in _AFTER_THE_LETTER]
    return min(places, default=len(blocks))


def _letter(letter: dict[str, Any]) -> dict[str, Any]:
    return {name: letter[name] for name in ("subject", "salutation", "paragraphs", "closing")}


def _update(update: dict[str, Any]) -> dict[str, Any]:
    return {"on": update["on"], "title": update["title"], "text": _rich([update["text"]])}


def _text(part: dict[str, Any]) -> Block:
    return "story", {
        "heading": part.get("heading", ""),
        "text": _rich(part["paragraphs"]),
        "cite": part.get("cite", ""),
    }


def _facts(part: dict[str, Any]) -> Block:
    return "facts", {"keys": part["facts"]}


def _demands(part: dict[str, Any]) -> Block:
    return "demands", {"heading": part["heading"], "items": part["items"]}


def _quote(part: dict[str, Any]) -> Block:
    return "quote", {name: part.get(name, "") for name in ("text", "speaker", "source")}


def _call(part: dict[str, Any]) -> Block:
    return "call", {
        "heading": part["heading"],
        "text": part["text"],
        "button": part["button"],
        "href": "",
    }


def _steps(part: dict[str, Any]) -> Block:
    steps = [
        {"title": step["title"], "text": step["text"], "picture": _drawing(step.get("art", ""))}
        for step in part["items"]
    ]
    return "steps", {"heading": part["heading"], "items": steps}


def _video(part: dict[str, Any]) -> Block:
    captions = [
        {"lang": lang, "file": document(MEDIA / name, name)}
        for lang, name in part["captions"].items()
    ]
    return "video", {
        "heading": part["heading"],
        "text": part["text"],
        "file": document(MEDIA / part["file"], part["file"]),
        "captions": captions,
        "poster": _drawing(part["poster"]),
        "seconds": part["seconds"],
        "transcript": _rich(part["transcript"]),
    }


def _picture(part: dict[str, Any]) -> Block:
    return "picture", {
        **_drawing(part["art"]),
        "alt": part["alt"],
        "is_decorative": False,
        "caption": part.get("caption", ""),
    }


def _drawing(name: str) -> dict[str, Any]:
    return {
        "image": None,
        "drawing": name,
        "alt": "",
        "is_decorative": True,
        "caption": "",
        "credit": "",
    }


def _rich(paragraphs: list[str]) -> RichText:
    return RichText("".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs))


_BLOCKS = {
    "text": _text,
    "facts": _facts,
    "demands": _demands,
    "quote": _quote,
    "call": _call,
    "steps": _steps,
    "video": _video,
    "picture": _picture,
}
