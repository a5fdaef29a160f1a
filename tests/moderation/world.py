"""An action of messages, people whose acts count, and two moderators."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from zvarot.actions.models import Action, Promised
from zvarot.contract.audiences import MODERATOR, ORGANISER, RECIPIENT
from zvarot.contract.message import FIELD, ROUTE
from zvarot.contract.promise import Disclosure, Promise, When
from zvarot.moderation import intake, services
from zvarot.moderation.models import Message
from zvarot.moderation.opening import NAME, Opener
from zvarot.moderation.services import Ask
from zvarot.sealing.closing import seal
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Envelope, Signature

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HASH = b"1" * 32
TEXT = "Трымайся, мы цябе не забылі!"
MARYNA, TAMARA = 101, 102
EMAIL = "ales@example.org"


def promise() -> Promise:
    """What the kind `message` promises."""
    shown = (NAME, FIELD, ROUTE)
    asks = ("email", NAME, "family_name", "country")

    def line(audience: str, fields: tuple[str, ...], days: int) -> Disclosure:
        return Disclosure(
            audience=audience,
            fields=fields,
            purpose="to print it",
            when=When.AT_ONCE,
            days=days,
            channel="list",
            only_if=("updates", "yes") if audience == ORGANISER else None,
        )

    return Promise(
        (line(MODERATOR, shown, 7), line(RECIPIENT, shown, 30), line(ORGANISER, asks, 7))
    )


@dataclass
class World:
    """now -- the clock, moved by hand."""

    keys: KeyFiles
    now: datetime = NOW

    def action(self, slug: str = "mikita-messages", **columns: object) -> Action:
        columns = {"promise": promise().to_json(), "options": {}, **columns}
        action = Action.objects.create(
            slug=slug, kind="message", title="Messages for Mikita", state="open", **columns
        )
        Promised.objects.create(
            action=action,
            hash=HASH,
            lang="be",
            promise=columns["promise"],
            sentence="",
            first_shown_on=date(2026, 11, 1),
        )
        return action

    def writes(
        self,
        action: Action,
        text: str = TEXT,
        *,
        name: str = "Алесь",
        route: str = "",
        lang: str = "be",
        email: str = "",
        state: str = Signature.State.COUNTED,
    ) -> Signature:
        """Alés has written and confirmed; with an address he wants to hear more."""
        signature = Signature.objects.create(
            action=action,
            row_id=os.urandom(16),
            state=state,
            klass=Signature.Class.CONFIRMED,
            promise_hash=HASH,
            leaf_tag=os.urandom(32),
            withdraw_hash=os.urandom(32),
            body_hash=os.urandom(32),
        )
        said = {NAME: name, FIELD: text, ROUTE: route, "lang": lang}
        self._seal(signature, MODERATOR, said, 4096)
        if email:
            about = {"email": email, NAME: name, "family_name": "Кавалеўскі", "country": "LT"}
            self._seal(signature, ORGANISER, about, 512)
        return signature

    def takes_in(self) -> list[Message]:
        """The worker has taken in all there is."""
        while intake.take_in(self.now, self.keys):
            pass
        return list(Message.objects.order_by("pk"))

    def message(self, action: Action, text: str = TEXT, **given: str) -> Message:
        """Return a message that waits."""
        signature = self.writes(action, text, **given)
        self.takes_in()
        return Message.objects.get(signature=signature)

    def ask(self, message: Message, by: int = MARYNA) -> Ask:
        return Ask(by=by, seen=Message.objects.get(pk=message.pk).version, now=self.now)

    def approves(self, message: Message, *people: int) -> Message:
        """These people approve it, one after the other; by default two."""
        for one in people or (MARYNA, TAMARA):
            message = services.approve(
                message.action, message.pk, self.ask(message, one), keys=self.keys
            )
        return message

    def printed(self, message: Message) -> str:
        """Return what is sealed for the recipient."""
        return Opener(self.keys).opened(message.signature, RECIPIENT).text

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def _seal(self, signature: Signature, audience: str, said: dict[str, str], size: int) -> None:
        sealed = seal(
            said,
            key=self.keys.ensure_audience(signature.action_id, audience),
            size=size,
            action_id=signature.action_id,
            row_id=bytes(signature.row_id),
            promise_hash=bytes(signature.promise_hash),
        )
        Envelope.objects.create(
            signature=signature, audience=audience, sealed=sealed, digest=sha256(sealed).digest()
        )


def has(signature_id: int, audience: str) -> bool:
    """Whether something is sealed for the audience."""
    rows = Envelope.objects.filter(signature=signature_id, audience=audience)
    return rows.exclude(sealed=None).exists()


def make(folder: Path) -> World:
    return World(KeyFiles(folder / "keys"))
