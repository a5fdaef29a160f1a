"""What a page asks and promises: the questions that are ticked, and the promise over them.

Stored with the page as plain data. The level and the hand-over day are settings of the page;
they are put into the promise here, so that they stand in one place only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from zvarot.contract.audiences import ORGANISER, PUBLIC, TARGET
from zvarot.contract.fields import Field, PostalCode, Text
from zvarot.contract.form import Form
from zvarot.contract.kind import Kind
from zvarot.contract.promise import (
    POSTMAN_MAIL,
    PUBLIC_COUNT,
    PUBLIC_COUNTRIES,
    Disclosure,
    Promise,
    When,
)
from zvarot.lib.marks import mark as _

QUESTION: Final = "x_question"
POSTAL_CODE: Final = PostalCode("postal_code", _("Postal code"), required=False)


@dataclass(frozen=True)
class Terms:
    """asked -- names of the questions in the form. promise -- without day and level."""

    asked: tuple[str, ...]
    promise: Promise

    @classmethod
    def read(cls, data: Mapping[str, Any], kind: Kind) -> "Terms":
        """Read what a page stores; a page that stores nothing has its kind's own terms."""
        if not data:
            return cls(kind.form.names, kind.promise)
        return cls(tuple(data["asked"]), Promise.from_json(data["promise"]))

    def to_json(self) -> dict[str, Any]:
        return {"asked": list(self.asked), "promise": self.promise.to_json()}

    def form(self, kind: Kind, question: str) -> Form:
        """Give the form, with questions in the kind's order."""
        kept = self.promise.disclosed()
        return Form(
            tuple(
                replace(field, kept=False)
                if field.name in kind.momentary and field.name not in kept
                else field
                for field in possible_fields(kind, question)
                if field.name in self.asked
            )
        )

    def promised(self, *, level: str, deliver_by: date | None, office: str = "") -> Promise:
        """Give the whole promise of a page with these settings. office -- its slug."""
        lines = tuple(
            replace(
                line,
                date=deliver_by if line.when is When.ON_DATE else line.date,
                to=office if line.audience == TARGET else "",
            )
            for line in self.promise.disclosures
        )
        return replace(self.promise, disclosures=lines, level=level)


def possible_fields(kind: Kind, question: str) -> tuple[Field, ...]:
    """Give every question that a page of this kind may ask."""
    own = Text(
        QUESTION, question or _("Your own question"), required=False, max_chars=300, max_bytes=1200
    )
    extras = [POSTAL_CODE, own]
    return (*kind.form.fields, *(one for one in extras if one.name not in kind.form.names))


def fixed_fields(kind: Kind) -> frozenset[str]:
    """Give the questions that this kind cannot do without."""
    return frozenset(kind.form.names) - frozenset(kind.optional)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What an editor ticked, before it is a promise.

    target_days, organiser_days -- how long our copy is kept, in days.
    tells_countries -- the public is told how many live in which country.
    """

    asked: tuple[str, ...]
    target: tuple[str, ...]
    target_count_only: bool
    target_when: When
    target_days: int
    organiser: tuple[str, ...]
    organiser_days: int
    counted_only: tuple[str, ...]
    tells_countries: bool = False

    def terms(self, kind: Kind) -> Terms:
        """Put the ticks together. Whether they contradict each other, Promise.check says.

        A kind that hands over at once, as letters are sent, says itself when and how.
        """
        [own] = kind.promise.of(TARGET)
        is_at_once = own.when is When.AT_ONCE
        target = replace(
            own,
            fields=() if self.target_count_only else self.target,
            when=own.when if is_at_once else self.target_when,
            days=own.days if is_at_once else self.target_days,
        )
        lines = [target, PUBLIC_COUNTRIES if self.tells_countries else PUBLIC_COUNT]
        if self.organiser:
            lines.append(_news(self.organiser, self.organiser_days))
        if "email" in self.asked:
            lines.append(POSTMAN_MAIL)
        return Terms(self.asked, Promise(tuple(lines), counted_only=self.counted_only))

    @classmethod
    def of(cls, terms: Terms) -> "Choices":
        """Show stored terms as ticks."""
        target = next(iter(terms.promise.of(TARGET)), None)
        organiser = next(iter(terms.promise.of(ORGANISER)), None)
        return cls(
            asked=terms.asked,
            target=target.fields if target else (),
            target_count_only=target is None or not target.fields,
            target_when=target.when if target else When.AFTER_CLOSE,
            target_days=target.days if target else 30,
            organiser=organiser.fields if organiser else (),
            organiser_days=organiser.days if organiser else 7,
            counted_only=terms.promise.counted_only,
            tells_countries=bool(terms.promise.allowed_fields(PUBLIC)),
        )


def _news(fields: tuple[str, ...], days: int) -> Disclosure:
    return Disclosure(
        audience=ORGANISER,
        fields=fields,
        purpose=_("to write to those who asked for news"),
        when=When.WEEKLY,
        days=days,
        channel="export",
        only_if=("updates", "yes"),
    )
