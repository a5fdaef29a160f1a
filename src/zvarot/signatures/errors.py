"""What can go wrong with signatures and their ledger."""

from zvarot.contract.errors import ZvarotError


class AddressUnusable(ZvarotError):
    """An address that no mail can be sent to. The sentence does not repeat it."""


class LedgerBroken(ZvarotError):
    """The stored ledger contradicts what was signed before. Nothing more is signed."""
