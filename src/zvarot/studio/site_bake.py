"""Bake what belongs to no action: the front page, the small pages, the files of the look."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from wagtail.models import Locale

from zvarot.contract.audiences import PUBLIC
from zvarot.contract.counts import Parts
from zvarot.contract.history import History
from zvarot.contract.history_view import history_view
from zvarot.contract.site import Site
from zvarot.lib.words import words
from zvarot.look.assets import static_files, static_names
from zvarot.sealing.keys import KeyFiles
from zvarot.studio.action_view import ActionView
from zvarot.studio.baking import draw
from zvarot.studio.cards import cards
from zvarot.studio.context import page_context, site_context

# Name in the store → (template, further context).
_PAGES: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "confirm": ("zvarot/confirm.html", {}),
    "confirmed": ("zvarot/confirmed.html", {}),
    "refused": ("zvarot/refused.html", {}),
    "suppressed": ("zvarot/suppressed.html", {}),
    "withdraw": ("zvarot/withdraw.html", {"problem": False}),
    "withdraw-again": ("zvarot/withdraw.html", {"problem": True}),
    "withdrawn": ("zvarot/withdrawn.html", {}),
    "noted": ("zvarot/noted.html", {}),
    "not-found": ("zvarot/not_found.html", {}),
    "too-large": ("zvarot/too_large.html", {}),
    "slow-down": ("zvarot/slow_down.html", {}),
    "unavailable": ("zvarot/unavailable.html", {}),
    "closed": ("zvarot/closed.html", {}),
}
_SAME_PATH: Final = frozenset({"withdraw", "receipt"})


def languages() -> list[str]:
    """Give the site's languages, the default one first."""
    default = settings.LANGUAGE_CODE
    known = set(Locale.objects.values_list("language_code", flat=True))
    rest = [code for code, _name in settings.LANGUAGES if code in known and code != default]
    return [default, *rest]


def site_pages(views: Iterable[ActionView]) -> dict[str, dict[str, bytes]]:
    """Draw the small pages and the front page of every language."""
    own = list(views)
    return {lang: _pages_in(lang, own) for lang in languages()}


def static() -> tuple[dict[str, bytes], dict[str, str]]:
    """Give the files of the look, and the path of each by its plain name."""
    made = {f"static/{name}": body for name, body in static_files().items()}
    return made, {plain: f"static/{name}" for plain, name in static_names().items()}


def site_of(bundles: dict[str, str], pages: dict[str, dict[str, str]], *, now: datetime) -> Site:
    """Put together the one file that names all the others."""
    keys = KeyFiles(settings.ZVAROT_KEYS_DIR)
    langs = languages()
    return Site(
        origin=settings.ZVAROT_PUBLIC_URL,
        name=settings.ZVAROT_SITE_NAME,
        languages=tuple((lang, words(lang).name, words(lang).dir) for lang in langs),
        default_lang=langs[0],
        bundles=bundles,
        confirm_public=keys.confirm_key().public_key().public_bytes_raw(),
        postman=keys.postman_current(now),
        pages=pages,
        static=static()[1],
    )


def placed(
    pages: dict[str, dict[str, bytes]],
) -> tuple[dict[str, bytes], dict[str, dict[str, str]]]:
    """Give each page a path with the hash of its content, so that a reader never mixes two."""
    made: dict[str, bytes] = {}
    paths: dict[str, dict[str, str]] = {}
    for lang, named in pages.items():
        for name, body in named.items():
            path = f"pages/{lang}/{name}.{hashlib.sha256(body).hexdigest()[:8]}.html"
            made[path] = body
            paths.setdefault(lang, {})[name] = path
    return made, paths


def _pages_in(lang: str, views: list[ActionView]) -> dict[str, bytes]:
    drawn = {
        name: draw(template, {**_context(lang, name), **more})
        for name, (template, more) in _PAGES.items()
    }
    drawn["receipt"] = draw(
        "zvarot/receipt.html", {**_context(lang, "receipt"), **_receipt(lang, views)}
    )
    drawn["home"] = draw("zvarot/home.html", {**_context(lang, ""), "actions": cards(views, lang)})
    for view in views:
        if view.lang == lang:
            drawn[f"counting-{view.slug}"] = _counting(
                view, [v for v in views if v.slug == view.slug]
            )
    return drawn


def _context(lang: str, name: str) -> dict[str, Any]:
    default = languages()[0]
    tail = name if name in _SAME_PATH else ""
    hrefs = {code: f"/{tail}" if code == default else f"/{code}/{tail}" for code in languages()}
    return site_context(lang, default_lang=default, hrefs=hrefs)


def _receipt(lang: str, views: list[ActionView]) -> dict[str, Any]:
    """Give the title of each action in this language, and how the language writes numbers."""
    own = words(lang)
    titles = {view.slug: view.words_page.title for view in views if view.lang == lang}
    return {"titles": titles, "group": own.group, "digits": own.digits}


def _counting(view: ActionView, siblings: list[ActionView]) -> bytes:
    langs = [one.lang for one in siblings]
    context = page_context(view, langs=langs)
    for language in context["languages"]:
        language["href"] += "counting/"
    said = view.count_words
    return draw(
        "zvarot/counting.html",
        {
            **context,
            "count": said.view(Parts()),
            "tells_countries": bool(view.promise.allowed_fields(PUBLIC)),
            "history": history_view(History(slug=view.slug), said, is_rtl=view.words.dir == "rtl"),
        },
    )
