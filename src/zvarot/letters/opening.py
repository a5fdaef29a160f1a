"""Open a sealed act for the moment in which its letters are queued, sent, quoted or printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zvarot.actions import queries as actions
from zvarot.actions.models import Action
from zvarot.contract.audiences import TARGET
from zvarot.contract.envelope import EnvelopeMalformed, Header
from zvarot.contract.letter import FIELD, Letter, LetterUnreadable, unpack
from zvarot.contract.promise import Promise, When
from zvarot.letters.errors import LetterClosed
from zvarot.sealing.errors import EnvelopeRefused
from zvarot.sealing.keys import KeyFiles, SecretKey
from zvarot.sealing.opening import open_sealed
from zvarot.signatures.models import Envelope, Signature

NAMES = frozenset({"given_name", "family_name"})


@dataclass(frozen=True, kw_only=True, repr=False)
class Opened:
    """The letters of one act, and the answers beside them. Is never printed."""

    letters: tuple[Letter, ...]
    answers: Mapping[str, str]


@dataclass
class Opener:
    """Opens for a short while: a destroyed key must not live on in here, so make a new one."""

    keys: KeyFiles
    _secrets: dict[int, dict[bytes, SecretKey]] = field(default_factory=dict, repr=False)
    _allowed: dict[tuple[int, bytes], bool] = field(default_factory=dict, repr=False)

    def has_key(self, action_id: int) -> bool:
        """Tell whether letters of the action can be opened on this machine."""
        return bool(self._of(action_id))

    def opened(self, signature: Signature) -> Opened:
        """Open what was sealed for the target. Raises LetterClosed with the reason."""
        if not self._may(signature):
            raise LetterClosed("The promise it was written under does not allow it to be sent.")
        envelope = Envelope.objects.filter(signature=signature, audience=TARGET).first()
        if envelope is None or envelope.sealed is None:
            raise LetterClosed("Its text has been erased.")
        answers = self._answers(signature, bytes(envelope.sealed))
        try:
            return Opened(letters=unpack(answers.get(FIELD, "")), answers=answers)
        except LetterUnreadable:
            raise LetterClosed("The sealed letter cannot be read.") from None

    def letter(self, signature: Signature, place: int) -> Letter:
        """Open one letter of an act. Raises LetterClosed with the reason."""
        letters = self.opened(signature).letters
        if place >= len(letters):
            raise LetterClosed("The sealed letter cannot be read.")
        return letters[place]

    def _answers(self, signature: Signature, sealed: bytes) -> dict[str, str]:
        try:
            secret = self._of(signature.action_id)[Header.unpack(sealed).key_id]
            return open_sealed(
                sealed,
                secret,
                action_id=signature.action_id,
                row_id=bytes(signature.row_id),
                promise_hash=bytes(signature.promise_hash),
            )
        except KeyError:
            raise LetterClosed("The key that opens this letter is not on this machine.") from None
        except (EnvelopeMalformed, EnvelopeRefused):
            raise LetterClosed("The sealed letter does not open.") from None

    def _of(self, action_id: int) -> dict[bytes, SecretKey]:
        if action_id not in self._secrets:
            found = self.keys.audience_secrets(action_id, TARGET)
            self._secrets[action_id] = {one.public.key_id: one for one in found}
        return self._secrets[action_id]

    def _may(self, signature: Signature) -> bool:
        promise_hash = bytes(signature.promise_hash)
        key = (signature.action_id, promise_hash)
        if key not in self._allowed:
            found = actions.promised(signature.action, promise_hash)
            promise = Promise.from_json(found.promise) if found else None
            self._allowed[key] = promise is not None and shows_letters(promise)
        return self._allowed[key]


def shows_letters(promise: Promise) -> bool:
    """Tell whether the promise lets a letter go to its office as soon as it was written."""
    lines = promise.of(TARGET)
    return any(FIELD in line.fields and line.when is not When.AFTER_CLOSE for line in lines)


def names_people(action: Action) -> bool:
    """Tell whether the promise gives the target names."""
    return bool(NAMES & Promise.from_json(action.promise).allowed_fields(TARGET))
