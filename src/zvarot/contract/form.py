"""A form: its fields in order, and the one function that judges all answers at once."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Final

from zvarot.contract import problems
from zvarot.contract.errors import ZvarotError
from zvarot.contract.fields import TYPES, Country, Field, NotAnAnswer
from zvarot.contract.problems import AnswersInvalid
from zvarot.contract.wording import Wording
from zvarot.lib.text import normalised

STANDARD_NAMES: Final = frozenset(
    {
        "given_name",
        "family_name",
        "email",
        "country",
        "region",
        "postal_code",
        "message",
        "route",
        "subject",
        "letter",
        "updates",
    }
)


class FormWrong(ZvarotError):
    """A form that cannot be asked: two fields of one name, or a name that no one knows."""


@dataclass(frozen=True)
class Form:
    """The questions of one action, in the order in which they are asked."""

    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        strange = [n for n in names if n not in STANDARD_NAMES and not n.startswith("x_")]
        if strange or len(set(names)) < len(names):
            raise FormWrong(
                f"A form asks each field once, by a standard name or 'x_<name>'; got {names}. "
                f"Standard names: {sorted(STANDARD_NAMES)}."
            )

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    def clean(self, raw: Mapping[str, str]) -> dict[str, str]:
        """Return the answers to keep, without the empty ones; other names are ignored.

        Raises AnswersInvalid with a sentence for every field at fault, in the form's language.
        """
        answers: dict[str, str] = {}
        wrong: dict[str, str] = {}
        for field in self.fields:
            try:
                answer = field.clean(normalised(raw.get(field.name, "")))
            except NotAnAnswer as fault:
                wrong[field.name] = _sentence(field, fault.code)
            else:
                if answer:
                    answers[field.name] = answer
        if wrong:
            raise AnswersInvalid(wrong)
        return answers

    def translated(self, words: Wording) -> "Form":
        """Return the form as one language asks it, with every sentence that it may need."""
        return Form(tuple(_translated(field, words) for field in self.fields))

    def reworded(self, name: str, label: str, hint: str) -> "Form":
        """Return the form with other words for one question; empty words change nothing."""
        return Form(
            tuple(
                replace(field, label=label or field.label, hint=hint or field.hint)
                if field.name == name
                else field
                for field in self.fields
            )
        )

    def to_json(self) -> list[dict[str, Any]]:
        return [
            {
                "type": field.type,
                **_columns(field),
                "options": [list(pair) for pair in field.options],
                "problems": dict(field.problems),
            }
            for field in self.fields
        ]

    @classmethod
    def from_json(cls, data: list[dict[str, Any]]) -> "Form":
        return cls(tuple(_field(dict(item)) for item in data))


def _columns(field: Field) -> dict[str, Any]:
    return {column.name: getattr(field, column.name) for column in fields(field)}


def _field(data: dict[str, Any]) -> Field:
    kind = TYPES[data.pop("type")]
    options = tuple((value, label) for value, label in data.pop("options", ()))
    return kind(**data, options=options)


def _sentence(field: Field, code: str) -> str:
    sentence = field.problems.get(code, problems.SENTENCES[code])
    return sentence.replace("{max}", str(field.max_chars))


def _translated(field: Field, words: Wording) -> Field:
    options = tuple((value, words.gettext(label)) for value, label in field.options)
    sentences = {
        code: words.gettext(field.problems.get(code, sentence)).replace(
            "{max}", words.number(field.max_chars)
        )
        for code, sentence in problems.SENTENCES.items()
    }
    return replace(
        field,
        label=words.gettext(field.label),
        hint=words.gettext(field.hint) if field.hint else "",
        options=words.countries() if isinstance(field, Country) else options,
        problems=sentences,
    )
