"""A kind of action: pure data that says what is asked, promised and handed over."""

import re
from dataclasses import dataclass, field
from typing import Final

from zvarot.contract.audiences import TARGET
from zvarot.contract.errors import ZvarotError
from zvarot.contract.form import Form
from zvarot.contract.promise import Promise
from zvarot.lib.marks import mark as _

_SLUG: Final = re.compile(r"[a-z][a-z0-9-]*")


class DeliveryBeyondPromise(ZvarotError):
    """A delivery would show an audience more than it was promised."""


class KindWrong(ZvarotError):
    """A kind that cannot work; the program stops at start and says why."""


@dataclass(frozen=True)
class DeliverySpec:
    """What leaves: these fields for this audience, set by this layout.

    template -- path of the layout inside the kind's folder.
    """

    name: str
    audience: str
    fields: tuple[str, ...]
    template: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """counts -- what the number counts, as (singular, plural) that follow the number.

    optional -- questions that a page may leave out.
    momentary -- questions that may be asked for the moment only, and shown to nobody.
    go, form_title, button -- words of the button that leads to the form, of the form and of its
    last button, where a page has none of its own.
    """

    slug: str
    label: str
    to: str
    counts: tuple[str, str]
    form: Form
    promise: Promise
    deliveries: tuple[DeliverySpec, ...] = ()
    optional: tuple[str, ...] = field(default=())
    momentary: tuple[str, ...] = field(default=())
    go: str = _("Add your name")
    form_title: str = _("Add your name")
    button: str = _("Sign")

    @property
    def has_target(self) -> bool:
        """Whether it goes to an office; messages go to a person."""
        return bool(self.promise.of(TARGET))

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug):
            raise KindWrong(f"{self.slug!r} is not a slug of small letters, digits and hyphens.")
        self.promise.check(self.form)
        for spec in self.deliveries:
            check_delivery(self.promise, spec.audience, spec.fields)


def check_delivery(promise: Promise, audience: str, fields: tuple[str, ...]) -> None:
    """Raise DeliveryBeyondPromise if `fields` shows the audience more than was promised."""
    allowed = promise.allowed_fields(audience)
    beyond = sorted(set(fields) - allowed)
    if beyond:
        raise DeliveryBeyondPromise(
            f"The promise shows the {audience} only {sorted(allowed)}, but {beyond} would be "
            f"shown too. Remove them here, or add them to the promise before the action opens."
        )
