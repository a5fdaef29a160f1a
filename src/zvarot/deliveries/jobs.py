"""Deliveries in the background: a child process for each, gone with the names it has read."""

import subprocess
import sys
from datetime import UTC, datetime

from zvarot.deliveries import services
from zvarot.deliveries.building import build
from zvarot.deliveries.errors import DeliveryRefused, LayoutFailed
from zvarot.deliveries.models import Delivery
from zvarot.sealing.errors import SealingError

_children: list[subprocess.Popen[bytes]] = []


def run_next() -> bool:
    """Start a child for the oldest delivery that waits; tell whether there was one.

    Returns at once. Only one child at a time: a list of 100,000 names keeps a core busy.
    """
    _children[:] = [child for child in _children if child.poll() is None]
    if _children:
        return False
    delivery = services.start(datetime.now(tz=UTC))
    if delivery is None:
        return False
    command = [sys.executable, "-m", "zvarot", "manage", "build_delivery", str(delivery.pk)]
    _children.append(subprocess.Popen(command))
    return True


def wait() -> None:
    """Wait for the child that was started, if there is one."""
    for child in _children:
        child.wait()


def run(delivery: Delivery) -> None:
    """Make one delivery, and record it if that cannot be done."""
    try:
        build(delivery, now=datetime.now(tz=UTC))
    except (DeliveryRefused, LayoutFailed, SealingError) as reason:
        services.fail(delivery, str(reason))
