"""Where the key of each audience is kept, and what that keeps from happening."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zvarot.actions import keys
from zvarot.actions.models import AudienceKey
from zvarot.contract.audiences import MODERATOR, ORGANISER, POSTMAN, PUBLIC, RECIPIENT, TARGET
from zvarot.contract.keys import PublicKey
from zvarot.contract.promise import Promise
from zvarot.letters.opening import shows_letters
from zvarot.sealing.closing import check_key
from zvarot.sealing.errors import KeyRefused
from zvarot.sealing.public_file import is_past
from zvarot.sealing.words import fingerprint_words

END_NEAR: Final = timedelta(days=21)
RENEW_AFTER: Final = timedelta(days=90)
_NAMES: Final[dict[str, LazyText]] = {
    TARGET: gettext_lazy("The office"),
    ORGANISER: gettext_lazy("We, if they ask for news"),
    MODERATOR: gettext_lazy("Those who read messages before they go"),
    RECIPIENT: gettext_lazy("Whoever gets the messages"),
}
_OURS: Final = frozenset({POSTMAN, PUBLIC})  # the worker's own; never at the desk


@dataclass(frozen=True, kw_only=True)
class Custody:
    """Where one audience's key is. key -- None: on this server, made when it is first needed."""

    audience: str
    key: AudienceKey | None
    now: datetime

    @property
    def name(self) -> str:
        return str(_NAMES.get(self.audience, self.audience))

    @property
    def fingerprint(self) -> str:
        return fingerprint_words(bytes(self.key.public)) if self.key else ""

    @property
    def age(self) -> timedelta | None:
        return self.now.date() - self.key.made_on if self.key else None

    @property
    def is_old(self) -> bool:
        """A long action changes its key now and then: less is lost with one."""
        return self.age is not None and self.age >= RENEW_AFTER

    @property
    def is_over(self) -> bool:
        return self.key is not None and is_past(keys.public_key(self.key), self.now)

    @property
    def last_day(self) -> date | None:
        return self.key.valid_until.date() if self.key else None


def audiences(promise: Promise) -> list[str]:
    """Give those to whom the promise shows an answer, and who thus have a key."""
    found = [line.audience for line in promise.disclosures if line.fields]
    return [one for one in dict.fromkeys(found) if one not in _OURS]


def custodies(promise: Promise, page_key: UUID, now: datetime) -> list[Custody]:
    """Give each audience of a promise with its key."""
    return [
        Custody(audience=audience, key=keys.of_audience(page_key, audience), now=now)
        for audience in audiences(promise)
    ]


def must_be_offline(promise: Promise, audience: str) -> bool:
    """Tell whether this level keeps the audience's key off every server."""
    return promise.level == "guarded" and audience != MODERATOR


def key_problems(promise: Promise, page_key: UUID) -> list[str]:
    """Say which key keeps this action from opening; nothing if none does."""
    return list(_problems(promise, page_key))


def _problems(promise: Promise, page_key: UUID) -> Iterator[str]:
    offline = keys.offline_keys(page_key)
    for audience in audiences(promise):
        name = str(_NAMES.get(audience, audience))
        key = offline.get(audience)
        if audience == TARGET and shows_letters(promise):
            if key or must_be_offline(promise, audience):
                yield _(
                    "Letters go out from here one by one, so their key cannot be kept offline. "
                    "Choose “standard”."
                )
        elif key is None:
            if must_be_offline(promise, audience):
                yield (
                    _(
                        "At the level “guarded” the key for “%s” is kept offline, and there is "
                        "none yet. Make one at the desk, and add it under “Keys of this action”."
                    )
                    % name
                )
        elif problem := _unusable(key):
            yield _("The offline key for “%(name)s” cannot be used. %(problem)s") % {
                "name": name,
                "problem": problem,
            }


def _unusable(key: PublicKey) -> str:
    try:
        check_key(key)
    except KeyRefused as refused:
        return str(refused)
    return ""
