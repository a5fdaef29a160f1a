"""What the template `form.html` draws, as plain data: the same in the bake and in the front.

The bake gives what stays (title, button, words, notices); the front adds, after a faulty POST,
what was typed, what is asked for, and why.
"""

from collections.abc import Mapping
from typing import Any

from zvarot.contract.fields import Field
from zvarot.contract.form import Form


def form_view(
    form: Form,
    base: Mapping[str, Any],
    *,
    action: str,
    promise: Mapping[str, Any],
    promise_hash: bytes,
    raw: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    notice: str = "",
    ticket: str = "",
    is_inert: bool = False,
    mail: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return `f` for form.html.

    base -- LanguageView.form_view: {id, title, button, words, notices}; the words "yes" and "no"
    are the answers of a consent field.
    action -- address that the form posts to. ticket -- empty: a hole for the front.
    mail -- message_view(), where the form takes a message to a person.
    """
    typed, wrong = raw or {}, problems or {}
    return {
        **base,
        "id": base.get("id", "act"),
        "action": action,
        "fields": [_drawn(field, base, typed, wrong) for field in form.fields],
        "problems": [{"field": name, "text": text} for name, text in wrong.items()],
        "notice": notice,
        "promise": promise,
        "promise_hash": promise_hash.hex(),
        "ticket": ticket,
        "inert": is_inert,
        "mail": mail,
    }


def _drawn(
    field: Field, base: Mapping[str, Any], typed: Mapping[str, str], wrong: Mapping[str, str]
) -> dict[str, Any]:
    options = field.options
    if field.is_consent and not options:
        words = base["words"]
        options = (("yes", words.get("yes", "Yes")), ("no", words.get("no", "No")))
    return {
        "type": field.type,
        "name": field.name,
        "label": field.label,
        "hint": field.hint,
        "autocomplete": field.autocomplete,
        "required": field.required,
        "max": field.max_chars if field.type in {"text", "message"} else 0,
        "options": options,
        "value": typed.get(field.name, ""),
        "problem": wrong.get(field.name, ""),
    }
