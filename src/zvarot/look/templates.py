"""The Jinja2 environment that draws every public page, in the studio and in the front alike."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

FOLDER: Final = Path(__file__).parent / "jinja2"

# Shared with Django's Jinja2 backend, so that both planes draw the same bytes.
OPTIONS: Final[dict[str, Any]] = {
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": False,
    "autoescape": select_autoescape(("html", "svg"), default_for_string=True),
}

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]


def environment(
    gettext: Gettext | None = None,
    ngettext: Ngettext | None = None,
    more: Iterable[Path] = (),
) -> Environment:
    """Return an environment for one language.

    gettext, ngettext -- the language's words; without them the English of the templates stands.
    more -- further template folders, such as those of the kinds; the shared ones are found first.

    The front passes nothing: the fragments that it draws take all their words from data.
    """
    made = Environment(  # noqa: S701 -- autoescape stands in OPTIONS
        loader=FileSystemLoader([FOLDER, *more]), extensions=["jinja2.ext.i18n"], **OPTIONS
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext or _same, ngettext or _english, newstyle=True
    )
    return made


def _same(text: str) -> str:
    return text


def _english(one: str, many: str, n: int) -> str:
    return one if n == 1 else many
