"""What can go wrong with a delivery, as sentences for the person who can mend it."""

from zvarot.contract.errors import ZvarotError


class DeliveryRefused(ZvarotError):
    """More was asked for than was promised, or the wrong thing. Recorded in the journal."""


class DeliveryGone(ZvarotError):
    """The package was downloaded before, or never made."""


class DeliveryBusy(ZvarotError):
    """The delivery is not in the state this step needs."""


class LayoutFailed(ZvarotError):
    """The PDF could not be set."""
