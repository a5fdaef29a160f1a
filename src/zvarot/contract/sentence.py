"""The words of a promise, made from its data in any language, and the hash over both.

Whole sentences with lists behind a colon: they need no grammatical case, so that every
language can say them. The hash is stored with each signature: what was shown is what binds.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from zvarot.contract.audiences import MODERATOR, ORGANISER, POSTMAN, PUBLIC, RECIPIENT, TARGET
from zvarot.contract.figures import LEAST
from zvarot.contract.form import Form
from zvarot.contract.letter import FIELD as LETTER
from zvarot.contract.promise import Disclosure, Promise, When
from zvarot.contract.wording import Wording
from zvarot.lib.marks import mark as _

GENERATOR: Final = 1  # raise it when a sentence changes: old hashes then keep their meaning
_FIRST: Final = (TARGET, RECIPIENT, MODERATOR, PUBLIC, ORGANISER, POSTMAN)
_ICONS: Final = {
    TARGET: "office",
    RECIPIENT: "mail",
    MODERATOR: "check",
    PUBLIC: "people",
    ORGANISER: "key",
    POSTMAN: "mail",
}
_WHO: Final = {
    TARGET: _("The office that we write to"),
    RECIPIENT: _("The person we write to, and the family"),
    MODERATOR: _("Our moderators"),
    PUBLIC: _("Everyone"),
    ORGANISER: _("The organiser"),
    POSTMAN: _("Our mail program, no person"),
}
_FIELDS: Final = {
    "given_name": _("first name"),
    "family_name": _("last name"),
    "email": _("e-mail"),
    "country": _("country"),
    "region": _("region"),
    "postal_code": _("postal code"),
    "message": _("message"),
    "subject": _("subject"),
    "letter": _("letter"),
}
_LEVELS: Final = {
    "standard": _("Protection: standard"),
    "guarded": _("Protection: guarded"),
    "nameless": _("Protection: nameless"),
}


@dataclass(frozen=True)
class Row:
    """One audience in the panel. cells -- (label of the answer, whether it is shown)."""

    audience: str
    icon: str
    who: str
    what: str
    until: str
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Rendered:
    """A promise in one language.

    summary -- the most important party and what it gets; first line of the panel.
    sentence -- stands in bold beside the button.
    """

    lang: str
    summary: str
    rows: tuple[Row, ...]
    sentence: str
    badge: str
    note: str

    def text(self) -> str:
        """Everything that is shown in words, a line each, in the order of the page."""
        rows = (f"{row.who}: {row.what} {row.until}" for row in self.rows)
        return "\n".join((self.summary, *rows, self.note, self.badge, self.sentence))

    def to_json(self) -> dict[str, Any]:
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Rendered":
        rows = tuple(
            Row(**{**row, "cells": tuple((label, shown) for label, shown in row["cells"])})
            for row in data["rows"]
        )
        return cls(**{**data, "rows": rows})


def render(
    promise: Promise, form: Form, words: Wording, names: Mapping[str, str] | None = None
) -> Rendered:
    """Say a promise in one language.

    names -- what audiences are called on this page, such as {"target": "Minister of …"}, in the
    language of `words`.
    """
    called = {audience: words.gettext(who) for audience, who in _WHO.items()} | dict(names or {})
    lines = sorted(promise.disclosures, key=lambda line: _place(line.audience))
    return Rendered(
        lang=words.lang,
        summary=_summary(promise, form, words, called),
        rows=tuple(_row(line, form, words, called, promise.level) for line in lines),
        sentence=_sentence(promise, form, words, called),
        badge=words.gettext(_LEVELS[promise.level]),
        note=_note(promise, words),
    )


def promise_hash(promise: Promise, rendered: Rendered) -> bytes:
    """Return SHA-256("ap/promise/v1" ‖ canonical JSON of the data and of the shown words)."""
    data = {
        **promise.to_json(),
        "generator": GENERATOR,
        "locale": rendered.lang,
        "sentence": rendered.text(),
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    canonical = unicodedata.normalize("NFC", text).encode()
    return hashlib.sha256(b"ap/promise/v1" + canonical).digest()


def field_word(name: str, form: Form, words: Wording) -> str:
    """Return what an answer is called inside a sentence."""
    return words.gettext(_FIELDS[name]) if name in _FIELDS else form.by_name[name].label


def _place(audience: str) -> int:
    return _FIRST.index(audience) if audience in _FIRST else len(_FIRST)


def _target(promise: Promise) -> Disclosure | None:
    return next(iter(promise.of(TARGET)), None)


def _but_letter(fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in fields if name != LETTER)


def _list(fields: tuple[str, ...], form: Form, words: Wording) -> str:
    """Name the answers; a question of the page's own in its own words, so the hash binds them."""
    return words.join([field_word(name, form, words) for name in fields])


def _summary(promise: Promise, form: Form, words: Wording, called: Mapping[str, str]) -> str:
    target = _target(promise)
    if target is None or not promise.disclosed():
        return words.gettext(_("Nobody is shown anything about you, only the number."))
    if not target.fields:
        if LETTER in form.names:
            return words.gettext(_("You send these letters yourself. We hand nothing over."))
        return words.gettext(_("{who}: a number, and no names.")).format(who=called[TARGET])
    if LETTER in target.fields:
        if target.fields == (LETTER,):
            return words.gettext(_("{who} is sent your letter, without your name.")).format(
                who=called[TARGET]
            )
        return words.gettext(_("{who} is sent your letter, with: {fields}.")).format(
            who=called[TARGET], fields=_list(_but_letter(target.fields), form, words)
        )
    return words.gettext(_("{who} is shown only: {fields}.")).format(
        who=called[TARGET], fields=_list(target.fields, form, words)
    )


def _sentence(promise: Promise, form: Form, words: Wording, called: Mapping[str, str]) -> str:
    target = _target(promise)
    if (target is None or not target.fields) and LETTER in form.names:
        text = words.gettext(
            _("When you go on, one is added to the number. Your letters leave from you alone.")
        )
    elif target is None or not target.fields:
        text = words.gettext(
            _("When you sign, one is added to the number. Your name is not handed over.")
        )
    elif target.fields == (LETTER,):
        text = words.gettext(
            _("{who} is sent your letter as you see it, and nothing else about you.")
        ).format(who=called[TARGET])
    elif LETTER in target.fields:
        text = words.gettext(
            _("{who} is sent your letter as you see it and, of you: {fields}. Nothing else.")
        ).format(who=called[TARGET], fields=_list(_but_letter(target.fields), form, words))
    else:
        text = words.gettext(
            _("{who} is handed this when you sign: {fields}. Nothing else.")
        ).format(who=called[TARGET], fields=_list(target.fields, form, words))
    if any(line.fields for line in promise.of(ORGANISER)):
        text += " " + words.gettext(
            _("Only if you ask for news, the organiser keeps your address to write to you.")
        )
    return text


def _note(promise: Promise, words: Wording) -> str:
    if not promise.counted_only:
        return ""
    names = dict(words.countries())
    countries = words.join([names.get(code, code) for code in promise.counted_only])
    return words.gettext(
        _("People who live in one of these countries are only counted, never named: {countries}.")
    ).format(countries=countries)


def _row(
    line: Disclosure, form: Form, words: Wording, called: Mapping[str, str], level: str
) -> Row:
    asked = [field.name for field in form.fields if not field.is_consent]
    partner = line.audience.partition(":")[2]
    return Row(
        audience=line.audience,
        icon=_ICONS.get(line.audience, "people"),
        who=called.get(line.audience, partner),
        what=_what(line, form, words, level),
        until=_until(line, words),
        # Everyone is told how many, and shown nobody's answer.
        cells=tuple(
            (
                _capital(field_word(name, form, words)),
                name in line.fields and line.audience != PUBLIC,
            )
            for name in asked
        ),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _what(line: Disclosure, form: Form, words: Wording, level: str) -> str:
    if not line.fields:
        return words.gettext(_("The number of people. Nothing about you."))
    if line.audience == PUBLIC:
        return words.gettext(
            _(
                "The number of people, and how many live in which country, where they are at "
                "least {n}. Your country is erased when it has been counted."
            )
        ).format(n=words.number(LEAST.get(level, 0)))
    fields = _list(line.fields, form, words)
    if line.audience == POSTMAN:
        return words.gettext(_("Your e-mail address, to ask you once: was this you?"))
    if LETTER in line.fields:
        more = _but_letter(line.fields)
        if not more:
            return words.gettext(_("Your letter. Nothing else about you."))
        return words.gettext(_("Your letter and, of you: {fields}. Nothing else.")).format(
            fields=_list(more, form, words)
        )
    if line.only_if:
        return words.gettext(_("Only if you ask for news: {fields}.")).format(fields=fields)
    return words.gettext(_("Of you: {fields}. Nothing else.")).format(fields=fields)


def _until(line: Disclosure, words: Wording) -> str:
    if line.audience == POSTMAN:
        return words.gettext(_("Erased when that mail has gone"))
    if line.audience == PUBLIC:
        return words.gettext(_("Stays public"))
    if LETTER in line.fields:
        return words.gettext(
            _("Sent after you have confirmed; erased here as soon as it has been sent")
        )
    kept = words.ngettext(
        "erased here {n} day later", "erased here {n} days later", line.days
    ).format(n=words.number(line.days))
    moment = _moment(line, words)
    if not line.fields:
        return moment
    return words.gettext(_("{moment}; {kept}")).format(moment=moment, kept=kept)


def _moment(line: Disclosure, words: Wording) -> str:
    if line.when is When.ON_DATE and line.date:
        return words.gettext(_("Handed over by {date}")).format(date=words.date(line.date))
    sentences = {
        When.AT_ONCE: _("Handed over at once"),
        When.DAILY: _("Handed over every day"),
        When.WEEKLY: _("Handed over every week"),
        When.ON_DATE: _("Handed over on the announced day"),
        When.AFTER_CLOSE: _("Handed over when the action has closed"),
    }
    return words.gettext(sentences[line.when])
