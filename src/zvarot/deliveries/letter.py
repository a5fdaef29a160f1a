"""Put a delivery into words: the letter on top, the headings, the names of countries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zvarot.actions.models import Action
from zvarot.contract.counts import Parts
from zvarot.contract.fields import Choice, Country, Field, Message
from zvarot.contract.office import Addressee
from zvarot.deliveries.exporters.sheet import Column, Cover, Row, Sheet
from zvarot.deliveries.specs import form_of
from zvarot.lib.marks import mark as _
from zvarot.lib.words import Words


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the letter states.

    listed -- names on the list. number_only -- no answer was promised to this audience.
    checkpoint -- "size root" of the ledger, empty before its start.
    """

    listed: int
    number_only: bool
    parts: Parts
    number: str
    made_on: date
    checkpoint: str


def sheet_for(action: Action, fields: Sequence[str], words: Words, facts: Facts) -> Sheet:
    """Return letter and headings of a delivery, in the language of `words`."""
    form = form_of(action)
    letter = (*_own_letter(action, words.lang), *_statements(words, facts, is_list=bool(fields)))
    cover = Cover(
        title=action.title,
        addressee=_addressee_lines(action),
        letter=letter,
        made_on=facts.made_on,
        made_on_text=words.date(facts.made_on),
        number=facts.number,
        lang=words.lang,
        dir=words.dir,
        words={
            "page": words.gettext(_("Page {page} of {pages}")),
            "heading": words.gettext(_("The people who signed")),
            "index": words.gettext(_("No.")),
            "number": words.gettext(_("Copy")),
        },
    )
    columns = tuple(_column(form.by_name[name], words) for name in fields)
    return Sheet(cover=cover, columns=columns)


class Reader:
    """Turns an opened row into what is shown: country names and labels in place of codes."""

    def __init__(self, action: Action, fields: Sequence[str], words: Words) -> None:
        by_name = form_of(action).by_name
        self._labels = {name: _labels(by_name[name], words) for name in fields}

    def shown(self, answers: Row) -> dict[str, str]:
        """Return the row with every code put into words."""
        return {name: self._labels[name].get(answer, answer) for name, answer in answers.items()}


def _statements(words: Words, facts: Facts, *, is_list: bool) -> tuple[str, ...]:
    def number(value: int) -> str:
        return words.number(value)

    total, listed = facts.parts.total, facts.listed
    said = [
        words.ngettext(
            "{n} person has signed this appeal.", "{n} people have signed this appeal.", total
        ).format(n=number(total)),
        words.gettext(
            _(
                "How they signed: confirmed by e-mail: {confirmed}; not confirmed: {unconfirmed}; "
                "on paper: {paper}; through partners: {partner}."
            )
        ).format(**{name: number(value) for name, value in facts.parts.to_json().items()}),
    ]
    if is_list:
        said.append(words.gettext(_("Listed by name: {n}.")).format(n=number(listed)))
        said.append(words.gettext(_("The list shows what those who signed agreed to, no more.")))
    elif facts.number_only:
        said.append(words.gettext(_("They were promised that their names are not handed over.")))
    if facts.checkpoint:
        said.append(
            words.gettext(_("State of the public record: {checkpoint}")).format(
                checkpoint=facts.checkpoint
            )
        )
    return tuple(said)


def _own_letter(action: Action, lang: str) -> tuple[str, ...]:
    letters: Mapping[str, Any] = action.options.get("letter") or {}
    found = letters.get(lang) or letters.get(action.default_lang) or ()
    paragraphs = found.split("\n\n") if isinstance(found, str) else found
    salutation = (action.addressee or {}).get("salutation", "")
    texts = [str(text).strip() for text in paragraphs]
    opening = [salutation] if salutation and texts[:1] != [salutation] else []
    return tuple(text for text in [*opening, *texts] if text)


def _addressee_lines(action: Action) -> tuple[str, ...]:
    if not action.addressee:
        return ()
    to = Addressee.from_json(action.addressee)
    return tuple(line for line in (to.holder, to.office, *to.lines) if line)


def _column(field: Field, words: Words) -> Column:
    share = 6 if isinstance(field, Message) else 3 if field.type == "name" else 2
    return Column(name=field.name, label=words.gettext(field.label), share=share)


def _labels(field: Field, words: Words) -> Mapping[str, str]:
    if isinstance(field, Country):
        return dict(words.countries())
    if isinstance(field, Choice):
        return {value: words.gettext(label) for value, label in field.options}
    return {}
