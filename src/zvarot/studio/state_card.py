"""The card above the story once an action takes nobody any more, or not yet."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.dates import format_date

from zvarot.lib.marks import mark as _
from zvarot.lib.marks import mark_n
from zvarot.lib.words import Words
from zvarot.studio.action_view import ActionView, local_day

EARLY, CLOSED, DELIVERED, WON, ARCHIVED = "early", "closed", "delivered", "won", "archived"

_WORDS: Final = {
    EARLY: _("Opens"),
    CLOSED: _("Closed"),
    DELIVERED: _("Delivered"),
    WON: _("Won"),
    ARCHIVED: _("Archived"),
}
_TITLES: Final = {
    EARLY: _("This action has not begun"),
    CLOSED: _("This action has closed"),
    DELIVERED: _("It was handed over"),
    WON: _("What was asked for has happened"),
    ARCHIVED: _("This action is over"),
}
_TEXTS: Final = {
    EARLY: _("Come back on that day."),
    CLOSED: _("No more names are taken. What becomes of it will stand here."),
    DELIVERED: "",
    WON: _("Thank you to everyone who took part."),
    ARCHIVED: _("The page stays, so that its address never breaks."),
}
HANDED_NAMES: Final = mark_n("{n} name was handed over.", "{n} names were handed over.")
HANDED_COUNT: Final = mark_n(
    "The number was handed over: {n} person.", "The number was handed over: {n} people."
)


@dataclass(frozen=True)
class Delivered:
    """The newest hand-over of an action to its target. n -- people in it."""

    on: date
    n: int


def shut_card(view: ActionView, delivered: Delivered | None) -> dict[str, Any]:
    """Give the card of a page whose form is gone."""
    state = _state(view, delivered)
    on = delivered.on if delivered and state == DELIVERED else _day(view, state)
    texts = _texts(view.words_page, state)
    say = view.words.gettext
    text = texts["text"] or (say(_TEXTS[state]) if _TEXTS[state] else "")
    if delivered and state in {DELIVERED, WON}:
        text = f"{_handed(view, delivered)} {text}".strip()
    return {
        "mark": _mark(view.words, say(_WORDS[state]), on),
        "title": texts["title"] or say(_TITLES[state]),
        "text": text,
        "shut": state not in {DELIVERED, WON},
    }


def _state(view: ActionView, delivered: Delivered | None) -> str:
    state = str(view.original.state)
    if state in {WON, ARCHIVED}:
        return state
    if delivered:
        return DELIVERED
    opens = view.original.opens_at
    return EARLY if state == "open" and opens and view.now < opens else CLOSED


def _day(view: ActionView, state: str) -> date:
    original = view.original
    moment = original.opens_at if state == EARLY else original.closes_at
    if moment is None or (state != EARLY and moment > view.now and original.state != "open"):
        return view.now.date()
    return local_day(moment, original.time_zone)


def _texts(page: Any, state: str) -> dict[str, str]:
    for child in page.state_texts:
        if child.value["state"] == state:
            return {"title": child.value["title"], "text": child.value["text"]}
    return {"title": "", "text": ""}


def _handed(view: ActionView, delivered: Delivered) -> str:
    has_names = bool(view.promise.allowed_fields("target"))
    one, many = HANDED_NAMES if has_names else HANDED_COUNT
    sentence = view.words.ngettext(one, many, delivered.n)
    return sentence.format(n=view.words.number(delivered.n))


def _mark(words: Words, word: str, day: date) -> list[str]:
    month = format_date(day, "LLL y", locale=words.locale)
    return [word, words.number(day.day), month]
