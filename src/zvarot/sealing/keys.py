"""Keys: make one, show its public half, keep it in a file of its own.

One directory, kept apart from database, media and backups:

    confirm.key  ledger.key             Ed25519, 32 bytes
    suppression.key  dedup/<action>.key  likeness/<action>.key   32 random bytes
    postman/<key id>.json               a new one each day
    audience/<action>/<audience>-<key id>.json
"""

import base64
import json
import os
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zvarot.contract.audiences import POSTMAN, AudienceUnknown, code_of
from zvarot.contract.keys import PublicKey
from zvarot.sealing.errors import KeyFileDamaged, KeyRefused
from zvarot.sealing.files import destroy, finish_destroying, locked, write_new
from zvarot.sealing.suites import (
    PRIVATE_BYTES,
    X25519_SUITE,
    PrivateHalf,
    load_private,
    public_of,
)

POSTMAN_DAILY: Final = timedelta(hours=24)  # then a new one is made
POSTMAN_VALID: Final = timedelta(hours=26)  # time for every front to notice the new one
POSTMAN_LIFE: Final = timedelta(hours=48)  # then the old one is destroyed, mailed or not

_FILE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9:-]{0,79}")


@dataclass(frozen=True, kw_only=True)
class SecretKey:
    """Opens what was closed for one audience. Its secret is never printed.

    private -- 32 random bytes, in every suite.
    valid_until -- aware moment after which nothing may be sealed to it; it still opens.
    """

    audience: str
    private: bytes = field(repr=False)
    suite: int = X25519_SUITE
    made_on: date
    valid_until: datetime | None = None

    @cached_property
    def public(self) -> PublicKey:
        return PublicKey(
            audience=self.audience,
            public=public_of(self.suite, self.private),
            suite=self.suite,
            valid_until=self.valid_until,
        )

    def to_json(self) -> dict[str, Any]:
        until = self.valid_until
        return {
            "audience": self.audience,
            "suite": self.suite,
            "made_on": self.made_on.isoformat(),
            "valid_until": until.isoformat() if until else None,
            "private": base64.b64encode(self.private).decode(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "SecretKey":
        """Read the data of a key file. Raises KeyFileDamaged if it is not one."""
        try:
            until = data["valid_until"]
            key = cls(
                audience=data["audience"],
                private=base64.b64decode(data["private"], validate=True),
                suite=data["suite"],
                made_on=date.fromisoformat(data["made_on"]),
                valid_until=datetime.fromisoformat(until) if until else None,
            )
            code_of(key.audience)
            load_private(key.suite, key.private)
        except (AudienceUnknown, KeyError, TypeError, ValueError, AttributeError):
            raise KeyFileDamaged("These bytes are not a key file.") from None
        return key

    @cached_property
    def loaded(self) -> PrivateHalf:
        """The library's own object, made once."""
        return load_private(self.suite, self.private)


def make_key(
    audience: str,
    *,
    suite: int = X25519_SUITE,
    valid_until: datetime | None = None,
    made_on: date,
) -> SecretKey:
    """Make a new random key. Raises AudienceUnknown for a party that does not exist."""
    code_of(audience)
    return SecretKey(
        audience=audience,
        private=os.urandom(PRIVATE_BYTES),
        suite=suite,
        made_on=made_on,
        valid_until=valid_until,
    )


def fingerprint(key: PublicKey) -> str:
    """Give what two people read to each other to know that they hold the same key.

    The first 128 bits of SHA-256 of the public key, as eight groups of four hexadecimal digits;
    the first four groups are the key id.
    """
    digits = sha256(key.public).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


class KeyFiles:
    """The directory of secret keys. Whoever asks for a key that must exist gets one, once:
    two processes that ask together get the same.
    """

    def __init__(self, directory: Path | str) -> None:
        self._directory = Path(directory)

    def ensure_audience(
        self,
        action_id: int,
        audience: str,
        *,
        suite: int = X25519_SUITE,
        today: date | None = None,
    ) -> PublicKey:
        """Give the newest public key of this audience of this action; make the first one."""
        with locked(self._directory):
            secrets = self._audience(action_id, audience)
            if secrets:
                return secrets[-1][1].public
            return self._add(action_id, audience, suite, today)

    def renew_audience(
        self,
        action_id: int,
        audience: str,
        *,
        suite: int = X25519_SUITE,
        today: date | None = None,
    ) -> PublicKey:
        """Make one more key, for an action that has run for 90 days or a key that leaked."""
        with locked(self._directory):
            return self._add(action_id, audience, suite, today)

    def audience_secrets(self, action_id: int, audience: str) -> list[SecretKey]:
        """Give the secret keys of this audience of this action, newest last."""
        with locked(self._directory):
            return [secret for _, secret in self._audience(action_id, audience)]

    def destroy_audience(self, action_id: int, audience: str) -> None:
        """Destroy all keys of this audience of this action: its envelopes never open again."""
        with locked(self._directory):
            finish_destroying(self._directory)
            for path, _ in self._audience(action_id, audience):
                destroy(path)

    def postman_current(self, now: datetime) -> PublicKey:
        """Give today's public key of the postman; make a new one every 24 hours."""
        with locked(self._directory):
            secrets = self._postman()
            if secrets and now < _made_at(secrets[-1]) + POSTMAN_DAILY:
                return secrets[-1].public
            new = make_key(
                POSTMAN, valid_until=now + POSTMAN_VALID, made_on=now.astimezone(UTC).date()
            )
            write_new(self._postman_file(new.public.key_id), _file_of(new, 0))
            return new.public

    def postman_secrets(self) -> list[SecretKey]:
        """Give all keys that can still open mail that was not sent yet, oldest first."""
        with locked(self._directory):
            return self._postman()

    def postman_due_for_destruction(self, now: datetime) -> list[bytes]:
        """Give the ids of postman keys made 48 hours ago or earlier."""
        return [
            secret.public.key_id
            for secret in self.postman_secrets()
            if now >= _made_at(secret) + POSTMAN_LIFE
        ]

    def destroy_postman(self, key_id: bytes) -> None:
        """Destroy one postman key, and what is left of others."""
        with locked(self._directory):
            finish_destroying(self._directory)
            destroy(self._postman_file(key_id))

    def dedup_key(self, action_id: int) -> bytes:
        """Give the key under which this action's addresses are compared, until it closes."""
        return self._secret_bytes(self._dedup_file(action_id))

    def destroy_dedup(self, action_id: int) -> None:
        """Destroy the key: nobody can test any more whether an address has signed."""
        with locked(self._directory):
            finish_destroying(self._directory)
            destroy(self._dedup_file(action_id))

    def likeness_key(self, action_id: int) -> bytes:
        """Give the key under which this action's messages are compared with each other."""
        return self._secret_bytes(self._likeness_file(action_id))

    def destroy_likeness(self, action_id: int) -> None:
        """Destroy the key: nobody can test any more whether a text was among the messages."""
        with locked(self._directory):
            finish_destroying(self._directory)
            destroy(self._likeness_file(action_id))

    def suppression_key(self) -> bytes:
        """Give the key under which "never write to me again" is remembered."""
        return self._secret_bytes(self._directory / "suppression.key")

    def confirm_key(self) -> Ed25519PrivateKey:
        """Give the key that signs confirmation links."""
        return self._signing_key("confirm.key")

    def ledger_key(self) -> Ed25519PrivateKey:
        """Give the key that signs checkpoints."""
        return self._signing_key("ledger.key")

    def _signing_key(self, name: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._secret_bytes(self._directory / name))

    def _secret_bytes(self, path: Path) -> bytes:
        with locked(self._directory):
            if not path.exists():
                write_new(path, os.urandom(32))
            secret = path.read_bytes()
        if len(secret) != 32:
            raise KeyFileDamaged(
                f"{path} has {len(secret)} bytes instead of 32. Restore it from its copy."
            )
        return secret

    def _add(self, action_id: int, audience: str, suite: int, today: date | None) -> PublicKey:
        new = make_key(audience, suite=suite, made_on=today or datetime.now(UTC).date())
        name = f"{audience.replace(':', '-')}-{new.public.key_id.hex()}.json"
        write_new(self._folder(action_id, audience) / name, _file_of(new, action_id))
        return new.public

    def _audience(self, action_id: int, audience: str) -> list[tuple[Path, SecretKey]]:
        found = [
            (path, read_key_file(path)) for path in _key_files(self._folder(action_id, audience))
        ]
        mine = [(path, secret) for path, secret in found if secret.audience == audience]
        return sorted(mine, key=lambda one: (one[1].made_on, one[0].stat().st_mtime_ns))

    def _postman(self) -> list[SecretKey]:
        secrets = [read_key_file(path) for path in _key_files(self._directory / "postman")]
        return sorted(secrets, key=_made_at)

    def _folder(self, action_id: int, audience: str) -> Path:
        if not _FILE_NAME.fullmatch(audience):
            raise KeyRefused("An audience's name has small letters, digits, hyphens and a colon.")
        return self._directory / "audience" / str(int(action_id))

    def _postman_file(self, key_id: bytes) -> Path:
        return self._directory / "postman" / f"{key_id.hex()}.json"

    def _likeness_file(self, action_id: int) -> Path:
        return self._directory / "likeness" / f"{int(action_id)}.key"

    def _dedup_file(self, action_id: int) -> Path:
        return self._directory / "dedup" / f"{int(action_id)}.key"


def read_key_file(path: Path) -> SecretKey:
    """Read one key file. Raises KeyFileDamaged if it is empty, cut short or not ours."""
    try:
        key = SecretKey.from_json(json.loads(path.read_bytes()))
    except (ValueError, KeyFileDamaged):
        raise KeyFileDamaged(
            f"{path} is not a whole key file. Restore it from its copy: what was sealed to it "
            f"opens with no other key."
        ) from None
    if key.public.key_id.hex() not in path.name:
        raise KeyFileDamaged(f"{path} holds another key than its name says. Restore its copy.")
    return key


def _file_of(secret: SecretKey, action_id: int) -> bytes:
    data = {"action": action_id, **secret.to_json()}
    return json.dumps(data, indent=1).encode() + b"\n"


def _key_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))


def _made_at(postman: SecretKey) -> datetime:
    if postman.valid_until is None:
        raise KeyFileDamaged("A postman's key file lacks `valid_until`. Restore its copy.")
    return postman.valid_until - POSTMAN_VALID
