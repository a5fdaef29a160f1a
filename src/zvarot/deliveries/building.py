"""Make a package: open the envelopes of one audience, write the files, seal them."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from zvarot.contract.counts import Parts
from zvarot.deliveries import opening, package, services, specs, vault
from zvarot.deliveries.errors import DeliveryRefused
from zvarot.deliveries.letter import Facts, Reader, sheet_for
from zvarot.deliveries.models import Delivery
from zvarot.deliveries.package import Made
from zvarot.deliveries.private import private_folder
from zvarot.journal import services as journal
from zvarot.lib.words import Words
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures import queries as signatures
from zvarot.signatures.models import LogHead

_REASONS = {
    opening.NARROWER: "signed under a promise that shows this audience less",
    opening.UNKNOWN: "signed under a promise of which there is no record",
    opening.ELSEWHERE: "signed for another office than the one it is addressed to now",
    opening.EARLY: "signed under a promise to hand over nothing before the action has closed",
    opening.CLOSED: "have an envelope that no key here opens",
    opening.ERASED: "were erased, as promised",
    opening.NOT_CHOSEN: "did not choose to be on this list",
    opening.ONLY_COUNTED: "are only counted, as promised",
}
_PROGRESS_EVERY = 1_000


class Building:
    """One delivery being made in a private folder."""

    def __init__(self, delivery: Delivery, folder: Path, *, now: datetime) -> None:
        self.delivery = delivery
        self.folder = folder
        self.now = now
        self.words = Words(delivery.lang)
        self.left_out: Counter[str] = Counter()
        self.promises: Counter[str] = Counter()
        self.parts = Parts()

    def make(self) -> tuple[Made, dict[str, Any]]:
        """Write the files and what the manifest says of them."""
        delivery, action = self.delivery, self.delivery.action
        # Asked again: the promise may have become narrower since the request.
        spec = services.checked(
            action, delivery.audience, fields=delivery.fields, now=delivery.requested_at
        )
        delivery.log_size = signatures.log_size()
        rows = self.folder / "rows.jsonl"
        delivery.listed = package.spool(rows, self._opened()) if spec.fields else 0
        self.parts = signatures.parts(action)
        delivery.count = max(self.parts.total, delivery.listed)
        facts = Facts(
            listed=delivery.listed,
            number_only=not specs.promise_of(action).allowed_fields(delivery.audience),
            parts=self.parts,
            number=delivery.number,
            made_on=self.now.astimezone(UTC).date(),
            checkpoint=_checkpoint(),
        )
        made = package.make_files(
            self.folder,
            f"{action.slug}-{delivery.audience.replace(':', '-')}-{delivery.number}",
            sheet_for(action, spec.fields, self.words, facts),
            rows,
            layout=specs.layout_of(action, spec),
            on_progress=lambda done: services.report_progress(delivery, delivery.total + done),
        )
        delivery.refused = sum(
            self.left_out[reason] for reason in (opening.NARROWER, opening.UNKNOWN, opening.CLOSED)
        )
        delivery.report = " ".join(filter(None, [*self._reasons(), made.report]))
        return made, self._manifest(facts)

    def _opened(self) -> Iterator[dict[str, str]]:
        delivery, action = self.delivery, self.delivery.action
        secrets = KeyFiles(Path(settings.ZVAROT_KEYS_DIR)).audience_secrets(
            action.pk, delivery.audience
        )
        if not secrets:
            raise DeliveryRefused(
                f"The key that opens what was promised to the {delivery.audience} is not on this "
                f"machine. If the key is kept offline: use the desk."
            )
        delivery.total = signatures.deliverable(action).count()
        # Every row is worked on twice: opened, then printed.
        Delivery.objects.filter(pk=delivery.pk).update(total=2 * delivery.total)
        reader = Reader(action, delivery.fields, self.words)
        task = opening.Opening(
            action=action,
            audience=delivery.audience,
            fields=delivery.fields,
            secrets=secrets,
            now=self.now,
        )
        self.left_out, self.promises = task.left_out, task.promises
        for done, answers in enumerate(task.rows(), start=1):
            if done % _PROGRESS_EVERY == 0:
                services.report_progress(delivery, done)
            if answers is not None:
                yield reader.shown(answers)

    def _reasons(self) -> Iterator[str]:
        for reason, count in sorted(self.left_out.items()):
            yield f"Counted, not listed: {count} {_REASONS[reason]}."

    def _manifest(self, facts: Facts) -> dict[str, Any]:
        return {
            "action": self.delivery.action.slug,
            "audience": self.delivery.audience,
            "number": facts.number,
            "made_on": facts.made_on.isoformat(),
            "fields": self.delivery.fields,
            "count": self.parts.to_json() | {"total": self.delivery.count},
            "listed": facts.listed,
            "left_out": dict(sorted(self.left_out.items())),
            "promises": dict(sorted(self.promises.items())),
            "checkpoint": facts.checkpoint,
            "report": self.delivery.report,
        }


def build(delivery: Delivery, *, now: datetime) -> None:
    """Make the package, and seal it for one download.

    Raises DeliveryRefused or LayoutFailed with the reason; the caller records it.
    """
    with private_folder(Path(settings.ZVAROT_DELIVERIES_DIR)) as folder:
        building = Building(delivery, folder, now=now)
        made, manifest = building.make()
        zipped = folder / "package.zip"
        delivery.sha256 = package.zip_files(
            zipped, made.files, manifest, now.astimezone(UTC).date()
        )
        sealed = services.sealed_path(delivery)
        delivery.key = vault.seal(zipped, sealed, name=delivery.number.encode())
    _finish(delivery, Delivery.State.READY, now)


def build_into(delivery: Delivery, out: Path, *, now: datetime) -> tuple[Path, ...]:
    """Make the files in clear in a folder that the officer chose; nothing is kept here."""
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    with private_folder(Path(settings.ZVAROT_DELIVERIES_DIR)) as folder:
        made, manifest = Building(delivery, folder, now=now).make()
        zipped = folder / "package.zip"
        delivery.sha256 = package.zip_files(
            zipped, made.files, manifest, now.astimezone(UTC).date()
        )
        placed = package.place(out, zipped)
    delivery.downloaded_by, delivery.downloaded_at = delivery.requested_by, now
    _finish(delivery, Delivery.State.DOWNLOADED, now)
    return placed


def _finish(delivery: Delivery, state: Delivery.State, now: datetime) -> None:
    with transaction.atomic():
        delivery.state, delivery.made_at, delivery.lease_until = state, now, None
        delivery.progress = delivery.total = 2 * delivery.total
        delivery.save()
        journal.write(
            "delivery.made",
            delivery.action.slug,
            delivery=delivery.pk,
            audience=delivery.audience,
            rows=delivery.listed,
            count=delivery.count,
            refused=delivery.refused,
            sha256=delivery.sha256,
        )


def _checkpoint() -> str:
    head = LogHead.objects.filter(pk=1).first()
    return f"{head.size} {bytes(head.root).hex()}" if head else ""
