"""The file in which a public key travels from the desk to the studio.

It holds nothing secret. Whoever carries it could put another key in its place: so the holders
say the words of the fingerprint to each other, and the studio shows them.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from zvarot.contract.audiences import AudienceUnknown, code_of
from zvarot.contract.keys import PublicKey
from zvarot.sealing.closing import check_key
from zvarot.sealing.errors import KeyFileDamaged
from zvarot.sealing.words import fingerprint_words

FORMAT: Final = "zvarot/public-key/1"
MOST_BYTES: Final = 16 * 1024  # a hybrid key's file has less than 3 KiB
MOST_LABEL: Final = 80  # characters


@dataclass(frozen=True, kw_only=True)
class PublicFile:
    """A public key, what it is for, and whether two shares have rebuilt its private half.

    restored_on -- the day of the test restore; None: nobody knows yet whether the shares work.
    """

    key: PublicKey
    label: str
    made_on: date
    restored_on: date | None = None

    @property
    def name(self) -> str:
        """The file's name; an untested one says so."""
        audience = self.key.audience.replace(":", "-")
        end = "json" if self.restored_on else "untested.json"
        return f"public-{audience}-{self.key.key_id.hex()[:8]}.{end}"

    @property
    def until(self) -> datetime:
        """From then on nothing is sealed to it; a key from the desk always has an end."""
        if self.key.valid_until is None:
            raise KeyFileDamaged("A key from the desk has an end.")
        return self.key.valid_until

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "label": self.label,
            **self.key.to_json(),
            "made_on": self.made_on.isoformat(),
            "restored_on": self.restored_on.isoformat() if self.restored_on else None,
        }

    def dump(self) -> bytes:
        """The file for people and the studio: it says its fingerprint as well."""
        said = self.to_json() | {"fingerprint": fingerprint_words(self.key.public)}
        return json.dumps(said, indent=1, ensure_ascii=False).encode() + b"\n"

    def code(self) -> str:
        """The same for a QR code, as short as it can be."""
        return json.dumps(self.to_json(), separators=(",", ":"), ensure_ascii=False)


def read_public_file(data: bytes | str) -> PublicFile:
    """Read a file or the text of its code.

    Raises KeyFileDamaged if it is none, and KeyRefused if nothing may be sealed to its key.
    """
    try:
        found = _read(json.loads(data))
    except (AudienceUnknown, AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise KeyFileDamaged(
            "This is not a whole public key file. Take the file `public-….json` that the desk "
            "wrote, as it is."
        ) from None
    check_key(found.key)
    return found


def _read(said: dict[str, Any]) -> PublicFile:
    if said["format"] != FORMAT or not isinstance(said["suite"], int):
        raise ValueError("another format")
    key = PublicKey.from_json(said)
    code_of(key.audience)
    if key.valid_until is None or key.valid_until.tzinfo is None:
        raise ValueError("no end, or one without its time zone")
    if said.get("fingerprint", fingerprint_words(key.public)) != fingerprint_words(key.public):
        raise ValueError("another key than its fingerprint says")
    restored = said["restored_on"]
    label = said["label"]
    if not isinstance(label, str) or not 0 < len(label) <= MOST_LABEL or not label.isprintable():
        raise ValueError("no label")
    return PublicFile(
        key=key,
        label=label,
        made_on=date.fromisoformat(said["made_on"]),
        restored_on=date.fromisoformat(restored) if restored else None,
    )


def is_past(key: PublicKey, now: datetime) -> bool:
    """Tell whether nothing may be sealed to this key any more."""
    return key.valid_until is not None and now.astimezone(UTC) >= key.valid_until
