"""A letter: what stays, what the supporter may change, whom it goes to, and how it leaves.

A page offers one text or several, each in a language of its own. A text goes to one office or to
several; each of them gets its own salutation. What a supporter sends is a `Letter`: whole, as it
was seen on the screen. All letters of one act are one answer, `letter`, sealed for the target.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

from zvarot.contract.errors import ZvarotError
from zvarot.contract.office import Addressee

FIELD: Final = "letter"  # the one answer that holds all letters of an act
MAX_SUBJECT_CHARS: Final = 160
MAX_TEXT_CHARS: Final = 3000
MAX_TEXT_BYTES: Final = 6000
# All letters of one act, packed, must fit the largest envelope beside a name and a country.
MAX_PACKED_BYTES: Final = 15000


class LetterUnreadable(ZvarotError):
    """A sealed answer that holds no letters. The sentence repeats nothing of it."""


class Mode(StrEnum):
    """How much of a text the supporter may change."""

    FREE = "free"  # subject and all of the text
    MIDDLE = "middle"  # a middle between a fixed head and foot
    FIXED = "fixed"  # nothing


class Channel(StrEnum):
    """How a letter reaches an office. The first two are ours to do, the others the supporter's."""

    EMAIL = "email"
    PAPER = "paper"  # the organisation prints and posts it
    WEB_FORM = "web_form"  # the supporter pastes it into the office's own form
    POST = "post"  # the supporter prints and posts it
    PHONE = "phone"  # the supporter calls
    NONE = "none"  # there is no way to reach this office now

    @property
    def is_ours(self) -> bool:
        return self in {Channel.EMAIL, Channel.PAPER}


@dataclass(frozen=True, kw_only=True)
class Target:
    """One office that gets a letter, as it was when the page was published.

    slug -- of the office. name -- what the page calls it, in the page's language.
    office -- the address and salutation, in the letter's language.
    value -- of the channel: address of the web form, telephone number; never an e-mail address.
    note -- what helps to use the channel: opening hours, what the form asks.
    division -- Open Civic Data id, if it is found by the supporter's place.
    lives_in -- only for people who live in this country (an embassy); ISO 3166-1.
    is_chosen -- ticked from the start.
    """

    slug: str
    name: str
    office: Addressee
    channel: Channel = Channel.EMAIL
    value: str = ""
    note: str = ""
    division: str = ""
    lives_in: str = ""
    is_chosen: bool = True

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "office": self.office.to_json(), "channel": self.channel.value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Target":
        return cls(
            **{
                **data,
                "office": Addressee.from_json(data["office"]),
                "channel": Channel(data["channel"]),
            }
        )


@dataclass(frozen=True, kw_only=True)
class LetterText:
    """One text of an action, in the language in which it is sent.

    number -- from 1; names its two questions: `letter`, `subject`, then `x_letter_2`, …
    head, foot -- paragraphs that stay; empty if the mode is free.
    middle -- our words for the part that is theirs.
    arguments -- sentences that can be clicked in.
    by_place -- "us-state": of `targets`, those of the supporter's own state; "": all of them.
    countries -- names of countries in the letter's language, for the line below the name.
    reading -- the same text in the page's language, for those who cannot read the letter's.
    max_bytes -- longest part of theirs; all letters of one act share one envelope.
    """

    number: int
    lang: str
    dir: str
    mode: Mode
    subject: str
    middle: str
    targets: tuple[Target, ...]
    head: str = ""
    foot: str = ""
    closing: str = ""
    arguments: tuple[str, ...] = ()
    by_place: str = ""
    countries: Mapping[str, str] = field(default_factory=dict)
    reading: str = ""
    max_bytes: int = MAX_TEXT_BYTES

    @property
    def text_name(self) -> str:
        return FIELD if self.number == 1 else f"x_letter_{self.number}"

    @property
    def subject_name(self) -> str:
        return "subject" if self.number == 1 else f"x_subject_{self.number}"

    def to_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "mode": self.mode.value,
            "targets": [target.to_json() for target in self.targets],
            "arguments": list(self.arguments),
            "countries": dict(self.countries),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "LetterText":
        return cls(
            **{
                **data,
                "mode": Mode(data["mode"]),
                "targets": tuple(Target.from_json(one) for one in data["targets"]),
                "arguments": tuple(data["arguments"]),
            }
        )


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter as it leaves: nothing is added to it or taken from it after the supporter saw it.

    to -- slug of the office. address -- its lines, as they were. text -- from the salutation to
    the last line of the signature, paragraphs parted by empty lines.
    """

    to: str
    lang: str
    address: tuple[str, ...]
    subject: str
    text: str

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "address": list(self.address)}


def compose(
    text: LetterText, target: Target, *, subject: str, middle: str, signature: Sequence[str]
) -> Letter:
    """Put a letter together.

    subject, middle -- as the supporter left them; ignored where the mode fixes them.
    signature -- lines below the closing, as far as the promise allows: name, country.
    """
    is_free = text.mode is Mode.FREE
    parts = (
        target.office.salutation,
        "" if is_free else text.head,
        text.middle if text.mode is Mode.FIXED else middle,
        "" if is_free else text.foot,
        "\n".join(line for line in (text.closing, *signature) if line),
    )
    office = target.office
    return Letter(
        to=target.slug,
        lang=text.lang,
        address=tuple(line for line in (office.holder, office.office, *office.lines) if line),
        subject=subject if is_free and subject else text.subject,
        text="\n\n".join(part.strip() for part in parts if part.strip()),
    )


def pack(letters: Sequence[Letter]) -> str:
    """Return all letters of one act as one answer; empty if there are none."""
    if not letters:
        return ""
    return json.dumps(
        [letter.to_json() for letter in letters],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def unpack(answer: str) -> tuple[Letter, ...]:
    """Return the letters of one act.

    Raises LetterUnreadable if the answer is none of `pack`.
    """
    if not answer:
        return ()
    try:
        found = json.loads(answer)
        if not isinstance(found, list):
            raise TypeError
        return tuple(Letter(**{**one, "address": tuple(one["address"])}) for one in found)
    except (ValueError, TypeError, KeyError):
        raise LetterUnreadable("A sealed letter cannot be read: it is no letter of ours.") from None
