"""Open the envelopes of one audience, row by row, and keep to each row's own promise.

A row is listed only if the promise it was signed under shows this audience every field of the
delivery. A promise that has become narrower since then is applied to all rows.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zvarot.actions import queries as actions
from zvarot.actions.models import Action
from zvarot.contract.audiences import ORGANISER
from zvarot.contract.envelope import EnvelopeMalformed, Header
from zvarot.contract.promise import Promise, When
from zvarot.deliveries.specs import promise_of
from zvarot.sealing.errors import EnvelopeRefused
from zvarot.sealing.keys import SecretKey
from zvarot.sealing.opening import open_sealed
from zvarot.signatures import queries as signatures
from zvarot.signatures.models import Envelope

NARROWER = "narrower"  # signed under a promise that shows the audience less
UNKNOWN = "unknown"  # signed under a promise of which there is no record
ELSEWHERE = "elsewhere"  # signed when the action was addressed to another office
EARLY = "early"  # signed under a promise that shows nothing before the action has closed
CLOSED = "closed"  # the envelope does not open: changed, or its key is not here
ERASED = "erased"  # the time it might be kept is over
NOT_CHOSEN = "not_chosen"  # nothing was sealed for this audience, such as news not asked for
ONLY_COUNTED = "only_counted"  # lives where people are only counted, or left nothing to show

_NAMES = frozenset({"given_name", "family_name"})
_ROWS_AT_ONCE = 2_000


class _LeftOut(Exception):
    """A row is counted and not listed; carries the reason."""


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """One row as it is stored. envelope -- None: erased; empty: there never was one."""

    row_id: bytes
    promise_hash: bytes
    envelope: bytes | None


@dataclass(kw_only=True)
class Opening:
    """One audience of one action, its keys, and what was met while opening.

    left_out -- why rows are not listed, and how many; promises -- rows listed, by promise hash.
    """

    action: Action
    audience: str
    fields: Sequence[str]
    secrets: Sequence[SecretKey]
    now: datetime
    left_out: Counter[str] = field(default_factory=Counter)
    promises: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._by_key_id = {secret.public.key_id: secret for secret in self.secrets}
        self._today = promise_of(self.action)
        self._is_open = actions.takes_part(self.action, self.now)
        self._promised: dict[bytes, Promise | None] = {}

    def rows(self) -> Iterator[dict[str, str] | None]:
        """Yield one item per confirmed and counted signature: its answers, or None if left out."""
        for sealed in _stored(self.action, self.audience):
            try:
                yield self._opened(sealed)
            except _LeftOut as reason:
                self.left_out[str(reason)] += 1
                yield None
            else:
                self.promises[sealed.promise_hash.hex()] += 1

    def _opened(self, sealed: Sealed) -> dict[str, str]:
        promise = self._allowing(sealed.promise_hash)
        if sealed.envelope is None:
            raise _LeftOut(ERASED)
        if not sealed.envelope:
            raise _LeftOut(NOT_CHOSEN)
        answers = self._answers(sealed, sealed.envelope)
        shown = {name: answers[name] for name in self.fields if name in answers}
        is_counted = answers.get("country") in {*promise.counted_only, *self._today.counted_only}
        if is_counted:
            shown = {name: answer for name, answer in shown.items() if name not in _NAMES}
        # An envelope without a name has the size of the others; it says: only count me. But who
        # asked for news gets them, named or not.
        is_nameless = bool(_NAMES & set(self.fields)) and not _NAMES & set(shown)
        if not shown or (self.audience != ORGANISER and (is_counted or is_nameless)):
            raise _LeftOut(ONLY_COUNTED)
        return shown

    def _allowing(self, promise_hash: bytes) -> Promise:
        """Return the promise of a row, if it shows the audience all that this delivery shows."""
        if promise_hash not in self._promised:
            found = actions.promised(self.action, promise_hash)
            self._promised[promise_hash] = Promise.from_json(found.promise) if found else None
        promise = self._promised[promise_hash]
        if promise is None:
            raise _LeftOut(UNKNOWN)
        if not set(self.fields) <= promise.allowed_fields(self.audience):
            raise _LeftOut(NARROWER)
        if promise.goes_to(self.audience) != self._today.goes_to(self.audience):
            raise _LeftOut(ELSEWHERE)
        waits = any(line.when is When.AFTER_CLOSE for line in promise.of(self.audience))
        if waits and self._is_open:
            raise _LeftOut(EARLY)
        return promise

    def _answers(self, sealed: Sealed, envelope: bytes) -> dict[str, str]:
        try:
            secret = self._by_key_id[Header.unpack(envelope).key_id]
            return open_sealed(
                envelope,
                secret,
                action_id=self.action.pk,
                row_id=sealed.row_id,
                promise_hash=sealed.promise_hash,
            )
        except (KeyError, EnvelopeMalformed, EnvelopeRefused):
            raise _LeftOut(CLOSED) from None


def _stored(action: Action, audience: str) -> Iterator[Sealed]:
    """Yield rows by random id: the order of signing would tell who signed together.

    In short queries, so that a long delivery holds no transaction open.
    """
    last = b""
    while True:
        batch = list(
            signatures.deliverable(action)
            .filter(row_id__gt=last)
            .order_by("row_id")
            .values_list("pk", "row_id", "promise_hash")[:_ROWS_AT_ONCE]
        )
        if not batch:
            return
        found = Envelope.objects.filter(
            signature__in=[pk for pk, _, _ in batch], audience=audience
        ).values_list("signature_id", "sealed")
        envelopes = dict(found)
        for pk, row_id, promise_hash in batch:
            envelope = envelopes.get(pk, b"")
            yield Sealed(
                row_id=bytes(row_id),
                promise_hash=bytes(promise_hash),
                envelope=None if envelope is None else bytes(envelope),
            )
        last = bytes(batch[-1][1])
