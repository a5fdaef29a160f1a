"""The questions that a form can ask, and how each answer is judged.

A field's `clean` gets the typed text, normalised, and gives the answer to keep or the code of a
problem (`problems.py`). It is pure and quick: the front calls it for each signature.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Final

from zvarot.contract import email
from zvarot.contract.letter import MAX_PACKED_BYTES
from zvarot.contract.problems import (
    AGREE,
    CHARACTERS,
    CHOICE,
    CODE,
    COUNTRY,
    EMAIL,
    EMAIL_SIGN,
    MISSING,
    NAME,
    TOO_LONG,
)
from zvarot.lib.text import graphemes, is_clean_line, is_clean_text, is_name

_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z -]{0,11}")
_REGION: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_YES: Final = frozenset({"yes", "on", "1", "true"})
_NO: Final = frozenset({"no", "off", "0", "false", ""})


class NotAnAnswer(ValueError):
    """Carries the code of the problem, never the text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Field:
    """One question. Its answer is text; an empty answer is no answer.

    max_chars -- longest answer, in characters as a reader counts them.
    max_bytes -- longest answer in UTF-8; envelopes have one size, fixed at publication.
    problems -- own sentences for some codes, or in a baked form the sentences of all.
    kept -- False: used in the moment, as for a look-up, and in no envelope.
    """

    name: str
    label: str
    hint: str = field(default="", kw_only=True)
    required: bool = field(default=True, kw_only=True)
    max_chars: int = field(default=200, kw_only=True)
    max_bytes: int = field(default=400, kw_only=True)
    autocomplete: str = field(default="off", kw_only=True)
    options: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)
    problems: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    kept: bool = field(default=True, kw_only=True)

    type: ClassVar[str] = "text"
    missing: ClassVar[str] = MISSING
    is_consent: ClassVar[bool] = False

    def clean(self, text: str) -> str:
        """Return the answer to keep.

        Raises NotAnAnswer with the code of what is wrong.
        """
        if not text:
            if self.required:
                raise NotAnAnswer(self.missing)
            return ""
        if len(text) > self.max_chars or len(text) * 4 > self.max_bytes:
            self._measure(text)
        return self._judged(text)

    def _measure(self, text: str) -> None:
        # Quotes, backslashes and line ends take two bytes in the envelope's JSON.
        escapes = text.count('"') + text.count("\\") + text.count("\n") + text.count("\t")
        if graphemes(text) > self.max_chars or len(text.encode()) + escapes > self.max_bytes:
            raise NotAnAnswer(TOO_LONG)

    def _judged(self, text: str) -> str:
        if not is_clean_line(text):
            raise NotAnAnswer(CHARACTERS)
        return text

    @cached_property
    def values(self) -> frozenset[str]:
        return frozenset(value for value, _label in self.options)


class Text(Field):
    """One line."""


@dataclass(frozen=True)
class Name(Field):
    """A part of a person's name, in any script; one letter is enough."""

    max_chars: int = field(default=60, kw_only=True)
    max_bytes: int = field(default=200, kw_only=True)
    type: ClassVar[str] = "name"

    def _judged(self, text: str) -> str:
        text = super()._judged(text)
        if not is_name(text):
            raise NotAnAnswer(NAME)
        return text


@dataclass(frozen=True)
class Message(Field):
    """Text of several lines."""

    max_chars: int = field(default=1000, kw_only=True)
    max_bytes: int = field(default=3000, kw_only=True)
    type: ClassVar[str] = "message"

    def _judged(self, text: str) -> str:
        if not is_clean_text(text):
            raise NotAnAnswer(CHARACTERS)
        return text


@dataclass(frozen=True)
class Letters(Field):
    """All letters of one act, packed (letter.py). The front puts it together and asks nothing."""

    max_chars: int = field(default=MAX_PACKED_BYTES, kw_only=True)
    max_bytes: int = field(default=MAX_PACKED_BYTES, kw_only=True)
    type: ClassVar[str] = "letters"

    def _judged(self, text: str) -> str:
        return text


@dataclass(frozen=True)
class Email(Field):
    """One e-mail address."""

    max_chars: int = field(default=email.MAX_CHARS, kw_only=True)
    max_bytes: int = field(default=email.MAX_CHARS + 20, kw_only=True)
    autocomplete: str = field(default="email", kw_only=True)
    type: ClassVar[str] = "email"

    def _judged(self, text: str) -> str:
        found = email.address(text)
        if found is None:
            raise NotAnAnswer(EMAIL if "@" in text else EMAIL_SIGN)
        return found


@dataclass(frozen=True)
class Choice(Field):
    """One of `options`: pairs of value and label."""

    type: ClassVar[str] = "choice"
    wrong: ClassVar[str] = CHOICE

    def _judged(self, text: str) -> str:
        if text not in self.values:
            raise NotAnAnswer(self.wrong)
        return text


@dataclass(frozen=True)
class Country(Choice):
    """ISO 3166-1 alpha-2; its options are filled in when the form is baked."""

    max_bytes: int = field(default=2, kw_only=True)
    max_chars: int = field(default=2, kw_only=True)
    autocomplete: str = field(default="country", kw_only=True)
    type: ClassVar[str] = "country"
    missing: ClassVar[str] = COUNTRY
    wrong: ClassVar[str] = COUNTRY

    def clean(self, text: str) -> str:
        code = text.upper()
        if code in self.values:
            return code
        if not text and not self.required:
            return ""
        raise NotAnAnswer(COUNTRY)


@dataclass(frozen=True)
class Region(Field):
    """ISO 3166-2, such as CA-ON."""

    max_bytes: int = field(default=6, kw_only=True)
    max_chars: int = field(default=6, kw_only=True)
    autocomplete: str = field(default="address-level1", kw_only=True)
    type: ClassVar[str] = "region"

    def _judged(self, text: str) -> str:
        code = text.upper()
        if not _REGION.fullmatch(code) or (self.options and code not in self.values):
            raise NotAnAnswer(CHOICE)
        return code


@dataclass(frozen=True)
class PostalCode(Field):
    """Letters, digits, spaces and hyphens; countries differ too much to ask for more."""

    max_bytes: int = field(default=12, kw_only=True)
    max_chars: int = field(default=12, kw_only=True)
    autocomplete: str = field(default="postal-code", kw_only=True)
    type: ClassVar[str] = "postal_code"

    def _judged(self, text: str) -> str:
        if not _CODE.fullmatch(text):
            raise NotAnAnswer(CODE)
        return text.upper()


@dataclass(frozen=True)
class Consent(Field):
    """A yes or no of its own. Nothing is chosen beforehand; no answer means no."""

    required: bool = field(default=False, kw_only=True)
    max_bytes: int = field(default=3, kw_only=True)
    max_chars: int = field(default=3, kw_only=True)
    type: ClassVar[str] = "consent"
    is_consent: ClassVar[bool] = True

    def clean(self, text: str) -> str:
        word = text.lower()
        if word in _YES:
            return "yes"
        if word not in _NO:
            raise NotAnAnswer(CHOICE)
        if self.required:
            raise NotAnAnswer(AGREE)
        return "no" if word else ""


TYPES: Final[dict[str, type[Field]]] = {
    kind.type: kind
    for kind in (Text, Name, Message, Letters, Email, Choice, Country, Region, PostalCode, Consent)
}
