"""What can go wrong when staff add to a count, as sentences for the person who can mend it."""

from zvarot.contract.errors import ZvarotError


class CountRefused(ZvarotError):
    """A batch, correction or invalidation that cannot be entered, approved or taken back."""
