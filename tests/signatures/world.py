"""A small control plane for tests: an action, its keys, sealed records as the front makes them."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from zvarot.actions.models import Action, Promised
from zvarot.contract.audiences import POSTMAN, TARGET
from zvarot.contract.receipt import Receipt, withdraw_hash
from zvarot.contract.record import (
    Klass,
    RecordKind,
    RowRecord,
    SignatureRecord,
    WithdrawalRecord,
    pack,
)
from zvarot.contract.tokens import day_number
from zvarot.sealing.closing import seal
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures import addresses, mailing, services
from zvarot.signatures.models import Signature

PROMISE_HASH = b"p" * 32


@dataclass
class Taken:
    """What Alés keeps in his head after signing, and what the front sent on."""

    row_id: bytes
    receipt: Receipt
    body: bytes


@dataclass
class World:
    """now -- the clock, moved by hand."""

    keys: KeyFiles
    now: datetime = field(default_factory=lambda: datetime.now(tz=UTC))

    def action(
        self, slug: str = "maryia-petition", *, asks_email: bool = True, **columns: object
    ) -> Action:
        fields = [{"type": "name", "name": "given_name"}]
        if asks_email:
            fields.append({"type": "email", "name": "email"})
        action = Action.objects.create(
            slug=slug,
            kind="petition",
            title=slug,
            state=Action.State.OPEN,
            form={"fields": fields},
            **columns,
        )
        Promised.objects.create(
            action=action,
            hash=PROMISE_HASH,
            lang="en",
            promise={},
            sentence="",
            first_shown_on=self.now.date(),
        )
        return action

    def signs(
        self, action: Action, email: str | None = "ales@example.org", language: str = "en"
    ) -> Taken:
        """Alés fills in the form; without an address there is no postman's envelope."""
        row_id, receipt = os.urandom(16), Receipt.new()
        answers = {TARGET: {"given_name": "Alés"}}
        sealing = {TARGET: self.keys.ensure_audience(action.pk, TARGET)}
        if email is not None:
            answers[POSTMAN] = {"email": email, "lang": language}
            # A key is checked against the real clock when sealing; its age is the test's.
            sealing[POSTMAN] = self.keys.postman_current(self.now)
        envelopes = tuple(
            (
                audience,
                seal(
                    given,
                    key=sealing[audience],
                    size=512,
                    action_id=action.pk,
                    row_id=row_id,
                    promise_hash=PROMISE_HASH,
                ),
            )
            for audience, given in answers.items()
        )
        record = SignatureRecord(
            action_id=action.pk,
            row_id=row_id,
            promise_hash=PROMISE_HASH,
            leaf_tag=receipt.leaf_tag,
            withdraw_hash=withdraw_hash(receipt.wd),
            day=day_number(self.now.date()),
            klass=Klass.UNCONFIRMED if email is None else Klass.CONFIRMED,
            envelopes=envelopes,
        )
        return Taken(row_id, receipt, pack(record))

    def drain(self, *bodies: bytes) -> None:
        services.drain([(os.urandom(16), body) for body in bodies], keys=self.keys, now=self.now)

    def takes(self, action: Action, email: str | None = "ales@example.org") -> Taken:
        """Alés signs and the worker has stored it."""
        taken = self.signs(action, email)
        self.drain(taken.body)
        return taken

    def mails(self, taken: Taken, email: str = "ales@example.org") -> mailing.Answer:
        """The postman asks for a place and takes it."""
        action_id = Signature.objects.get(row_id=taken.row_id).action_id
        norm = addresses.normal(email)
        return mailing.reserve(
            taken.row_id,
            token=addresses.dedup_token(self.keys.dedup_key(action_id), action_id, norm),
            suppression=addresses.suppression_token(self.keys.suppression_key(), norm),
            now=self.now,
        )

    def presses(self, kind: RecordKind, taken: Taken) -> None:
        """A button behind the mailed link."""
        self.drain(pack(RowRecord(kind=kind, row_id=taken.row_id)))

    def withdraws(self, taken: Taken) -> None:
        self.drain(pack(WithdrawalRecord(wd=taken.receipt.wd)))

    def confirmed(self, action: Action, email: str = "ales@example.org") -> Taken:
        """Alés has signed, got the mail and pressed the button."""
        taken = self.takes(action, email)
        self.mails(taken, email)
        self.presses(RecordKind.CONFIRMATION, taken)
        return taken

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


def make(folder: Path) -> World:
    return World(KeyFiles(folder / "keys"))
