"""Draw the fragments that the front fills in: count, history, and the form after a faulty POST."""

from collections.abc import Mapping
from typing import Final

from zvarot.contract.bundle import LanguageView
from zvarot.contract.counts import Parts
from zvarot.contract.form_view import form_view
from zvarot.contract.history import History
from zvarot.contract.history_view import history_view
from zvarot.look.templates import environment

_ENVIRONMENT: Final = environment()


def count_html(view: LanguageView, parts: Parts) -> bytes:
    template = _ENVIRONMENT.get_template("zvarot/count.html")
    return template.render(c=view.count_words.view(parts)).encode()


def history_html(view: LanguageView, history: History) -> bytes:
    template = _ENVIRONMENT.get_template("zvarot/history.html")
    drawn = history_view(history, view.count_words, is_rtl=view.dir == "rtl")
    return template.render(h=drawn).encode()


def form_html(
    view: LanguageView,
    *,
    path: str,
    raw: Mapping[str, str],
    problems: Mapping[str, str],
    notice: str,
    ticket: str,
) -> bytes:
    """Return the form with what was typed, the problems beside their fields, and the notice."""
    data = form_view(
        view.form,
        view.form_view,
        action=path,
        promise=view.promise,
        promise_hash=view.promise_hash,
        raw=raw,
        problems=problems,
        notice=notice,
        ticket=ticket,
    )
    return _ENVIRONMENT.get_template("zvarot/form.html").render(f=data).encode()
