"""Letters on their way through the form: which step is next, what goes to whom, what is wrong.

The answers travel with the form from step to step and are kept nowhere in between. Only the last
step becomes a record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from zvarot.contract.audiences import TARGET
from zvarot.contract.bundle import LanguageView
from zvarot.contract.form import Form
from zvarot.contract.letter import (
    FIELD,
    MAX_SUBJECT_CHARS,
    MAX_TEXT_CHARS,
    Letter,
    LetterText,
    Mode,
    Target,
    compose,
    pack,
)
from zvarot.contract.letter_view import (
    ASKED,
    DETAILS,
    LETTER,
    Going,
    tick_name,
    typed_middle,
    typed_subject,
)
from zvarot.contract.problems import AnswersInvalid
from zvarot.contract.promise import Promise
from zvarot.lib.text import graphemes, is_clean_line, is_clean_text, normalised
from zvarot.targets.lookup import Found, Reason, us_states

_BY_STATE: Final = "us-state"
_MILITARY: Final = "/military:"
_NOTES: Final = {
    Reason.OUT_OF_AREA: "place_abroad",
    Reason.MANY: "place_many",
    Reason.NONE: "place_unknown",
    Reason.UNREADABLE: "place_unknown",
    Reason.STALE: "place_stale",
}


class Step(StrEnum):
    """What the supporter asks for with a button."""

    DETAILS = "details"
    SEE = "see"
    SEND = "send"
    LINE = "line"


@dataclass(frozen=True, kw_only=True)
class Writing:
    """One form with letters, as it was posted.

    resolved -- what somebody else has said about a place that our tables do not know.
    """

    view: LanguageView
    promise: Promise
    raw: Mapping[str, str]
    today: date
    resolved: Found | None = None

    @property
    def is_lost(self) -> bool:
        """Whether a letter goes by place, and the tables do not know the code that was given.

        Raises AnswersInvalid.
        """
        by_place = any(text.by_place for text in self.view.letters)
        known = self._found().reason is not Reason.NONE
        return by_place and "postal_code" in self.answers and not known

    @property
    def step(self) -> Step:
        """Return the step that was asked for.

        A program that posts a letter without naming a step has seen it: it sends.
        """
        if "line" in self.raw:
            return Step.LINE
        asked = self.raw.get("step", "")
        if asked in {Step.DETAILS, Step.SEE, Step.SEND}:
            return Step(asked)
        is_written = any(text.text_name in self.raw for text in self.view.letters)
        is_fixed = all(text.mode is Mode.FIXED for text in self.view.letters)
        return Step.SEND if is_written or is_fixed else Step.SEE

    @property
    def at(self) -> str:
        """Return the step whose form was posted."""
        return LETTER if self.raw.get("at") == LETTER else DETAILS

    def with_line(self) -> dict[str, str]:
        """Return the form with the suggested sentence put in, at the end of the text."""
        raw = dict(self.raw)
        number, _, place = raw.pop("line", "").partition(":")
        for text in self.view.letters:
            if str(text.number) == number and place.isdecimal() and len(place) < 4:
                lines = text.arguments[int(place) : int(place) + 1]
                parts = [typed_middle(text, raw).rstrip(), *lines]
                raw[text.text_name] = "\n\n".join(part for part in parts if part)
        return raw

    @cached_property
    def answers(self) -> dict[str, str]:
        """What the questions were answered; Raises AnswersInvalid."""
        return self.view.form.clean({**self.raw, FIELD: ""})

    @cached_property
    def going(self) -> dict[int, Going]:
        """Where each text goes, by its number."""
        return {text.number: self._going(text) for text in self.view.letters}

    def signature(self, text: LetterText, *, is_ours: bool) -> tuple[str, ...]:
        """Return the lines below the closing: name and place.

        is_ours -- we send it: then only what the promise shows the office. In a letter that the
        supporter sends, everything that was typed for it.
        """
        shown = self.promise.allowed_fields(TARGET) if is_ours else frozenset(self.answers)
        told = {name: answer for name, answer in self.answers.items() if name in shown}
        if self.answers.get("country") in self.promise.counted_only and is_ours:
            told = {}
        name = " ".join(told[one] for one in ("given_name", "family_name") if one in told)
        country = told.get("country", "")
        place = [
            told.get("postal_code", ""),
            _option(self.view.form, "region", told.get("region", "")),
            text.countries.get(country) or _option(self.view.form, "country", country),
        ]
        return tuple(line for line in (name, ", ".join(one for one in place if one)) if line)

    def shown_signature(self, text: LetterText) -> tuple[str, ...]:
        """Return the signature as the letter will carry it, for the screen."""
        targets = self.going[text.number].targets
        return self.signature(text, is_ours=not targets or any(t.channel.is_ours for t in targets))

    def letters(self) -> tuple[tuple[Target, Letter], ...]:
        """Return every letter of this visit, whole. Raises AnswersInvalid for what is wrong."""
        if wrong := self._problems():
            raise AnswersInvalid(wrong)
        return tuple(
            (target, self._letter(text, target))
            for text in self.view.letters
            for target in self.going[text.number].targets
            if target.slug in self.going[text.number].ticked
        )

    def sealed(self) -> dict[str, str]:
        """Return the form with all letters that we send as its one answer."""
        ours = [letter for target, letter in self.letters() if target.channel.is_ours]
        return {**self.raw, FIELD: pack(ours)}

    def theirs(self) -> tuple[tuple[Target, Letter], ...]:
        """Return the letters that the supporter sends."""
        return tuple(pair for pair in self.letters() if not pair[0].channel.is_ours)

    def _letter(self, text: LetterText, target: Target) -> Letter:
        return compose(
            text,
            target,
            subject=normalised(typed_subject(text, self.raw)),
            middle=normalised(typed_middle(text, self.raw)),
            signature=self.signature(text, is_ours=target.channel.is_ours),
        )

    def _going(self, text: LetterText) -> Going:
        country = self.answers.get("country", "")
        here = [one for one in text.targets if not one.lives_in or one.lives_in == country]
        note, is_sure = "", True
        if text.by_place == _BY_STATE:
            found = self._found()
            here = [one for one in here if one.division in found.divisions]
            note, is_sure = self._note(found, here), found.reason is not Reason.MANY
        is_choice = len(here) > 1 or bool(note)
        asked = frozenset(self.raw.get(ASKED, "").split()) if is_choice else frozenset()
        ticked = frozenset(
            one.slug
            for one in here
            if (
                self.raw.get(tick_name(text, one)) == "yes"
                if one.slug in asked
                else is_sure and (one.is_chosen or not is_choice)
            )
        )
        return Going(targets=tuple(here), ticked=ticked, note=note)

    def _found(self) -> Found:
        if self.resolved is not None:
            return self.resolved
        answers = self.answers
        return us_states(
            country=answers.get("country", ""),
            region=answers.get("region", ""),
            postal_code=answers.get("postal_code", ""),
            today=self.today,
        )

    def _note(self, found: Found, here: list[Target]) -> str:
        if found.reason in _NOTES:
            return _NOTES[found.reason]
        if any(_MILITARY in division for division in found.divisions):
            return "place_military"
        if not here:
            return "place_without"
        return "" if all(one.office.holder for one in here) else "place_vacant"

    def _problems(self) -> dict[str, str]:
        words = self.view.form_view["words"]
        wrong: dict[str, str] = {}
        for text in self.view.letters:
            if text.mode is Mode.FREE and (code := _subject_fault(typed_subject(text, self.raw))):
                wrong[text.subject_name] = words[code].replace("{max}", str(MAX_SUBJECT_CHARS))
            if text.mode is not Mode.FIXED and (
                code := _text_fault(typed_middle(text, self.raw), text.max_bytes)
            ):
                wrong[text.text_name] = words[code].replace("{max}", str(MAX_TEXT_CHARS))
        if not any(going.ticked for going in self.going.values()):
            wrong[f"to_{self._first_with_choice()}"] = words["letter_none"]
        return wrong

    def _first_with_choice(self) -> int:
        choices = [number for number, going in self.going.items() if going.targets]
        return choices[0] if choices else self.view.letters[0].number


def _subject_fault(typed: str) -> str:
    subject = normalised(typed)
    if not subject:
        return "letter_empty"
    if len(subject) > MAX_SUBJECT_CHARS:
        return "letter_too_long"
    return "" if is_clean_line(subject) else "letter_characters"


def _text_fault(typed: str, max_bytes: int) -> str:
    text = normalised(typed)
    if not text:
        return "letter_empty"
    escapes = text.count('"') + text.count("\\") + text.count("\n") + text.count("\t")
    if graphemes(text) > MAX_TEXT_CHARS or len(text.encode()) + escapes > max_bytes:
        return "letter_too_long"
    return "" if is_clean_text(text) else "letter_characters"


def _option(form: Form, name: str, value: str) -> str:
    """Return the label of a chosen answer, such as a country's name."""
    field = form.by_name.get(name)
    return dict(field.options).get(value, value) if field else value
