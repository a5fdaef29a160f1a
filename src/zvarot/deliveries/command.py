"""`zvarot deliver <slug>`: write a delivery's files into a folder, no more than was promised."""

import argparse
import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path

from zvarot.actions.models import Action
from zvarot.contract.audiences import TARGET
from zvarot.contract.errors import ZvarotError
from zvarot.deliveries import services
from zvarot.deliveries.building import build_into
from zvarot.deliveries.errors import DeliveryRefused
from zvarot.deliveries.models import Delivery

BEYOND_PROMISE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command understands."""
    parser.add_argument("slug", help="the action")
    parser.add_argument("--audience", default=TARGET, help="to whom (default: target)")
    parser.add_argument("--out", type=Path, required=True, help="folder for the files")
    parser.add_argument("--fields", default="", help="fewer fields than promised, with commas")
    parser.add_argument("--lang", default="", help="language of the letter (default: the action's)")


def run(arguments: argparse.Namespace) -> int:
    """Make the delivery. Returns 2 if it would show more than was promised."""
    now = datetime.now(tz=UTC)
    action = Action.objects.filter(slug=arguments.slug).first()
    if action is None:
        print(f"There is no action {arguments.slug!r}.", file=sys.stderr)
        return 1
    fields = [name.strip() for name in arguments.fields.split(",") if name.strip()]
    try:
        delivery = services.request(
            action,
            arguments.audience,
            by=f"{getpass.getuser()} (command line)",
            now=now,
            fields=fields or None,
            lang=arguments.lang,
        )
    except DeliveryRefused as refused:
        print(refused, file=sys.stderr)
        return BEYOND_PROMISE
    return _make(delivery, arguments.out, now)


def _make(delivery: Delivery, out: Path, now: datetime) -> int:
    try:
        placed = build_into(delivery, out, now=now)
    except ZvarotError as reason:
        services.fail(delivery, str(reason))
        print(reason, file=sys.stderr)
        return BEYOND_PROMISE if isinstance(reason, DeliveryRefused) else 1
    for path in placed:
        print(path)
    if delivery.report:
        print(delivery.report, file=sys.stderr)
    return 0
