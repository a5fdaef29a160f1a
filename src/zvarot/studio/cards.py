"""Cards that lead from one page to an action that can be taken now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zvarot.lib.words import words
from zvarot.studio.action_view import ActionView
from zvarot.studio.pages import ActionPage, page_types
from zvarot.studio.readiness import opening_problems


def cards(views: Iterable[ActionView], lang: str) -> list[dict[str, Any]]:
    """Give a card for each open action, in this language or in the action's first one."""
    by_slug: dict[str, dict[str, ActionView]] = {}
    for view in views:
        by_slug.setdefault(view.slug, {})[view.lang] = view
    chosen = (langs.get(lang) or next(iter(langs.values())) for langs in by_slug.values())
    return [_card(view) for view in chosen if is_open(view.original, view.now)]


def next_step(after: ActionView) -> list[dict[str, Any]]:
    """Give the one action to offer next: of the same case if there is one, else the newest."""
    others = [
        page
        for page_type in page_types()
        for page in page_type.objects.filter(live=True).exclude(
            translation_key=after.original.translation_key
        )
        if page.original().pk == page.pk and is_open(page, after.now)
    ]
    others.sort(key=lambda page: (page.case_id != after.original.case_id, -page.pk))
    ready = (page for page in others if not opening_problems(page, page))
    found = next(ready, None)
    return [_card(_in_language(found, after))] if found else []


def is_open(original: ActionPage, now: datetime) -> bool:
    """Tell whether the public can take part now."""
    is_early = original.opens_at is not None and now < original.opens_at
    is_late = original.closes_at is not None and now >= original.closes_at
    return bool(original.state == "open" and not is_early and not is_late)


def _in_language(original: ActionPage, after: ActionView) -> ActionView:
    pages = {page.locale.language_code: page for page in original.all_languages() if page.live}
    default = original.locale.language_code
    lang = after.lang if after.lang in pages else default
    return ActionView(pages[lang], original, words(lang), default, after.now)


def _card(view: ActionView) -> dict[str, Any]:
    action = view.action(None)
    return {
        "lang": view.lang,
        "dir": view.words.dir,
        "href": view.href,
        "kind_label": view.words.gettext(view.kind.label),
        "title": action["title"],
        "lead": action["lead"],
        "stamp": action["stamp"],
        "say": "",
        "until": action["closes"],
        "state": action["state"],
    }
