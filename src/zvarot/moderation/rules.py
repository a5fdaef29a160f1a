"""What an action's options say about its messages: one place for each thing that is read there.

Publication copies them from the case and from the page:

    mail      rules of the place it goes to, and routes (contract/message.py)
    names     names of the recipient that may be written
    lines     lines that the page suggests, by language
    two_eyes  whether two people must approve; they must, unless it says no
    artwork   {"file": a name among the uploads, "credit": …, "focus": [x, y]}
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from zvarot.actions.models import Action
from zvarot.contract.card import Artwork
from zvarot.contract.message import Doubt, MailRules, Reach, Route, RouteLine
from zvarot.moderation import flags, wordlists
from zvarot.moderation.models import FlagWords

KIND: Final = "message"
_FLAG_OF: Final = {
    Doubt.LANGUAGE: flags.LANGUAGE,
    Doubt.WORDS: flags.WORDS,
    Doubt.LENGTH: flags.LONG,
}


def needs_two(action: Action) -> bool:
    """Tell whether two people must approve a message."""
    return action.options.get("two_eyes", True) is not False


def routes(action: Action) -> tuple[RouteLine, ...]:
    """Return the ways that messages of the action may take, as the case record knows them."""
    return tuple(map(RouteLine.from_json, _mail(action).get("routes") or ()))


def route_of(action: Action, answer: str) -> Route:
    """Return the way a message takes: as answered, else the first that is not impossible."""
    if answer in set(Route):
        return Route(answer)
    possible = (line.route for line in routes(action) if line.reach is not Reach.IMPOSSIBLE)
    return next(possible, Route.PRISON)


def known_names(action: Action) -> tuple[str, ...]:
    """Return the names that may stand in a message: the recipient's, and what the title says."""
    given = action.options.get("names") or ()
    return (*(str(one) for one in given), action.title)


def suggested_lines(action: Action) -> tuple[str, ...]:
    """Return the lines that the page suggests, in all its languages."""
    return tuple(_texts(action.options.get("lines") or ()))


def hate_words(lang: str) -> tuple[str, ...]:
    """Return the hostile words of a language: as staff keep them, else the shipped ones."""
    own = FlagWords.objects.filter(lang=lang).first()
    if own is not None:
        return wordlists.lines(own.words)
    return tuple(wordlists.shipped()["hate"].get(lang, ()))


def broken(action: Action, text: str, route: Route) -> set[str]:
    """Return the flags for what the place it goes to may not hand over. Only a prison has rules."""
    told = _mail(action).get("rules")
    if route is not Route.PRISON or not told:
        return set()
    return {_FLAG_OF[one.doubt] for one in MailRules.from_json(told).warnings(text)}


def artwork(action: Action) -> Artwork | None:
    """Return the picture on the front, if it lies among the uploads."""
    told = action.options.get("artwork") or {}
    folder = Path(settings.MEDIA_ROOT).resolve()
    path = (folder / str(told.get("file", ""))).resolve()
    if not told or folder not in path.parents or not path.is_file():
        return None
    x, y = told.get("focus") or (0.5, 0.5)
    return Artwork(path=path, credit=str(told.get("credit", "")), focus=(float(x), float(y)))


def _mail(action: Action) -> dict[str, Any]:
    mail: dict[str, Any] = action.options.get("mail") or {}
    return mail


def _texts(told: Any) -> Iterator[str]:
    """Yield every text in a list, or in lists by language."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for one in told.values():
            yield from _texts(one)
    elif isinstance(told, (list, tuple)):
        for one in told:
            yield from _texts(one)
