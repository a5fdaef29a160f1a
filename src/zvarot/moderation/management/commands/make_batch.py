"""`manage make_batch <id>`: look at the cards of one batch that the worker has taken."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from zvarot.moderation import jobs
from zvarot.moderation.models import Batch
from zvarot.sealing.keys import KeyFiles


class Command(BaseCommand):
    help = "Look at the cards of one batch. The worker calls this in a process of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=int)

    def handle(self, *_args: Any, **options: Any) -> None:
        batches = Batch.objects.select_related("action")
        batch = batches.get(pk=options["id"], state=Batch.State.OPEN)
        jobs.run(batch, KeyFiles(Path(settings.ZVAROT_KEYS_DIR)))
