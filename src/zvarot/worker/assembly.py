"""Putting a worker together: its keys, its steps, and what the studio gives it to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from zvarot.deliveries.retention import erase_kept
from zvarot.ledger.checkpoint import Checkpoint
from zvarot.ledger.note import Verifier
from zvarot.lib.store import PostgresStore, Store, open_store
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.expiry import expire
from zvarot.signatures.flush import flush
from zvarot.signatures.notary import Notary
from zvarot.worker.inbox import Inbox, PostgresInbox, SqliteInbox
from zvarot.worker.lanes import Step
from zvarot.worker.mailer import FolderMailer, Mailer, SmtpMailer
from zvarot.worker.postman import Postman
from zvarot.worker.settings import WorkerSettings
from zvarot.worker.witnesses import collect

PURGE_SECONDS = 600.0
KEYS_SECONDS = 60.0
WITNESS_SECONDS = 60.0
PAGES_SECONDS = 0.5

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
    page_jobs: Sequence[PageJob] = ()

    def lanes(self) -> dict[str, list[Step]]:
        """Return the steps of each lane, in the order in which they take turns."""
        return {
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
            # A lane of their own: a witness that answers slowly holds up nothing else.
            "witnesses": [Step("witnesses", self.witness, every=WITNESS_SECONDS)],
        }

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
        flushed = flush(_now())
        self.notary.publish(_now())
        return bool(flushed)

    def mail(self) -> bool:
        return bool(self.postman.step(_now()))

    def renew_keys(self) -> bool:
        self.keys.postman_current(_now())
        return False

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
) -> Worker:
    """Put a worker together from its settings."""
    keys = KeyFiles(settings.keys_dir)
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
            mailer=_mailer(settings),
            sender=settings.mail_from,
            public_url=settings.public_url,
            per_hour=settings.mail_per_hour,
            languages=languages,
        ),
        page_jobs=page_jobs,
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
