"""What a moderator sees on a screen: which messages, in which order, and what each says.

Texts are opened for one answer and kept nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from zvarot.actions.models import Action
from zvarot.contract.message import Route
from zvarot.moderation import flags, queries
from zvarot.moderation.cuts import pieces
from zvarot.moderation.errors import MessageClosed
from zvarot.moderation.models import Message, Translation
from zvarot.moderation.opening import Opened, Opener

PER_SCREEN: Final = 50
STATES: Final = ("todo", "half", "waiting", "held", "approved", "refused", "all")
LENGTHS: Final = {"short": (0, 60), "medium": (61, 200), "long": (201, 1 << 30)}
SORTS: Final = ("oldest", "newest", "flags", "alike", "shortest", "longest")
NO_FLAG: Final = "none"
State = Message.State


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What staff filter and sort by; what is not understood is the default.

    skip -- how many of the first are passed over.
    """

    state: str = "todo"
    lang: str = ""
    flag: str = ""
    length: str = ""
    route: str = ""
    sort: str = "oldest"
    skip: int = 0

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Chosen":
        skip = str(given.get("skip", ""))
        return cls(
            state=_one_of(STATES, given.get("state")) or "todo",
            lang=str(given.get("lang", ""))[:12],
            flag=_one_of((*flags.ALL, NO_FLAG), given.get("flag")),
            length=_one_of(LENGTHS, given.get("length")),
            route=_one_of(list(Route), given.get("route")),
            sort=_one_of(SORTS, given.get("sort")) or "oldest",
            skip=int(skip) if skip.isascii() and skip.isdecimal() and len(skip) < 8 else 0,
        )

    def query(self, **changed: object) -> dict[str, str]:
        """Return what an address says, with some of it changed."""
        said = {
            "state": self.state,
            "lang": self.lang,
            "flag": self.flag,
            "length": self.length,
            "route": self.route,
            "sort": self.sort,
            "skip": self.skip or "",
        }
        return {name: str(value) for name, value in {**said, **changed}.items() if value != ""}


@dataclass(frozen=True, kw_only=True, repr=False)
class Card:
    """One message on the screen. Is never printed to a log.

    parts -- of the text, each with whether it is cut out. opened -- None: it cannot be read.
    """

    message: Message
    opened: Opened | None
    parts: list[tuple[str, bool]]
    closed_because: str
    translation: str
    translation_lang: str
    is_mine: bool
    batch: int | None

    @property
    def is_half(self) -> bool:
        """Whether one of two people has approved."""
        return self.message.state == State.WAITING and self.message.first_by is not None


def rows(action: Action, chosen: Chosen, user: int) -> QuerySet[Message]:
    """Return the messages that were asked for, in the order that was asked for."""
    found = _in_state(queries.messages(action), chosen.state, user)
    if chosen.lang:
        found = found.filter(lang="" if chosen.lang == "?" else chosen.lang)
    if chosen.route:
        found = found.filter(route=chosen.route)
    if chosen.length:
        least, most = LENGTHS[chosen.length]
        found = found.filter(length__gte=least, length__lte=most)
    if chosen.flag == NO_FLAG:
        found = found.filter(flags=[])
    elif chosen.flag:
        # The list as text: SQLite cannot look into it.
        found = found.annotate(said=Cast("flags", TextField())).filter(
            said__contains=f'"{chosen.flag}"'
        )
    return found.order_by(*_order(chosen.sort))


def cards(messages: Sequence[Message], opener: Opener, user: int) -> list[Card]:
    """Open what a screen shows."""
    signatures = [one.signature for one in messages]
    opened = opener.opened_all(signatures)
    found = Translation.objects.filter(message__in=list(messages))
    translations = {one.message_id: one for one in found}
    return [
        _card(one, opened[one.signature_id], translations.get(one.pk), opener, user)
        for one in messages
    ]


def one_card(message: Message, opener: Opener, user: int) -> Card:
    """Open one message."""
    return cards([message], opener, user)[0]


def _card(
    message: Message,
    opened: Opened | None,
    translation: Translation | None,
    opener: Opener,
    user: int,
) -> Card:
    because = ""
    if opened is None:
        because = _why(message, opener)
    item = getattr(message, "item", None)
    return Card(
        message=message,
        opened=opened,
        parts=pieces(opened.text, message.cuts) if opened else [],
        closed_because=because,
        translation=_translated(message, translation, opener),
        translation_lang=translation.lang if translation else "",
        is_mine=message.first_by == user,
        batch=item.batch.number if item else None,
    )


def _why(message: Message, opener: Opener) -> str:
    try:
        opener.opened(message.signature)
    except MessageClosed as closed:
        return str(closed)
    return ""


def _translated(message: Message, found: Translation | None, opener: Opener) -> str:
    if found is None or found.for_moderator is None:
        return ""
    try:
        return opener.translation(message.signature, bytes(found.for_moderator), "moderator")
    except MessageClosed:
        return ""


def _in_state(found: QuerySet[Message], state: str, user: int) -> QuerySet[Message]:
    found = found.select_related("signature__action", "item__batch")
    if state == "todo":  # what this person can decide now
        return found.filter(~Q(first_by=user), state=State.WAITING)
    if state == "half":
        return found.filter(state=State.WAITING, first_by__isnull=False)
    return found if state == "all" else found.filter(state=state)


def _order(sort: str) -> tuple[Any, ...]:
    orders: dict[str, tuple[Any, ...]] = {
        "oldest": ("came_on", "pk"),
        "newest": ("-came_on", "-pk"),
        "flags": (Case(When(flags=[], then=Value(1)), default=Value(0)), "pk"),
        "alike": (Coalesce("alike_id", "pk"), "pk"),
        "shortest": ("length", "pk"),
        "longest": ("-length", "pk"),
    }
    return orders[sort]


def _one_of(known: Any, given: object) -> str:
    return str(given) if given in set(known) else ""
