"""Seal the answers and pack the record."""

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from zvarot.contract.audiences import PARTNER_PREFIX, TARGET
from zvarot.contract.bundle import LANGUAGE, Bundle, EnvelopePlan
from zvarot.contract.receipt import Receipt, withdraw_hash
from zvarot.contract.record import Klass, SignatureRecord, pack
from zvarot.sealing.closing import Closer
from zvarot.sealing.errors import SealingError
from zvarot.sealing.sender import Sender

DAY_SECONDS: Final = 86400
_NAMES = frozenset({"given_name", "family_name"})

log = logging.getLogger(__name__)


class Sealer:
    """Seals the acts that one page takes; what is the same for all of them is made once.

    ends -- seconds since 1970 from which on it may not be used; 0 if a key is missing, damaged
    or weak.
    """

    def __init__(self, bundle: Bundle, lang: str, plan: tuple[EnvelopePlan, ...]) -> None:
        self._bundle = bundle
        self._lang = lang
        self._klass = Klass.CONFIRMED if bundle.confirms else Klass.UNCONFIRMED
        try:
            self._envelopes = tuple(
                _Envelope(envelope, _closer(envelope, bundle.action_id)) for envelope in plan
            )
        except SealingError as refused:
            log.error("A form stays closed: %s", refused)
            self._envelopes, self.ends = (), 0.0
        else:
            self.ends = min((one.closer.ends for one in self._envelopes), default=math.inf)

    def record(
        self,
        answers: Mapping[str, str],
        *,
        row_id: bytes,
        receipt: Receipt,
        promise_hash: bytes,
        now: float,
    ) -> bytes:
        """Return the record's bytes: one envelope per audience, each with its own answers.

        Raises SealingError if a key is missing or too old; then nothing is stored.
        """
        if now >= self.ends:
            raise SealingError("A key is missing or too old; the form stays closed.")
        sender = Sender()
        envelopes = tuple(
            (
                one.plan.audience,
                one.closer.close(
                    self._shown(one.plan, answers),
                    sender=sender,
                    row_id=row_id,
                    promise_hash=promise_hash,
                    now=now,
                ),
            )
            for one in self._envelopes
            if one.plan.only_if is None or answers.get(one.plan.only_if[0]) == one.plan.only_if[1]
        )
        return pack(
            SignatureRecord(
                action_id=self._bundle.action_id,
                row_id=row_id,
                promise_hash=promise_hash,
                leaf_tag=receipt.leaf_tag,
                withdraw_hash=withdraw_hash(receipt.wd),
                day=int(now // DAY_SECONDS),
                klass=self._klass,
                envelopes=envelopes,
            )
        )

    def _shown(self, plan: EnvelopePlan, answers: Mapping[str, str]) -> dict[str, str]:
        """Return what goes into one audience's envelope: the promised fields that were answered.

        Whoever lives in a country of `counted_only` is counted and never named. The envelope is
        there all the same, and of the same size.
        """
        fields = {name: answers[name] for name in plan.fields if name in answers}
        if LANGUAGE in plan.fields:
            fields[LANGUAGE] = self._lang
        if answers.get("country") not in self._bundle.promise.counted_only:
            return fields
        if plan.audience == TARGET or plan.audience.startswith(PARTNER_PREFIX):
            return {}
        return {name: answer for name, answer in fields.items() if name not in _NAMES}


@dataclass(frozen=True, slots=True)
class _Envelope:
    plan: EnvelopePlan
    closer: Closer


def _closer(plan: EnvelopePlan, action_id: int) -> Closer:
    if plan.key is None:  # never plaintext instead
        raise SealingError(f"There is no key for {plan.audience!r}; the form stays closed.")
    return Closer(plan.key, size=plan.size, action_id=action_id)
