"""The worker: empties the inbox, sends mail, keeps the ledger, bakes pages, erases.

Several may run. Each step is idempotent, so a worker may be killed at any instant. Django is
set up before this module is imported.
"""

from datetime import datetime

from django.conf import settings as django_settings

from zvarot.deliveries import jobs
from zvarot.letters.reach import Directory
from zvarot.lib.store import Store
from zvarot.moderation import jobs as cards
from zvarot.studio.publishing import run_orders
from zvarot.worker.assembly import assemble
from zvarot.worker.running import run
from zvarot.worker.settings import read


def main() -> None:
    """Run until SIGTERM or SIGINT. Raises SettingsWrong if a setting cannot be used."""
    languages = tuple(code for code, _ in django_settings.LANGUAGES)
    worker = assemble(
        read(), languages=languages, page_jobs=(bake, deliver, look_at_cards), offices=Directory()
    )
    run(worker)


def bake(store: Store, now: datetime) -> bool:
    """Carry out what the studio ordered, scheduled pages included."""
    return bool(run_orders(store, now=now))


def deliver(_store: Store, _now: datetime) -> bool:
    """Start the next delivery that was asked for, in a process of its own."""
    return bool(jobs.run_next())


def look_at_cards(_store: Store, _now: datetime) -> bool:
    """Start to look at the next batch of cards that was chosen, in a process of its own."""
    return bool(cards.run_next())
