"""An action with signatures, as the worker leaves them: sealed, confirmed, in the ledger."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from tests import make
from zvarot.actions import services as actions
from zvarot.actions.models import Action
from zvarot.actions.services import ActionData
from zvarot.contract.audiences import TARGET
from zvarot.contract.form import Form
from zvarot.contract.office import Addressee
from zvarot.contract.promise import Promise
from zvarot.sealing.closing import seal
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures import flush
from zvarot.signatures.models import Envelope, Signature

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HASH = b"1" * 32


@dataclass
class World:
    """One action, and verbs to fill it."""

    promise: Promise = field(default_factory=make.promise)
    form: Form = field(default_factory=make.form)
    page_key: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        self.keys = KeyFiles(Path(settings.ZVAROT_KEYS_DIR))
        self.action = self.saved(self.promise)
        actions.open_action(self.action, actor="maryna")
        self.remember(self.promise, HASH)

    def saved(self, promise: Promise) -> Action:
        """Save the action with this promise, as the studio does."""
        data = ActionData(
            slug=f"maryia-{self.page_key.hex[:8]}",
            kind="petition",
            title="Freedom for Maryia",
            form={"fields": self.form.to_json()},
            promise=promise.to_json(),
            options={"letter": {"en": ["Please speak for her.", "She is ill."]}},
            addressee=Addressee(
                office="Minister of Foreign Affairs",
                salutation="Dear Minister,",
                lines=("The Hague",),
            ).to_json(),
        )
        self.action = actions.save(data, page_key=self.page_key, actor="maryna")
        return self.action

    def remember(self, promise: Promise, promise_hash: bytes) -> None:
        """Record that a page promised this."""
        actions.record_promise(
            self.action,
            lang="en",
            promise_hash=promise_hash,
            promise=promise.to_json(),
            sentence="",
            on=date(2026, 11, 1),
        )

    def sign(
        self,
        answers: Mapping[str, str],
        *,
        audience: str = TARGET,
        promise_hash: bytes = HASH,
        klass: int = Signature.Class.CONFIRMED,
        state: str = Signature.State.CONFIRMED,
    ) -> Signature:
        """Store one signature with one envelope."""
        row_id = os.urandom(16)
        sealed = seal(
            answers,
            key=self.keys.ensure_audience(self.action.pk, audience),
            size=512,
            action_id=self.action.pk,
            row_id=row_id,
            promise_hash=promise_hash,
        )
        signature = Signature.objects.create(
            action=self.action,
            row_id=row_id,
            state=state,
            klass=klass,
            promise_hash=promise_hash,
            leaf_tag=os.urandom(32),
            withdraw_hash=os.urandom(32),
            body_hash=os.urandom(32),
        )
        Envelope.objects.create(
            signature=signature, audience=audience, sealed=sealed, digest=sha256(sealed).digest()
        )
        return signature

    def count(self) -> None:
        """Let the worker move what is confirmed into the ledger."""
        flush.flush(NOW)
