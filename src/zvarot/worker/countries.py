"""Opening the one answer that is meant for everybody: a country, to be added to a sum."""

from datetime import datetime

from zvarot.actions.models import Action
from zvarot.contract.audiences import PUBLIC
from zvarot.contract.envelope import EnvelopeMalformed, Header
from zvarot.sealing.errors import EnvelopeRefused
from zvarot.sealing.keys import KeyFiles, SecretKey
from zvarot.sealing.opening import open_sealed
from zvarot.signatures import figures

MOST = 1000  # envelopes of one step: a tenth of a second


def add_countries(keys: KeyFiles, now: datetime) -> bool:
    """Add the countries of those who were counted; tells whether there may be more.

    What no key opens is kept while its key is gone, and erased if it is damaged: then it is in
    no figure, as figures need not add up.
    """
    is_more = False
    for action in figures.actions():
        secrets = {one.public.key_id: one for one in keys.audience_secrets(action.pk, PUBLIC)}
        rows = figures.waiting(action, MOST) if secrets else []
        if rows:
            figures.add(action, {row.pk: _country(action, row, secrets) for row in rows})
        figures.tell(action, now)
        is_more |= len(rows) == MOST
    return is_more


def _country(action: Action, row: figures.Waiting, secrets: dict[bytes, SecretKey]) -> str:
    try:
        secret = secrets[Header.unpack(row.sealed).key_id]
        answers = open_sealed(
            row.sealed,
            secret,
            action_id=action.pk,
            row_id=row.row_id,
            promise_hash=row.promise_hash,
        )
    except (EnvelopeRefused, EnvelopeMalformed, KeyError):
        return ""
    return answers.get("country", "")[:2]
