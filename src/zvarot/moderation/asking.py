"""Carry out what a moderator's browser asks for, and say what came of it, message by message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from zvarot.actions.models import Action
from zvarot.contract.errors import ZvarotError
from zvarot.moderation import cuts, services, translating
from zvarot.moderation.errors import DecisionRefused
from zvarot.moderation.models import Message
from zvarot.moderation.opening import Opener
from zvarot.moderation.services import Ask
from zvarot.moderation.words import REASONS, STATES
from zvarot.sealing.keys import KeyFiles

State = Message.State
MOST = 200  # messages that one request decides about


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One message as the browser names it: `id:version`."""

    pk: int
    seen: int

    @classmethod
    def read(cls, given: str) -> "Wanted | None":
        pk, _colon, seen = given.partition(":")
        parts = (pk, seen)
        if not all(one.isascii() and one.isdecimal() and len(one) < 18 for one in parts):
            return None
        return cls(pk=int(pk), seen=int(seen))


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of it. message -- the row as it is now; None: refused, for `problem`."""

    pk: int
    message: Message | None = None
    problem: str = ""

    def to_json(self, user: int) -> dict[str, Any]:
        row = self.message
        if row is None:
            return {"id": self.pk, "ok": False, "problem": self.problem}
        return {
            "id": self.pk,
            "ok": True,
            "version": row.version,
            "state": state_of(row),
            "mine": row.first_by == user,
            "said": said(row, user),
        }


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The action, who decides, when, and the keys."""

    action: Action
    keys: KeyFiles
    by: int
    now: Any

    def decide(self, given: QueryDict) -> list[Result]:
        """Decide about each message that was named, one transaction each."""
        verdict, reason = given.get("verdict", ""), given.get("reason", "")
        wanted = [one for text in given.getlist("message")[:MOST] if (one := Wanted.read(text))]
        return [self._each(one, verdict, reason) for one in wanted]

    def cut(self, wanted: Wanted, given: Mapping[str, Any]) -> Result:
        """Cut out one more part, or show everything again."""
        try:
            return Result(pk=wanted.pk, message=self._cut(wanted, given))
        except ZvarotError as refused:
            return Result(pk=wanted.pk, problem=str(refused))

    def translate(self, wanted: Wanted, lang: str, text: str) -> Result:
        """Keep or remove a translation."""
        try:
            row = translating.translate(
                self.action, wanted.pk, lang, text, self._ask(wanted), keys=self.keys
            )
        except ZvarotError as refused:
            return Result(pk=wanted.pk, problem=str(refused))
        return Result(pk=wanted.pk, message=row)

    def _each(self, wanted: Wanted, verdict: str, reason: str) -> Result:
        ask = self._ask(wanted)
        verbs = {"approve": services.approve, "hold": services.hold, "undo": services.undo}
        try:
            if verdict == "refuse":
                row = services.refuse(self.action, wanted.pk, reason, ask, keys=self.keys)
            elif verdict in verbs:
                row = verbs[verdict](self.action, wanted.pk, ask, keys=self.keys)
            else:
                raise DecisionRefused("Say what is to be done with it.")
        except ZvarotError as refused:
            return Result(pk=wanted.pk, problem=str(refused))
        return Result(pk=wanted.pk, message=row)

    def _cut(self, wanted: Wanted, given: Mapping[str, Any]) -> Message:
        ask = self._ask(wanted)
        if given.get("all"):
            return services.cut(self.action, wanted.pk, [], ask, keys=self.keys)
        message = Message.objects.filter(action=self.action, pk=wanted.pk).first()
        before = message.cuts if message else []
        new = _place(given) or self._find(message, str(given.get("part", "")))
        if new is None:
            raise DecisionRefused("These words are not in the message.")
        return services.cut(self.action, wanted.pk, [*before, new], ask, keys=self.keys)

    def _find(self, message: Message | None, part: str) -> cuts.Cut | None:
        if message is None or not part.strip():
            return None
        return cuts.find(Opener(self.keys).opened(message.signature).text, part)

    def _ask(self, wanted: Wanted) -> Ask:
        return Ask(by=self.by, seen=wanted.seen, now=self.now)


def state_of(row: Message) -> str:
    """Return the state as the screen distinguishes it."""
    if row.state == State.WAITING and row.first_by is not None:
        return "half"
    return str(row.state)


def said(row: Message, user: int) -> str:
    """Return the state of a message in words."""
    if state_of(row) == "half":
        if row.first_by == user:
            return _("You have approved it. A second person must read it.")
        return _("One person has approved it. It needs a second.")
    if row.state == State.REFUSED and row.reason in REASONS:
        return _("Refused: %s") % REASONS[row.reason]
    return str(STATES[row.state]).capitalize()


def _place(given: Mapping[str, Any]) -> cuts.Cut | None:
    start, end = str(given.get("start", "")), str(given.get("end", ""))
    if not all(one.isascii() and one.isdecimal() and len(one) < 7 for one in (start, end)):
        return None
    return int(start), int(end)
