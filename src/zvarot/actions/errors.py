"""What can go wrong with an action."""

from zvarot.contract.errors import ZvarotError


class KeyNotTaken(ZvarotError):
    """A public key from the desk that this action cannot use."""


class ActionMisused(ZvarotError):
    """Something was asked of an action that its state or level does not allow."""
