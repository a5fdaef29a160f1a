"""Set what only a page of messages has, from the demonstration's files."""

from typing import Any

from zvarot.kinds.message.models import MessagePage

Block = tuple[str, dict[str, str]]


def set_settings(page: MessagePage, message: dict[str, Any]) -> None:
    """Set what is the same in every language: ways, length, who reads, the picture."""
    art = message["artwork"]
    page.route = message["route"]
    page.other_routes = list(message["other_routes"])
    page.longest = message["longest"]
    page.two_eyes = message["two_eyes"]
    page.artwork_drawing = art["drawing"]
    page.artwork_credit = art["credit"]
    page.artwork_consent = art["consent"]
    page.focus_x, page.focus_y = art["focus"]


def set_words(page: MessagePage, message: dict[str, Any]) -> None:
    """Set the words of one language."""
    page.recipient = message["recipient"]
    page.write_about = "\n".join(message["write_about"])
    page.not_about = "\n".join(message["not_about"])
    page.artwork_alt = message["artwork_alt"]
    page.lines = [_line(line) for line in message["lines"]]


def _line(line: dict[str, str]) -> Block:
    language = line.get("language", "be")
    return "line", {"text": line["text"], "language": language, "meaning": line["meaning"]}
