"""Public keys from the desk: taken for one action's audience, and looked up.

Their private halves are nowhere here: three holders have a share each.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from zvarot.actions.errors import KeyNotTaken
from zvarot.actions.models import Action, AudienceKey
from zvarot.contract.keys import PublicKey
from zvarot.journal import services as journal
from zvarot.sealing.public_file import PublicFile, is_past
from zvarot.sealing.words import fingerprint_words


@transaction.atomic
def take(
    page_key: UUID,
    file: PublicFile,
    *,
    subject: str,
    audiences: Iterable[str],
    by: str,
    now: datetime,
) -> AudienceKey:
    """Use this key from now on for its audience; the ones before stay on record.

    audiences -- those that the promise shows something.

    Raises KeyNotTaken for a key that was not tested, is over, or is for somebody else.
    """
    restored_on = check(page_key, file, audiences=audiences, now=now)
    key = file.key
    before = of_audience(page_key, key.audience)
    if before:
        after_studio = before.after_studio
    else:
        was_open = Action.objects.filter(page_key=page_key).exclude(state=Action.State.DRAFT)
        after_studio = was_open.exists()
    taken = AudienceKey.objects.create(
        page_key=page_key,
        audience=key.audience,
        label=file.label,
        key_id=key.key_id.hex(),
        public=key.public,
        suite=key.suite,
        made_on=file.made_on,
        valid_until=file.until,
        restored_on=restored_on,
        after_studio=after_studio,
        added_by=by,
        added_at=now,
    )
    journal.write(
        "key.added",
        subject,
        actor=by,
        at=now,
        audience=key.audience,
        key_id=taken.key_id,
        fingerprint=fingerprint_words(key.public),
        suite=key.suite,
        valid_until=file.until.isoformat(),
        restored_on=restored_on.isoformat(),
        before=before.key_id if before else "",
    )
    return taken


def check(page_key: UUID, file: PublicFile, *, audiences: Iterable[str], now: datetime) -> date:
    """Return the day of its test.

    Raises KeyNotTaken, with the reason, if the action of this page cannot use this key.
    """
    key, shown = file.key, sorted(set(audiences))
    if file.restored_on is None:
        raise KeyNotTaken(
            "This key was not tested: nobody knows whether its shares rebuild it. Run "
            "`zvarot desk restore-test` with two papers, and take the file that it writes."
        )
    if key.audience not in shown:
        raise KeyNotTaken(
            f"This key is for {key.audience!r}; the promise of this action shows something to "
            f"{', '.join(shown) or 'nobody'}."
        )
    if is_past(key, now):
        raise KeyNotTaken(f"This key was valid until {key.valid_until}. Make a new one.")
    known = AudienceKey.objects.filter(key_id=key.key_id.hex()).first()
    if known and known.page_key != page_key:
        raise KeyNotTaken("Another action has this key. Each action needs keys of its own.")
    if known:
        raise KeyNotTaken(f"This key is here already, since {known.added_at:%Y-%m-%d}.")
    return file.restored_on


def of_page(page_key: UUID) -> QuerySet[AudienceKey]:
    """Return all keys from the desk that an action ever had, newest first."""
    return AudienceKey.objects.filter(page_key=page_key).order_by("-pk")


def of_audience(page_key: UUID, audience: str) -> AudienceKey | None:
    """Return the key that is used for this audience; None: its key lies on this server."""
    return of_page(page_key).filter(audience=audience).first()


def offline_keys(page_key: UUID) -> dict[str, PublicKey]:
    """Return the public keys that this action seals to and whose private halves are elsewhere."""
    return {row.audience: public_key(row) for row in reversed(of_page(page_key))}


def public_key(row: AudienceKey) -> PublicKey:
    """Return the key of a row, as it travels in a bundle."""
    return PublicKey(
        audience=row.audience,
        public=bytes(row.public),
        suite=row.suite,
        valid_until=row.valid_until.astimezone(UTC),
    )


def is_only_offline(page_key: UUID, audience: str) -> bool:
    """Tell whether no key on this server can open anything for this audience."""
    row = of_audience(page_key, audience)
    return row is not None and not row.after_studio
