"""Putting a worker together: its keys, its steps, and what the studio gives it to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from zvarot.counting.invalidation import take_off
from zvarot.deliveries.retention import erase_kept
from zvarot.ledger.checkpoint import Checkpoint
from zvarot.ledger.note import Verifier
from zvarot.letters.queueing import Offices
from zvarot.lib.store import PostgresStore, Store, open_store
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.expiry import expire
from zvarot.signatures.flush import flush
from zvarot.signatures.notary import Notary
from zvarot.worker.alerts import Alerts
from zvarot.worker.countries import add_countries
from zvarot.worker.dispatcher import Dispatcher
from zvarot.worker.handover import open_relay
from zvarot.worker.inbox import Inbox, PostgresInbox, SqliteInbox
from zvarot.worker.lanes import Step
from zvarot.worker.mailer import FolderMailer, Mailer, SmtpMailer
from zvarot.worker.postman import Postman
from zvarot.worker.settings import WorkerSettings
from zvarot.worker.witnesses import collect

PURGE_SECONDS = 600.0
KEYS_SECONDS = 60.0
WITNESS_SECONDS = 60.0
COUNTRIES_SECONDS = 5.0
PAGES_SECONDS = 0.5
LETTERS_SECONDS = 5.0
DIGESTS_SECONDS = 60.0

# What a program above gives the worker to do with the published store; True: there is more.
PageJob = Callable[[Store, datetime], bool]


@dataclass(frozen=True, kw_only=True)
class Worker:
    """The parts of one worker process."""

    settings: WorkerSettings
    keys: KeyFiles
    store: Store
    inbox: Inbox
    notary: Notary
    postman: Postman
    alerts: Alerts
    page_jobs: Sequence[PageJob] = ()
    dispatcher: Dispatcher | None = None

    def lanes(self) -> dict[str, list[Step]]:
        """Return the steps of each lane, in the order in which they take turns."""
        lanes = {
            "signatures": [
                Step("drain", self.drain),
                Step("ledger", self.ledger, every=float(self.settings.flush_seconds)),
            ],
            "mail": [Step("mail", self.mail)],
            "pages": [
                Step("keys", self.renew_keys, every=KEYS_SECONDS),
                *(self._page_step(job) for job in self.page_jobs),
                Step("purge", self.purge, every=PURGE_SECONDS),
            ],
            # Of its own, so that opening envelopes does not hold up the ledger.
            "countries": [Step("countries", self.countries, every=COUNTRIES_SECONDS)],
            # A lane of their own: a witness that answers slowly holds up nothing else.
            "witnesses": [Step("witnesses", self.witness, every=WITNESS_SECONDS)],
        }
        if self.dispatcher is not None:
            lanes["letters"] = [
                Step("queue letters", self.dispatcher.queue, every=LETTERS_SECONDS),
                Step("send letters", self.dispatcher.send, every=1.0),
                Step("digests", self.dispatcher.gather, every=DIGESTS_SECONDS),
                Step("bounces", self.dispatcher.read_bounces, every=LETTERS_SECONDS),
            ]
        return lanes

    def prepare(self) -> None:
        """Make everything that must exist before a front can take a signature."""
        self.keys.confirm_key()
        self.keys.ledger_key()
        self.keys.suppression_key()
        self.keys.postman_current(_now())
        if isinstance(self.store, PostgresStore):
            self.store.create_tables()
        self.inbox.create()

    def drain(self) -> bool:
        return bool(self.inbox.drain(keys=self.keys, now=_now()))

    def ledger(self) -> bool:
        take_off(_now())
        flushed = flush(_now())
        self.notary.publish(_now())
        return bool(flushed)

    def mail(self) -> bool:
        told = self.alerts.step(_now())
        return bool(self.postman.step(_now()) or told)

    def renew_keys(self) -> bool:
        self.keys.postman_current(_now())
        return False

    def countries(self) -> bool:
        return add_countries(self.keys, _now())

    def purge(self) -> bool:
        expire(_now(), keys=self.keys)
        erase_kept(_now(), keys=self.keys)
        return False

    def witness(self) -> bool:
        public = self.keys.ledger_key().public_key().public_bytes_raw()
        collect(self.settings.witnesses, self.store, Verifier(_origin(self.settings), public))
        return False

    def _page_step(self, job: PageJob) -> Step:
        name = getattr(job, "__name__", "pages")
        return Step(name, lambda: job(self.store, _now()), every=PAGES_SECONDS)


def assemble(
    settings: WorkerSettings,
    *,
    languages: tuple[str, ...],
    page_jobs: Sequence[PageJob] = (),
    offices: Offices | None = None,
) -> Worker:
    """Put a worker together from its settings. Without offices it sends no letters."""
    keys = KeyFiles(settings.keys_dir)
    mailer = _mailer(settings)
    store = open_store(settings.store_url)
    return Worker(
        settings=settings,
        keys=keys,
        store=store,
        inbox=SqliteInbox(settings.inbox_path) if settings.inbox_path else PostgresInbox(),
        notary=Notary(
            store=store,
            keys_dir=settings.keys_dir,
            key=keys.ledger_key(),
            origin=_origin(settings),
        ),
        postman=Postman(
            keys=keys,
            mailer=mailer,
            sender=settings.mail_from,
            public_url=settings.public_url,
            per_hour=settings.mail_per_hour,
            languages=languages,
        ),
        alerts=Alerts(
            mailer=mailer, sender=settings.mail_from, to=settings.staff_mail, lang=languages[0]
        ),
        page_jobs=page_jobs,
        dispatcher=_dispatcher(settings, keys, offices) if offices else None,
    )


def _dispatcher(settings: WorkerSettings, keys: KeyFiles, offices: Offices) -> Dispatcher:
    return Dispatcher(
        keys=keys,
        relay=open_relay(settings.smtp_url, settings.data_dir / "mail"),
        offices=offices,
        sender=settings.mail_from,
        bounces=settings.data_dir / "bounces",
        test_to=settings.letters_test_to,
        provider=settings.mail_provider,
    )


def _mailer(settings: WorkerSettings) -> Mailer:
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url)
    return FolderMailer(settings.data_dir / "mail")


def _origin(settings: WorkerSettings) -> str:
    """Return the name of the log: once something was signed under it, it stays.

    A site that moves to another host keeps its log, and verifiers keep their proofs.
    """
    kept: Path = settings.keys_dir / "last-checkpoint"
    if kept.exists():
        text = kept.read_text(encoding="utf-8").split("\n\n")[0] + "\n"
        return Checkpoint.from_text(text).origin
    return f"{urlsplit(settings.public_url).netloc}/log"


def _now() -> datetime:
    return datetime.now(tz=UTC)
