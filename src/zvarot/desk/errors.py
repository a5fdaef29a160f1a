"""What the desk refuses, as sentences for the people who sit at it."""

from zvarot.contract.errors import ZvarotError


class DeskRefused(ZvarotError):
    """Something about a key or its shares cannot be done as it was asked; nothing was written."""
