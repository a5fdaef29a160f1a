"""Jinja2 under Django: the shared environment, speaking the language that is active."""

from typing import Any

from django.utils.translation import get_language
from jinja2 import Environment

from zvarot.lib.words import Words, words
from zvarot.look.templates import OPTIONS


def active_words() -> Words:
    """Give the catalogue of the language that Django has activated."""
    return words(get_language() or "en")


def environment(**options: Any) -> Environment:
    """Build the environment that renders public pages in the studio and the worker."""
    env = Environment(**{**options, **OPTIONS})  # noqa: S701 -- autoescape stands in OPTIONS
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: active_words().gettext(text),
        lambda one, many, n: active_words().ngettext(one, many, n),
        newstyle=True,
    )
    return env
