"""Draw the fragments that the front fills in: count, history, forms asked again, letters."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypedDict, Unpack

from zvarot.contract.bundle import LanguageView
from zvarot.contract.counts import Parts
from zvarot.contract.form_view import form_view
from zvarot.contract.history import History
from zvarot.contract.history_view import history_view
from zvarot.contract.letter import Channel, pack
from zvarot.contract.letter_view import DETAILS, LETTER, handed_over, letter_view
from zvarot.contract.problems import AnswersInvalid
from zvarot.front.writing import Writing
from zvarot.look.templates import environment

_ENVIRONMENT: Final = environment()


def count_html(view: LanguageView, parts: Parts) -> bytes:
    template = _ENVIRONMENT.get_template("zvarot/count.html")
    return template.render(c=view.count_words.view(parts)).encode()


def history_html(view: LanguageView, history: History) -> bytes:
    template = _ENVIRONMENT.get_template("zvarot/history.html")
    drawn = history_view(history, view.count_words, is_rtl=view.dir == "rtl")
    return template.render(h=drawn).encode()


class Asked(TypedDict):
    """What a form that is asked again needs beside its questions. action -- where it posts."""

    action: str
    raw: Mapping[str, str]
    problems: Mapping[str, str]
    notice: str
    ticket: str


def form_html(view: LanguageView, **asked: Unpack[Asked]) -> bytes:
    """Return the form with what was typed, the problems beside their fields, and the notice."""
    data = _form_data(view, **asked)
    return _ENVIRONMENT.get_template("zvarot/form.html").render(f=data).encode()


def letters_html(
    writing: Writing,
    *,
    step: str,
    path: str,
    problems: Mapping[str, str],
    notice: str = "",
    ticket: str,
) -> bytes:
    """Return the form of a page with letters, at one of its steps, with all that was typed."""
    view, raw = writing.view, writing.raw
    form = _form_data(view, action=path, raw=raw, problems=problems, notice=notice, ticket=ticket)
    is_last = step == LETTER
    written = letter_view(
        view.letters,
        view.form_view,
        step=step,
        raw=raw,
        problems=problems,
        going=writing.going if is_last else None,
        signature={text.number: writing.shown_signature(text) for text in view.letters}
        if is_last
        else None,
        kept=_kept(writing) if is_last else (),
    )
    return _ENVIRONMENT.get_template("zvarot/letters.html").render(f=form, w=written).encode()


def step_to_show(writing: Writing, wanted: str) -> str:
    """Return the step that can be shown: letters only once the questions are answered."""
    try:
        _ = writing.answers
    except AnswersInvalid:
        return DETAILS
    return wanted


def handover_html(writing: Writing, *, path: str, seal: Callable[[str], str]) -> bytes:
    """Return the letters that the supporter sends, for the page after the act; or nothing.

    seal -- what shows later that the letters to print are ours.
    """
    words = writing.view.form_view["words"]
    theirs = writing.theirs()
    letters = [handed_over(target, letter.to_json(), words) for target, letter in theirs]
    if not letters:
        return b""
    on_paper = [letter for target, letter in theirs if target.channel is not Channel.PHONE]
    packed = pack(on_paper)
    pdf = {"packed": packed, "seal": seal(packed), "country": writing.answers.get("country", "")}
    template = _ENVIRONMENT.get_template("zvarot/handover.html")
    return template.render(
        letters=letters, words=words, action=path, pdf=pdf if on_paper else None
    ).encode()


def _form_data(view: LanguageView, **asked: Unpack[Asked]) -> dict[str, Any]:
    return form_view(
        view.form, view.form_view, promise=view.promise, promise_hash=view.promise_hash, **asked
    )


def _kept(writing: Writing) -> list[tuple[str, str]]:
    """Return the answers as a reader knows them: a country by its name."""
    found = []
    for field in writing.view.form.fields:
        answer = writing.answers.get(field.name, "")
        if answer and field.type != "letters":
            found.append((field.label, dict(field.options).get(answer, answer)))
    return found
