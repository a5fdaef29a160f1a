"""The data handed to the public templates: the same for a preview and for the bake."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings

from zvarot.contract.counts import Parts
from zvarot.contract.letter_view import letter_view
from zvarot.lib.words import Words, words
from zvarot.look.assets import static_names
from zvarot.studio.action_view import ActionView, href
from zvarot.studio.state_card import Delivered, shut_card

# Where "leave quickly" leads on pages of the higher levels: neutral, and known everywhere.
LEAVE_TO: Final = "https://www.wikipedia.org/"
Static = Callable[[str], str]


def front_static(name: str) -> str:
    """Give the address of a file of the look on the public site."""
    return f"/static/{static_names()[name]}"


def studio_static(name: str) -> str:
    """Give the address of the same file in the studio, for previews."""
    return f"/look/{static_names()[name]}"


def site_context(
    lang: str,
    *,
    default_lang: str,
    hrefs: dict[str, str],
    static: Static = front_static,
) -> dict[str, Any]:
    """Give what every page needs.

    hrefs -- language → path of this page in that language, in the order of the list.
    """
    own = words(lang)
    prefix = "" if lang == default_lang else f"/{lang}"
    return {
        "lang": lang,
        "dir": own.dir,
        "languages": [_language(words(code), path, lang) for code, path in hrefs.items()],
        "site": {
            "name": settings.ZVAROT_SITE_NAME,
            "origin": settings.ZVAROT_PUBLIC_URL,
            "home": f"{prefix}/",
            "withdraw": f"{prefix}/withdraw",
            "receipt": f"{prefix}/receipt",
        },
        "demo": settings.ZVAROT_DEMONSTRATION,
        "static": static,
    }


def page_context(
    view: ActionView,
    *,
    langs: Iterable[str],
    static: Static = front_static,
    is_inert: bool = False,
    is_shut: bool = False,
    delivered: Delivered | None = None,
) -> dict[str, Any]:
    """Give what a kind's page and its thanks need.

    is_shut -- without form, with the card that says why.
    """
    hrefs = {lang: href(view.slug, lang, view.default_lang) for lang in langs}
    body = view.words_page.body
    form = view.blank_form(is_inert=is_inert)
    return {
        **site_context(view.lang, default_lang=view.default_lang, hrefs=hrefs, static=static),
        "action": view.action(shut_card(view, delivered) if is_shut else None),
        "body": view.parts.of(body),
        "letter": view.parts.letter(body),
        "count": view.count_words.view(Parts()),
        "form": None if is_shut else form,
        "written": letter_view(view.letters, view.form_base()) if view.letters else None,
        "confirms": "email" in view.form.by_name,
        "next": [],
        "leave": None if view.original.level == "standard" else {"href": LEAVE_TO},
    }


def preview_context(page: Any, *, mode: str) -> dict[str, Any]:
    """Give the context of an unsaved page, with settings as last saved."""
    original = page.settings_as_edited()
    view = ActionView(
        words_page=page,
        original=original,
        words=words(page.locale.language_code),
        default_lang=original.locale.language_code,
        now=datetime.now(UTC),
    )
    langs = [one.locale.language_code for one in page.all_languages()]
    return page_context(
        view, langs=langs, static=studio_static, is_inert=True, is_shut=mode == "closed"
    )


def _language(own: Words, path: str, current: str) -> dict[str, Any]:
    return {
        "code": own.lang,
        "name": own.name,
        "dir": own.dir,
        "href": path,
        "current": own.lang == current,
    }
