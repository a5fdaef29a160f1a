"""Who is shown which answers, how, until when. Data, not prose: the words are made from it.

A promise is a list of disclosures, one for each audience. What no disclosure names is never
stored. `check` refuses a promise that its own form contradicts.
"""

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from zvarot.contract.audiences import ORGANISER, POSTMAN, PUBLIC, TARGET, code_of
from zvarot.contract.errors import ZvarotError
from zvarot.contract.form import Form

COUNT_ONLY: Final[tuple[str, ...]] = ()
LEVELS: Final = ("standard", "guarded", "nameless")
DAYS_AT_MOST: Final = 365  # the hard maximum, whatever a promise says
_NAMELESS_REFUSES: Final = frozenset({"given_name", "family_name", "email"})


class When(StrEnum):
    """When an audience is shown what it was promised."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    ON_DATE = "on-date"
    AFTER_CLOSE = "after-close"


class PromiseContradicts(ZvarotError):
    """A promise that cannot be kept or contradicts itself; a sentence for each reason."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """One line of a promise: this audience is shown these answers, for this purpose.

    fields -- names of form fields, or COUNT_ONLY: a number and no answer.
    when -- the moment of showing; with ON_DATE, `date` is the announced day.
    days -- how long our copy is kept after that, in days; 0: until it has been used.
    channel -- how it gets there: "list", "mail", "page", "export".
    only_if -- (field, answer): only for those who answered so, such as ("updates", "yes").
    to -- slug of the office, for the target: what was promised to one goes to no other.
    """

    audience: str
    fields: tuple[str, ...]
    purpose: str
    when: When
    days: int
    channel: str
    date: datetime.date | None = None
    only_if: tuple[str, str] | None = None
    to: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "to": self.to,
            "audience": self.audience,
            "fields": list(self.fields),
            "purpose": self.purpose,
            "when": self.when.value,
            "days": self.days,
            "channel": self.channel,
            "date": self.date.isoformat() if self.date else None,
            "only_if": list(self.only_if) if self.only_if else None,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Disclosure":
        only_if = data.get("only_if")
        return cls(
            audience=data["audience"],
            fields=tuple(data["fields"]),
            purpose=data["purpose"],
            when=When(data["when"]),
            days=int(data["days"]),
            channel=data["channel"],
            date=datetime.date.fromisoformat(data["date"]) if data.get("date") else None,
            only_if=(only_if[0], only_if[1]) if only_if else None,
            to=data.get("to", ""),
        )


# The line that all kinds share: the public is shown a number and nothing else.
PUBLIC_COUNT: Final = Disclosure(
    audience=PUBLIC,
    fields=COUNT_ONLY,
    purpose="to show how many take part",
    when=When.AT_ONCE,
    days=0,
    channel="page",
)
# The same where a page also tells how many live in which country; see contract/figures.py.
PUBLIC_COUNTRIES: Final = replace(
    PUBLIC_COUNT,
    fields=("country",),
    purpose="to show how many take part, and from which countries",
)
# The line that every form with an e-mail address has: the mail that asks "was this you?".
POSTMAN_MAIL: Final = Disclosure(
    audience=POSTMAN,
    fields=("email",),
    purpose="to ask once: was this you?",
    when=When.AT_ONCE,
    days=0,
    channel="mail",
)


@dataclass(frozen=True)
class Promise:
    """All disclosures of an action, and the rules that bind them.

    counted_only -- ISO codes of countries whose residents are only counted, never named.
    level -- the protection level: standard, guarded or nameless.
    """

    disclosures: tuple[Disclosure, ...]
    counted_only: tuple[str, ...] = ()
    level: str = "standard"

    def of(self, audience: str) -> tuple[Disclosure, ...]:
        return tuple(line for line in self.disclosures if line.audience == audience)

    def allowed_fields(self, audience: str) -> frozenset[str]:
        """The fields that this audience may be shown, of anyone."""
        return frozenset(name for line in self.of(audience) for name in line.fields)

    def goes_to(self, audience: str) -> frozenset[str]:
        """Which offices this audience stands for."""
        return frozenset(line.to for line in self.of(audience))

    def disclosed(self) -> frozenset[str]:
        return frozenset(name for line in self.disclosures for name in line.fields)

    def check(self, form: Form) -> None:
        """Raise PromiseContradicts with every reason why this cannot be promised."""
        sentences = [*_lines(self, form), *_whole(self, form)]
        if sentences:
            raise PromiseContradicts(sentences)

    def to_json(self) -> dict[str, Any]:
        return {
            "disclosures": [line.to_json() for line in self.disclosures],
            "counted_only": list(self.counted_only),
            "level": self.level,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Promise":
        return cls(
            disclosures=tuple(Disclosure.from_json(line) for line in data["disclosures"]),
            counted_only=tuple(data.get("counted_only", ())),
            level=data.get("level", "standard"),
        )


def _lines(promise: Promise, form: Form) -> list[str]:
    return [wrong for line in promise.disclosures for wrong in _line(line, form)]


def _line(line: Disclosure, form: Form) -> list[str]:
    code_of(line.audience)
    who = line.audience
    unasked = sorted(set(line.fields) - set(form.names))
    rules = (
        (unasked, f"The {who} is promised {unasked}, but the form does not ask for it."),
        (
            not 0 <= line.days <= DAYS_AT_MOST,
            f"The {who} may keep answers between 0 and {DAYS_AT_MOST} days.",
        ),
        (
            line.when is When.ON_DATE and line.date is None,
            f"Say on which day the {who} is handed what was promised.",
        ),
        (
            line.only_if and line.only_if[0] not in form.names,
            f"The {who} depends on an answer that the form does not ask for.",
        ),
        (
            who == ORGANISER and line.fields and not line.only_if,
            "The organiser may see who signed only where people ask for news: "
            "tie this line to the question about updates.",
        ),
        (
            who == PUBLIC and line.fields not in (COUNT_ONLY, PUBLIC_COUNTRIES.fields),
            "Everyone can be shown the number only, and how many live in which country; "
            "not who signed.",
        ),
        (
            who == TARGET and "email" in line.fields,
            "The target is never given e-mail addresses. Untick e-mail there.",
        ),
    )
    return [sentence for is_broken, sentence in rules if is_broken]


def _nameless(promise: Promise, asked: set[str]) -> list[str]:
    wrong = []
    if asked & _NAMELESS_REFUSES:
        wrong.append("At the level 'nameless' the form asks for no name and no e-mail address.")
    if promise.allowed_fields(PUBLIC):
        wrong.append("At the level 'nameless' nobody is told how many live in which country.")
    return wrong


def _whole(promise: Promise, form: Form) -> list[str]:
    wrong = []
    audiences = [line.audience for line in promise.disclosures]
    if len(set(audiences)) < len(audiences):
        wrong.append("Each audience has one line. Join the lines of the same audience.")
    if PUBLIC not in audiences:
        wrong.append("Say what everyone is shown: the number.")
    asked = {field.name for field in form.fields if field.kept and not field.is_consent}
    if unseen := sorted(asked - promise.disclosed()):
        wrong.append(
            f"The form asks for {unseen}, but nobody is shown it, so it would not be kept. "
            f"Take it off the form, or say who sees it."
        )
    if promise.level not in LEVELS:
        wrong.append(f"The protection level is one of {', '.join(LEVELS)}.")
    if promise.level == "nameless":
        wrong += _nameless(promise, asked)
    country = form.by_name.get("country")
    if promise.counted_only and (country is None or not country.required):
        wrong.append(
            "To only count the people of some countries, the form must ask for the country and "
            "insist on an answer: who leaves it empty would be named."
        )
    if "email" in asked and POSTMAN not in audiences:
        wrong.append("A form that asks for an e-mail address writes to it once: add the postman.")
    return wrong
