"""What is published, as the front holds it in memory, and how it follows the published store.

An edition is never changed: a new one replaces it in one assignment, so that a request sees
one state of the site from beginning to end.
"""

import base64
import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zvarot.contract.bundle import Bundle, load_bundle
from zvarot.contract.counts import Parts, count_json
from zvarot.contract.site import COUNTS_PATH, PATH, Site
from zvarot.front import trouble
from zvarot.front.open_books import OpenBooks, read_books
from zvarot.front.pages import ActionPage, with_keys
from zvarot.front.sites import SitePages
from zvarot.front.tag_lists import Days
from zvarot.front.wire import COUNT, JSON, PAGE, Reply, Wire
from zvarot.lib.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Edition:
    """pages -- actions by address; replies -- all other addresses whose answer is ready."""

    stamp: str
    site: SitePages
    pages: Mapping[str, ActionPage]
    replies: Mapping[str, Reply]
    bundles: Mapping[str, Bundle] = field(default_factory=dict)
    books: OpenBooks = field(default_factory=OpenBooks)
    days: Days = field(default_factory=Days)

    @property
    def slugs(self) -> dict[int, str]:
        """The address of each action, by its number."""
        return {bundle.action_id: bundle.slug for bundle in self.bundles.values()}


def load_edition(store: Store, wire: Wire, *, max_body: int, before: Edition | None) -> Edition:
    """Read what is published now. Bundles never change under a path, so known ones are kept.

    Raises FileNotFoundError if nothing is published yet.
    """
    stamp = store.stamp()
    site = Site.load(store.read(PATH))
    known = before.bundles if before else {}
    bundles = {
        path: known.get(path) or load_bundle(store.read, path) for path in site.bundles.values()
    }
    counts = _counts(store)
    open_books = read_books(store, counts, before=before.books if before else None)
    pages: dict[str, ActionPage] = {}
    replies: dict[str, Reply] = {}
    site_pages = SitePages(site, _bodies(store, site), wire)
    for bundle in bundles.values():
        parts = Parts.from_json(counts["actions"].get(bundle.slug, {}))
        plan = with_keys(bundle, site.postman)
        for lang, view in bundle.views.items():
            path = f"/{lang}/{bundle.slug}/"
            page = ActionPage(
                bundle, view, plan=plan, parts=parts, path=path, wire=wire, max_body=max_body
            )
            pages[path] = page
            if lang == bundle.default_lang:
                pages[f"/{bundle.slug}/"] = page
        replies[f"/{bundle.slug}/count.json"] = _count_reply(bundle.slug, parts, counts, wire)
        replies |= open_books.replies(site_pages, bundle, parts)
    days = Days.of(counts)
    replies |= _home_replies(site_pages)
    replies |= _receipt_replies(site_pages, days)
    return Edition(stamp, site_pages, pages, replies, bundles, open_books, days)


class Newsstand:
    """Holds the current edition; a thread looks for a new one every second."""

    def __init__(self, store: Store, wire: Wire, *, max_body: int, every: float = 1.0) -> None:
        self.store = store
        self.edition: Edition | None = None
        self._wire = wire
        self._max_body = max_body
        self._every = every
        self._ends = threading.Event()

    def start(self) -> None:
        self.look()
        threading.Thread(target=self._follow, name="newsstand", daemon=True).start()

    def stop(self) -> None:
        self._ends.set()

    def look(self) -> None:
        """Take the newest edition. If it cannot be read, the one we have stays."""
        try:
            if self.edition is None or self.store.stamp() != self.edition.stamp:
                self.edition = load_edition(
                    self.store, self._wire, max_body=self._max_body, before=self.edition
                )
        except FileNotFoundError:
            log.info("Nothing is published yet, or a part of it is missing.")
        except Exception as problem:  # noqa: BLE001  a damaged file must not end the thread
            trouble.tell(problem, "What is published cannot be read")

    def _follow(self) -> None:
        while not self._ends.wait(self._every):
            self.look()


def _counts(store: Store) -> dict[str, Any]:
    try:
        counts: dict[str, Any] = json.loads(store.read(COUNTS_PATH))
    except FileNotFoundError:
        return {"size": 0, "root": "", "actions": {}}
    return counts


def _count_reply(slug: str, parts: Parts, counts: Mapping[str, Any], wire: Wire) -> Reply:
    root = base64.b64decode(counts["root"])
    answer = json.dumps(count_json(slug, parts, int(counts["size"]), root))
    return wire.file(answer.encode(), JSON, COUNT, is_open=True)


def _bodies(store: Store, site: Site) -> dict[str, dict[str, bytes]]:
    return {
        lang: {name: store.read(path) for name, path in pages.items()}
        for lang, pages in site.pages.items()
    }


def _receipt_replies(pages: SitePages, days: Days) -> dict[str, Reply]:
    langs = {f"/{lang}/receipt": lang for lang in pages.languages}
    langs["/receipt"] = pages.site.default_lang
    return {path: pages.receipt(lang, days, path=path) for path, lang in langs.items()}


def _home_replies(pages: SitePages) -> dict[str, Reply]:
    langs = {"/": pages.site.default_lang} | {f"/{lang}/": lang for lang in pages.languages}
    return {
        path: pages.reply(lang, "home", cache=PAGE, path=path).steady()
        for path, lang in langs.items()
    }
