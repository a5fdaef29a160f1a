"""What can go wrong with a letter on its way, as sentences for the person who can mend it."""

from zvarot.contract.errors import ZvarotError


class LetterClosed(ZvarotError):
    """A sealed letter that may not or cannot be opened here."""


class LetterUnfit(ZvarotError):
    """A letter of which no mail can be made, such as a subject of several lines."""


class PrintFailed(ZvarotError):
    """Letters that could not be set as PDF; none of them is marked as printed."""
