"""Carry out bake orders: the worker calls `run_orders`, nobody else writes published pages.

Safe to be killed anywhere: files are named by their content, site.json comes last, and an
order is struck out only after that. Run again, the same files come out.
"""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Revision

from zvarot.actions import services as actions
from zvarot.actions.models import Action
from zvarot.contract.bundle import BundleWrong
from zvarot.contract.site import PATH, Site
from zvarot.journal import services as journal
from zvarot.lib.store import Store
from zvarot.lib.words import words
from zvarot.studio.action_view import ActionView
from zvarot.studio.baking import Baked, NotReady, bake, live_pages, media
from zvarot.studio.models import BakeOrder
from zvarot.studio.news import order_for_news
from zvarot.studio.pages import ActionPage, page_types
from zvarot.studio.site_bake import placed, site_of, site_pages, static

log = logging.getLogger(__name__)

POSTMAN_AHEAD: Final = timedelta(hours=2)  # a new key is published before the old one ends
BY_DATE: Final = "its dates"
_FIRST_WAIT: Final = timedelta(seconds=10)
_LONGEST_WAIT: Final = timedelta(hours=1)


def run_orders(store: Store, *, now: datetime | None = None) -> int:
    """Bake what was ordered and is due. Gives how many orders were carried out."""
    moment = now or timezone.now()
    _publish_scheduled(moment)
    order_for_news()
    due = list(BakeOrder.objects.filter(Q(not_before=None) | Q(not_before__lte=moment))[:200])
    site = _published(store)
    if site is None or any(order.page_key is None for order in due):
        full_bake(store, now=moment)
        _strike_out(due)
        return len(due)
    if not due and not _postman_is_due(site, moment):
        return 0
    return _bake_some(store, due, dict(site.bundles), moment)


def publish_site(store: Store, *, now: datetime | None = None) -> None:
    """Write front page, small pages, files of the look and site.json again."""
    site = _published(store)
    _write_site(store, dict(site.bundles) if site else {}, now or timezone.now())


def full_bake(store: Store, *, now: datetime | None = None) -> int:
    """Bake every published action and the site. Gives how many actions are published."""
    moment = now or timezone.now()
    site = _published(store)
    bundles = dict(site.bundles) if site else {}
    for key in _all_keys():
        _renew(store, bundles, key, [], moment)
    slugs = set(Action.objects.values_list("slug", flat=True))
    bundles = {slug: folder for slug, folder in bundles.items() if slug in slugs}
    _write_site(store, bundles, moment)
    return len(bundles)


def _bake_some(store: Store, due: list[BakeOrder], bundles: dict[str, str], now: datetime) -> int:
    done: list[BakeOrder] = []
    for key in dict.fromkeys(order.page_key for order in due if order.page_key):
        orders = [order for order in due if order.page_key == key]
        if _renew(store, bundles, key, orders, now):
            done += orders
    _write_site(store, bundles, now)
    _strike_out(done)
    return len(done)


def _renew(
    store: Store,
    bundles: dict[str, str],
    key: uuid.UUID,
    orders: list[BakeOrder],
    now: datetime,
) -> bool:
    """Bake one action and put its folder in place of the old one. False: it is to be retried."""
    slugs = list(Action.objects.filter(page_key=key).values_list("slug", flat=True))
    try:
        baked = _bake_one(store, key, now)
    except Exception as problem:
        # Whatever is wrong with one page: the others go on, and the old one stays up.
        log.exception("An action could not be baked; it is tried again.")
        _put_off(key, orders, problem, now)
        return False
    for slug in slugs:
        bundles.pop(slug, None)
    if baked:
        bundles[baked.action.slug] = baked.folder
    return True


def _bake_one(store: Store, key: uuid.UUID, now: datetime) -> Baked | None:
    """Bake one action and write its files; None if it is not published, or may not be."""
    pages = live_pages(key)
    try:
        baked = _baked(pages, now) if pages else None
    except NotReady as problem:
        log.warning("The action %s is not published: %s", pages[0].slug, problem)
        journal.write("action.not_ready", pages[0].slug, actor="studio", reasons=problem.problems)
        baked = None
    if baked is None:
        _shut(key)
        return None
    store.write(baked.files)
    if baked.wakes_at:
        BakeOrder.objects.get_or_create(page_key=key, reason=BY_DATE, not_before=baked.wakes_at)
    return baked


def _baked(pages: list[ActionPage], now: datetime) -> Baked:
    # Not one transaction: drawing takes a second, and SQLite would keep the drain waiting. Each
    # step may be done again.
    baked = bake(pages, now=now)
    journal.write(
        "action.baked",
        baked.action.slug,
        actor="studio",
        folder=baked.folder,
        languages=[view.lang for view in baked.views],
    )
    return baked


def _shut(key: uuid.UUID) -> None:
    """An action without a page takes nobody."""
    for action in Action.objects.filter(page_key=key, state=Action.State.OPEN):
        actions.close(action, actor="studio")


def _put_off(key: uuid.UUID, orders: list[BakeOrder], problem: Exception, now: datetime) -> None:
    if not orders:
        orders = [BakeOrder.objects.create(page_key=key, reason="a failed bake")]
    for order in orders:
        wait = min(_FIRST_WAIT * 2 ** min(order.attempts, 10), _LONGEST_WAIT)
        order.attempts += 1
        order.not_before = now + wait
        order.problem = f"{type(problem).__name__}: {problem}"[:300]
        order.save()


def _strike_out(orders: list[BakeOrder]) -> None:
    BakeOrder.objects.filter(pk__in=[order.pk for order in orders]).delete()


def _write_site(store: Store, bundles: dict[str, str], now: datetime) -> None:
    """Write the small pages and, last of all, site.json; then clear away what nothing names."""
    before = _published(store)
    views = _views(bundles, now)
    made, paths = placed(site_pages(views))
    looks, _ = static()
    site = site_of(bundles, paths, now=now)
    # Names carry the hash of what is in them: what is there already is the same.
    known = {*store.list("static/"), *store.list("pages/")}
    new = {path: body for path, body in {**looks, **made}.items() if path not in known}
    store.write({**new, **media(made), PATH: site.dump()})
    _clear(store, site, before)


def _views(bundles: dict[str, str], now: datetime) -> list[ActionView]:
    """Give every published action in each of its languages, the newest action first."""
    keys = (
        Action.objects.filter(slug__in=bundles).order_by("-pk").values_list("page_key", flat=True)
    )
    views = []
    for key in keys:
        pages = live_pages(key) if key else []
        views += [
            ActionView(
                page,
                pages[0],
                words(page.locale.language_code),
                pages[0].locale.language_code,
                now,
            )
            for page in pages
        ]
    return views


def _clear(store: Store, site: Site, before: Site | None) -> None:
    """Remove what neither this site.json names nor the one before: a front may still read that."""
    sites = [one for one in (site, before) if one]
    folders = {folder for one in sites for folder in one.bundles.values()}
    named = {path for one in sites for pages in one.pages.values() for path in pages.values()}
    stale = [path for path in store.list("actions/") if path.rpartition("/")[0] not in folders]
    stale += [path for path in store.list("pages/") if path not in named]
    if stale:
        store.delete(stale)


def _published(store: Store) -> Site | None:
    try:
        return Site.load(store.read(PATH))
    except (FileNotFoundError, BundleWrong):
        return None


def _all_keys() -> list[uuid.UUID]:
    keys = [
        page_type.objects.values_list("translation_key", flat=True) for page_type in page_types()
    ]
    return list(dict.fromkeys(key for some in keys for key in some))


def _postman_is_due(site: Site, now: datetime) -> bool:
    until = site.postman.valid_until if site.postman else None
    return until is None or now >= until - POSTMAN_AHEAD


def _publish_scheduled(now: datetime) -> None:
    """Let Wagtail publish and unpublish what has a date, if anything is due."""
    is_due = (
        Revision.objects.filter(approved_go_live_at__lte=now).exists()
        or Page.objects.filter(live=True, expire_at__lte=now).exists()
    )
    if is_due:
        call_command("publish_scheduled")
