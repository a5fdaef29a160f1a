"""An action of letters, offices to write to, and people who confirmed what they wrote."""

# ruff: noqa: ARG002  the book has the shape of the directory

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from tests.letters.server import Server
from zvarot.actions.models import Action, Promised
from zvarot.contract.audiences import TARGET
from zvarot.contract.letter import FIELD, Letter, pack
from zvarot.contract.promise import Disclosure, Promise, When
from zvarot.letters.models import Dispatch
from zvarot.letters.pace import Pace, Reach
from zvarot.sealing.closing import seal
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Envelope, Signature
from zvarot.worker.dispatcher import Dispatcher
from zvarot.worker.handover import SmtpRelay

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HASH = b"1" * 32
SENTENCE = "Please let my neighbour Mikita go home before the winter."
FAST = Pace(per_hour=3_600_000)


def promise(*names: str) -> Promise:
    """The target is shown the letter at once, and these names."""
    return Promise(
        (
            Disclosure(
                audience=TARGET,
                fields=(FIELD, *names),
                purpose="to ask for his release",
                when=When.AT_ONCE,
                days=0,
                channel="letter",
            ),
        )
    )


@dataclass
class Book:
    """Offices without a database: how each is reached, and what was said of them."""

    offices: dict[str, Reach] = field(default_factory=dict)
    reports: list[tuple[str, bool]] = field(default_factory=list)

    def find(self, slug: str) -> Reach | None:
        return self.offices.get(slug)

    def report(self, slug: str, *, is_refusal: bool, now: datetime) -> None:
        self.reports.append((slug, is_refusal))


@dataclass
class World:
    """now -- the clock, moved by hand."""

    keys: KeyFiles
    now: datetime = NOW
    book: Book = field(default_factory=Book)

    def action(self, slug: str = "mikita-letter", **columns: object) -> Action:
        shown = promise("given_name", "country")
        columns = {"promise": shown.to_json(), **columns}
        action = Action.objects.create(
            slug=slug, kind="letter", title="Freedom for Mikita", state="open", **columns
        )
        Promised.objects.create(
            action=action,
            hash=HASH,
            lang="en",
            promise=columns["promise"],
            sentence="",
            first_shown_on=date(2026, 11, 1),
        )
        return action

    def office(self, slug: str, pace: Pace = FAST) -> None:
        self.book.offices[slug] = Reach(address=f"{slug}@office.example", pace=pace)

    def writes(
        self,
        action: Action,
        *offices: str,
        sentence: str = SENTENCE,
        subject: str = "Mikita",
        klass: int = Signature.Class.CONFIRMED,
    ) -> Signature:
        """Alés has written to these offices, and confirmed it."""
        letters = [letter(office, sentence, subject) for office in offices]
        answers = {FIELD: pack(letters), "given_name": "Alés", "country": "LT"}
        row_id = os.urandom(16)
        sealed = seal(
            answers,
            key=self.keys.ensure_audience(action.pk, TARGET),
            size=16384 if len(offices) > 3 else 4096,
            action_id=action.pk,
            row_id=row_id,
            promise_hash=HASH,
        )
        signature = Signature.objects.create(
            action=action,
            row_id=row_id,
            state=Signature.State.CONFIRMED,
            klass=klass,
            promise_hash=HASH,
            leaf_tag=os.urandom(32),
            withdraw_hash=os.urandom(32),
            body_hash=os.urandom(32),
        )
        Envelope.objects.create(
            signature=signature, audience=TARGET, sealed=sealed, digest=sha256(sealed).digest()
        )
        return signature

    def dispatcher(self, server: Server, folder: Path, test_to: str = "") -> Dispatcher:
        return Dispatcher(
            keys=self.keys,
            relay=SmtpRelay(server.url),
            offices=self.book,
            sender="letters@zvarot.example",
            bounces=folder / "bounces",
            test_to=test_to,
            clock=lambda: self.now,
        )

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


def letter(office: str, sentence: str = SENTENCE, subject: str = "Mikita") -> Letter:
    return Letter(
        to=office,
        lang="en",
        address=("Prosecutor General", "Minsk"),
        subject=subject,
        text=f"Dear Prosecutor General,\n\n{sentence}\n\nHe is a boy.\n\nYours,\nAlés\nLithuania",
    )


def states(rows: Sequence[Dispatch] | None = None) -> dict[str, int]:
    """How many letters are in which state."""
    counted: dict[str, int] = {}
    for one in Dispatch.objects.all() if rows is None else rows:
        counted[one.state] = counted.get(one.state, 0) + 1
    return counted


def has_text(signature: Signature) -> bool:
    """Whether the sealed text is still there."""
    return Envelope.objects.filter(signature=signature).exclude(sealed=None).exists()


def make(folder: Path) -> World:
    return World(KeyFiles(folder / "keys"))
