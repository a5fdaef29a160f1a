"""Bake one action: from its published pages to the files that a front serves."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.template import loader
from django.utils import translation
from wagtail.models import Page

from zvarot.actions import services as actions
from zvarot.actions.keys import offline_keys
from zvarot.actions.models import Action
from zvarot.contract.bundle import Bundle, LanguageView, files
from zvarot.contract.keys import PublicKey
from zvarot.deliveries import queries as deliveries
from zvarot.lib.words import words
from zvarot.sealing.keys import KeyFiles
from zvarot.studio.action_view import ActionView
from zvarot.studio.cards import next_step
from zvarot.studio.context import page_context
from zvarot.studio.pages import ActionPage
from zvarot.studio.readiness import opening_problems
from zvarot.studio.sealing_plan import lost_keys, sealing_plan
from zvarot.studio.state_card import Delivered

_MEDIA: Final = re.compile(r'(?:src|href|poster)="(/media/[^"?#]+)"')


class NotReady(Exception):
    """A page that may not be published; the sentences say why."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Baked:
    """What a bake made. folder -- where the bundle lies. langs -- in the order of the list."""

    action: Action
    folder: str
    files: dict[str, bytes]
    views: tuple[ActionView, ...]
    wakes_at: datetime | None


def live_pages(page_key: uuid.UUID) -> list[ActionPage]:
    """Give the published pages of an action, the original first; none if it is not published.

    Without its original an action has no settings, so it is not published in any language.
    A page that is shown only to some is published to nobody.
    """
    pages = list(Page.objects.filter(translation_key=page_key).order_by("pk").specific())
    own = [page for page in pages if isinstance(page, ActionPage)]
    if not own or not own[0].live:
        return []
    return [page for page in own if page.live and not page.get_view_restrictions().exists()]


def bake(pages: list[ActionPage], *, now: datetime) -> Baked:
    """Make the files of one action.

    Raises NotReady if its settings do not let it open. Everything that must be remembered
    about the promise is written before any file leaves: no one may sign what is not on record.
    """
    original = pages[0]
    if problems := opening_problems(original, original):
        raise NotReady(problems)
    default_lang = original.locale.language_code
    views = tuple(
        ActionView(page, original, words(page.locale.language_code), default_lang, now)
        for page in pages
    )
    action = save_action(views)
    keys = KeyFiles(settings.ZVAROT_KEYS_DIR)
    offline = offline_keys(original.translation_key)
    if lost := lost_keys(views[0].promise, keys, action.pk, offline):
        raise NotReady([f"The key for the {who} is gone. Put it back." for who in lost])
    for view in views:
        _remember(action, view, now)
    delivered = _delivered(action)
    baked = {view.lang: _language_view(view, views, delivered) for view in views}
    bundle = _bundle(action, views[0], baked, keys, offline)
    named = files(bundle)
    folder = f"actions/{action.slug}/{_hash(named)}"
    made = {f"{folder}/{name}": body for name, body in named.items()}
    return Baked(action, folder, {**media(made), **made}, views, _wakes_at(original, now))


def save_action(views: tuple[ActionView, ...]) -> Action:
    """Bring the action's record in step with its original page."""
    view = views[0]
    original = view.original
    letters = {one.lang: letter for one in views if (letter := one.letter_lines())}
    # A letter brings its own salutation; a delivery must not greet twice.
    addressee = replace(view.addressee, salutation="") if letters else view.addressee
    action = actions.save(
        actions.ActionData(
            slug=view.slug,
            kind=view.kind.slug,
            title=original.title,
            form={"fields": view.plain_form.to_json()},
            promise=view.promise.to_json(),
            level=original.level,
            default_lang=view.default_lang,
            opens_at=original.opens_at,
            closes_at=original.closes_at,
            deliver_by=original.deliver_by,
            options={"letter": letters, **original.action_options(view.letters)},
            addressee=addressee.to_json(),
        ),
        page_key=original.translation_key,
        actor="studio",
    )
    if action.state == Action.State.DRAFT:
        # A page may be published for the first time when all is over, as a record of it.
        actions.open_action(action, actor="studio")
    _MOVES[original.state](action, actor="studio")
    return action


def media(made: dict[str, bytes]) -> dict[str, bytes]:
    """Give the pictures and films that these pages show, as files beside them."""
    wanted = {
        found
        for path, body in made.items()
        if path.endswith(".html")
        for found in _MEDIA.findall(body.decode())
    }
    names = {path: path.removeprefix(settings.MEDIA_URL) for path in wanted}
    return {f"media/{name}": _read(name) for name in names.values() if default_storage.exists(name)}


_MOVES: Final = {
    "open": actions.open_action,
    "closed": actions.close,
    "won": actions.declare_won,
    "archived": actions.archive,
}


def _remember(action: Action, view: ActionView, now: datetime) -> None:
    actions.record_promise(
        action,
        lang=view.lang,
        promise_hash=view.promise_hash,
        promise=view.promise.to_json(),
        sentence=view.rendered.text(),
        on=now.date(),
    )


def _delivered(action: Action) -> Delivered | None:
    found = deliveries.delivered(action)
    if not found or found["outcome"] not in {"handed_over", "answered"}:
        return None
    return Delivered(on=found["date"], n=found["n"])


def _language_view(
    view: ActionView, views: tuple[ActionView, ...], delivered: Delivered | None
) -> LanguageView:
    langs = [one.lang for one in views]
    is_over = view.original.state != "open"
    open_page = page_context(view, langs=langs, is_shut=is_over, delivered=delivered)
    shut_page = page_context(view, langs=langs, is_shut=True, delivered=delivered)
    thanks = {**page_context(view, langs=langs, delivered=delivered), "next": next_step(view)}
    page = view.words_page
    return LanguageView(
        lang=view.lang,
        dir=view.words.dir,
        form=view.form,
        promise_hash=view.promise_hash,
        promise=view.rendered.to_json(),
        form_view=view.form_base(),
        count_words=view.count_words,
        page=draw(page.template, open_page),
        thanks=draw(page.thanks_template, thanks),
        closed=draw(page.template, shut_page),
        letters=view.letters,
    )


def draw(template: str, context: dict[str, Any]) -> bytes:
    """Render a public page in the language of its context."""
    with translation.override(context["lang"]):
        return loader.render_to_string(template, context, using="jinja2").encode()


def _bundle(
    action: Action,
    view: ActionView,
    baked: dict[str, LanguageView],
    keys: KeyFiles,
    offline: Mapping[str, PublicKey],
) -> Bundle:
    return Bundle(
        action_id=action.pk,
        slug=action.slug,
        kind=action.kind,
        level=action.level,
        state=action.state,
        opens_at=action.opens_at,
        closes_at=action.closes_at,
        default_lang=action.default_lang,
        confirms="email" in view.form.by_name,
        promise=view.promise,
        plan=sealing_plan(view.promise, view.form, keys, action.pk, offline),
        views=baked,
    )


def _wakes_at(original: ActionPage, now: datetime) -> datetime | None:
    """Give the next moment at which the page itself must look different."""
    moments = [original.opens_at, original.closes_at]
    return min((moment for moment in moments if moment and moment > now), default=None)


def _hash(named: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(named):
        digest.update(f"{name}\0{len(named[name])}\0".encode())
        digest.update(named[name])
    return digest.hexdigest()[:12]


def _read(name: str) -> bytes:
    with default_storage.open(name) as file:
        body: bytes = file.read()
    return body
