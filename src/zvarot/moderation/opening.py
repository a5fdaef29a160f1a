"""Open a sealed message for the moment in which it is read, and seal what was approved.

Only first name, text, route and language are ever in these envelopes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zvarot.actions import queries as actions
from zvarot.contract.audiences import MODERATOR, RECIPIENT
from zvarot.contract.bundle import LANGUAGE
from zvarot.contract.envelope import HEADER_BYTES, EnvelopeMalformed, Header
from zvarot.contract.keys import PublicKey
from zvarot.contract.message import FIELD, ROUTE
from zvarot.contract.promise import Promise
from zvarot.moderation.errors import MessageClosed
from zvarot.sealing.closing import seal
from zvarot.sealing.errors import EnvelopeRefused
from zvarot.sealing.keys import KeyFiles, SecretKey
from zvarot.sealing.opening import open_sealed
from zvarot.sealing.suites import ADDED_BYTES
from zvarot.signatures.models import Envelope, Signature

NAME = "given_name"


@dataclass(frozen=True, kw_only=True, repr=False)
class Opened:
    """What one person wrote. Is never printed. lang -- of the page; size -- of its envelope."""

    name: str
    text: str
    route: str = ""
    lang: str = ""
    size: int = 0


@dataclass
class Opener:
    """Opens for a short while: a destroyed key must not live on in here, so make a new one."""

    keys: KeyFiles
    _secrets: dict[tuple[int, str], dict[bytes, SecretKey]] = field(
        default_factory=dict, repr=False
    )
    _promises: dict[tuple[int, bytes], Promise | None] = field(default_factory=dict, repr=False)

    def has_key(self, action_id: int, audience: str = MODERATOR) -> bool:
        """Tell whether messages of the action can be opened on this machine."""
        return bool(self._of(action_id, audience))

    def opened(self, signature: Signature, audience: str = MODERATOR) -> Opened:
        """Open what was sealed for one audience. Raises MessageClosed with the reason."""
        envelope = Envelope.objects.filter(signature=signature, audience=audience).first()
        return self._read(signature, audience, envelope.sealed if envelope else None)

    def opened_all(
        self, signatures: Iterable[Signature], audience: str = MODERATOR
    ) -> dict[int, Opened | None]:
        """Open many at once, by the signature's id; None for what does not open."""
        rows = list(signatures)
        found = Envelope.objects.filter(signature__in=rows, audience=audience)
        sealed = dict(found.values_list("signature_id", "sealed"))
        result: dict[int, Opened | None] = {}
        for row in rows:
            try:
                result[row.pk] = self._read(row, audience, sealed.get(row.pk))
            except MessageClosed:
                result[row.pk] = None
        return result

    def translation(self, signature: Signature, sealed: bytes, audience: str) -> str:
        """Open what a volunteer typed beside a message. Raises MessageClosed with the reason."""
        return self._answers(signature, audience, sealed).get(FIELD, "")

    def _read(
        self, signature: Signature, audience: str, sealed: bytes | memoryview | None
    ) -> Opened:
        if not self._shows(signature, audience):
            raise MessageClosed("The promise it was written under does not allow it to be read.")
        if sealed is None:
            raise MessageClosed("Its text has been erased.")
        answers = self._answers(signature, audience, bytes(sealed))
        return Opened(
            name=answers.get(NAME, ""),
            text=answers.get(FIELD, ""),
            route=answers.get(ROUTE, ""),
            lang=answers.get(LANGUAGE, ""),
            size=_size(bytes(sealed)),
        )

    def _answers(self, signature: Signature, audience: str, sealed: bytes) -> Mapping[str, str]:
        try:
            secret = self._of(signature.action_id, audience)[Header.unpack(sealed).key_id]
            return open_sealed(
                sealed,
                secret,
                action_id=signature.action_id,
                row_id=bytes(signature.row_id),
                promise_hash=bytes(signature.promise_hash),
            )
        except KeyError:
            raise MessageClosed("The key that opens this message is not on this machine.") from None
        except (EnvelopeMalformed, EnvelopeRefused):
            raise MessageClosed("The sealed message does not open.") from None

    def _of(self, action_id: int, audience: str) -> dict[bytes, SecretKey]:
        key = (action_id, audience)
        if key not in self._secrets:
            found = self.keys.audience_secrets(action_id, audience)
            self._secrets[key] = {one.public.key_id: one for one in found}
        return self._secrets[key]

    def _shows(self, signature: Signature, audience: str) -> bool:
        key = (signature.action_id, bytes(signature.promise_hash))
        if key not in self._promises:
            found = actions.promised(signature.action, key[1])
            self._promises[key] = Promise.from_json(found.promise) if found else None
        promise = self._promises[key]
        return promise is not None and FIELD in promise.allowed_fields(audience)


def for_recipient(signature: Signature) -> frozenset[str]:
    """Return which answers the promise it was written under gives the recipient."""
    found = actions.promised(signature.action, bytes(signature.promise_hash))
    return Promise.from_json(found.promise).allowed_fields(RECIPIENT) if found else frozenset()


def seal_for(
    signature: Signature, audience: str, answers: Mapping[str, str], *, size: int, keys: KeyFiles
) -> bytes:
    """Seal answers of this act for an audience; only the public half of its key is needed.

    size -- of the moderators' envelope, so that all of an action's are of one size.

    Raises PlaintextTooLong for answers that need more, KeyRefused for a key whose time is over.
    """
    return seal(
        answers,
        key=_public_key(signature, audience, keys),
        size=size,
        action_id=signature.action_id,
        row_id=bytes(signature.row_id),
        promise_hash=bytes(signature.promise_hash),
    )


def _public_key(signature: Signature, audience: str, keys: KeyFiles) -> PublicKey:
    return keys.ensure_audience(signature.action_id, audience)


def _size(sealed: bytes) -> int:
    return len(sealed) - HEADER_BYTES - ADDED_BYTES[Header.unpack(sealed).suite]
