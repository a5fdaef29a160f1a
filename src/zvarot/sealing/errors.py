"""What can be wrong with a key, a share or an envelope. No sentence here quotes an answer."""

from zvarot.contract.errors import ZvarotError


class SealingError(ZvarotError):
    """Something that must stay closed could not be closed, kept or opened."""


class KeyRefused(SealingError):
    """A public key that nothing may be sealed to. The form that needs it has to close."""


class KeyFileDamaged(SealingError):
    """A key file that is empty, cut short or not ours. Nothing is made in its place."""


class ShareRefused(SealingError):
    """Two shares that do not rebuild the key they name."""


class EnvelopeRefused(SealingError):
    """An envelope that is not for this key, this row, this action or this promise."""
