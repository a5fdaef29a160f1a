"""What the template `letters.html` draws, as plain data: the same in the bake and in the front.

Two steps of one form. At `details` the texts stand beside the questions and speak to whoever they
can go to. At `letter` each is shown as it will leave: to whom, in which words, signed by whom.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from zvarot.contract.letter import (
    MAX_SUBJECT_CHARS,
    MAX_TEXT_CHARS,
    Channel,
    LetterText,
    Mode,
    Target,
)

DETAILS: Final = "details"
LETTER: Final = "letter"
ASKED: Final = "asked"  # the offices whose ticks have been seen, by their slugs


@dataclass(frozen=True, kw_only=True)
class Going:
    """Where one text goes in this visit.

    targets -- those that fit the supporter's place. ticked -- slugs of those that get it.
    note -- name of a sentence in LETTER_WORDS that explains the choice; "" if it is plain.
    """

    targets: tuple[Target, ...]
    ticked: frozenset[str]
    note: str = ""


def letter_view(
    texts: Sequence[LetterText],
    base: Mapping[str, Any],
    *,
    step: str = DETAILS,
    raw: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    going: Mapping[int, Going] | None = None,
    signature: Mapping[int, Sequence[str]] | None = None,
    kept: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Return `w` for letters.html.

    base -- LanguageView.form_view; its `words` hold LETTER_WORDS.
    kept -- answers of the first step, which the second carries along unseen.
    """
    typed, wrong = raw or {}, problems or {}
    return {
        "step": step,
        "texts": [
            _text(
                text,
                base["words"],
                typed,
                wrong,
                (going or {}).get(text.number) or _before(text),
                (signature or {}).get(text.number, ()),
                is_last=step == LETTER,
            )
            for text in texts
        ],
        "kept": list(kept),
        "offered": _offered(going) if going else typed.get(ASKED, ""),
        "ticks": sorted(name for name in typed if name.startswith("to_")) if not going else [],
    }


def _offered(going: Mapping[int, Going]) -> str:
    return " ".join(one.slug for number in sorted(going) for one in going[number].targets)


def typed_subject(text: LetterText, raw: Mapping[str, str]) -> str:
    """Return the subject as the supporter left it; ours if the form did not ask."""
    return raw.get(text.subject_name, text.subject) if text.mode is Mode.FREE else text.subject


def typed_middle(text: LetterText, raw: Mapping[str, str]) -> str:
    """Return the part that is theirs, as they left it; ours if the form did not ask."""
    return text.middle if text.mode is Mode.FIXED else raw.get(text.text_name, text.middle)


def tick_name(text: LetterText, target: Target) -> str:
    return f"to_{text.number}_{target.slug}"


def _before(text: LetterText) -> Going:
    """Before anything is known of the supporter: everyone it always goes to."""
    if text.by_place:
        return Going(targets=(), ticked=frozenset())
    return Going(targets=text.targets, ticked=frozenset(one.slug for one in text.targets))


def _text(
    text: LetterText,
    words: Mapping[str, str],
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    going: Going,
    signature: Sequence[str],
    *,
    is_last: bool,
) -> dict[str, Any]:
    middle = typed_middle(text, typed)
    return {
        "number": text.number,
        "lang": text.lang,
        "dir": text.dir,
        "mode": text.mode.value,
        "subject_name": text.subject_name,
        "subject": typed_subject(text, typed),
        "text_name": text.text_name,
        "middle": middle,
        "head": _paragraphs(text.head),
        "foot": _paragraphs(text.foot),
        "closing": text.closing,
        "signature": list(signature),
        "arguments": list(text.arguments),
        "reading": _paragraphs(text.reading),
        "subject_max": MAX_SUBJECT_CHARS,
        "max": MAX_TEXT_CHARS,
        "subject_problem": wrong.get(text.subject_name, ""),
        "problem": wrong.get(text.text_name, ""),
        "to_problem": wrong.get(f"to_{text.number}", ""),
        "is_changed": _plain(middle) != _plain(text.middle),
        "chars": len(middle),
        "note": words.get(going.note, "") if going.note else "",
        "by_place": bool(text.by_place) and not is_last,
        "has_choice": is_last and (len(going.targets) > 1 or bool(going.note)),
        "targets": [
            {
                "slug": target.slug,
                "name": target.name,
                "lines": _lines(target),
                "salutation": target.office.salutation,
                "tick": tick_name(text, target),
                "is_ticked": target.slug in going.ticked,
                "how": words.get(f"how_{target.channel.value}", ""),
            }
            for target in going.targets
        ],
    }


def handed_over(
    target: Target, letter: Mapping[str, Any], words: Mapping[str, str]
) -> dict[str, Any]:
    """Return one letter that the supporter sends without us, for the page after the act."""
    return {
        "name": target.name,
        "slug": target.slug,
        "lang": letter["lang"],
        "subject": letter["subject"],
        "text": letter["text"],
        "lines": list(letter["address"]),
        "channel": target.channel.value,
        "href": target.value if target.channel is Channel.WEB_FORM else "",
        "tel": target.value if target.channel is Channel.PHONE else "",
        "note": target.note,
        "how": words.get(f"do_{target.channel.value}", ""),
    }


def _lines(target: Target) -> list[str]:
    office = target.office
    return [line for line in (office.holder, office.office, *office.lines) if line]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _plain(text: str) -> str:
    return " ".join(text.split())
