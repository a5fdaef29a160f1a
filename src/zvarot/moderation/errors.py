"""What can go wrong with a message, as sentences for the person who can mend it."""

from zvarot.contract.errors import ZvarotError


class MessageClosed(ZvarotError):
    """A sealed message that may not or cannot be opened here."""


class MessageGone(ZvarotError):
    """A message that is not there any more: its writer has taken it back."""


class DecisionRefused(ZvarotError):
    """A decision about a message that cannot be taken now."""


class BatchBusy(ZvarotError):
    """A step that a batch of cards cannot take in the state it is in."""


class CardsFailed(ZvarotError):
    """Cards that could not be set as PDF."""
