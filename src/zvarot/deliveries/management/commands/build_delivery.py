"""`manage build_delivery <id>`: make one delivery that the worker has started."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from zvarot.deliveries import jobs
from zvarot.deliveries.models import Delivery


class Command(BaseCommand):
    help = "Make one delivery. The worker calls this in a process of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=int)

    def handle(self, *_args: Any, **options: Any) -> None:
        delivery = Delivery.objects.get(pk=options["id"], state=Delivery.State.BUILDING)
        jobs.run(delivery)
