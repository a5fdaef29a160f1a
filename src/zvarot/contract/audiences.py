"""The parties to a promise, and the number each has in an envelope's header."""

from typing import Final

from zvarot.contract.errors import ZvarotError

POSTMAN: Final = "postman"  # the worker, which must send the confirmation
ORGANISER: Final = "organiser"
TARGET: Final = "target"
MODERATOR: Final = "moderator"
AUDITOR: Final = "auditor"  # reserved: sampled audits
RECIPIENT: Final = "recipient"
PUBLIC: Final = "public"
PARTNER_PREFIX: Final = "partner:"

CODES: Final = {
    POSTMAN: 1,
    ORGANISER: 2,
    TARGET: 3,
    MODERATOR: 4,
    AUDITOR: 5,
    RECIPIENT: 6,
    PUBLIC: 7,
}
PARTNER_CODE: Final = 8  # which partner: the key id tells


class AudienceUnknown(ZvarotError):
    """A promise or an envelope names a party that does not exist."""


def code_of(audience: str) -> int:
    """Return the audience's number in an envelope header.

    Raises AudienceUnknown for any other word.
    """
    if audience.startswith(PARTNER_PREFIX) and len(audience) > len(PARTNER_PREFIX):
        return PARTNER_CODE
    try:
        return CODES[audience]
    except KeyError:
        raise AudienceUnknown(
            f"There is no audience {audience!r}. Use one of {sorted(CODES)} or 'partner:<slug>'."
        ) from None
