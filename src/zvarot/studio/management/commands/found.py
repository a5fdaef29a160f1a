"""`zvarot manage found`: languages, front pages and staff groups of a new installation."""

from typing import Any

from django.core.management.base import BaseCommand

from zvarot.studio.founding import ensure_site


class Command(BaseCommand):
    help = "Add what a new installation lacks: languages, a front page in each, staff groups."

    def handle(self, *_args: Any, **_options: Any) -> None:
        ensure_site()
        self.stdout.write("The site has its front pages and groups.")
