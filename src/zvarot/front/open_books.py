"""The pages that say how a number is made, and the same as open data.

Drawn when the edition changes, from the histories that the counts of the same checkpoint name;
a reader costs no more than any other page. A history that did not change is not drawn again.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from zvarot.contract.bundle import Bundle, LanguageView
from zvarot.contract.counts import Parts
from zvarot.contract.history import History, countries_csv, counts_csv, counts_json
from zvarot.front.drawing import count_html, history_html
from zvarot.front.pages import counted
from zvarot.front.sites import SitePages
from zvarot.front.wire import COUNT, JSON, PAGE, Reply
from zvarot.lib.store import Store

CSV: Final = "text/csv; charset=utf-8; header=present"
_HISTORY: Final = re.compile(rb"<!--\[history\]-->.*?<!--\[/history\]-->", re.DOTALL)
_SIZE: Final = re.compile(rb"<!--\[size\]-->.*?<!--\[/size\]-->", re.DOTALL)
_ROOT: Final = re.compile(rb"<!--\[root\]-->.*?<!--\[/root\]-->", re.DOTALL)


@dataclass(frozen=True)
class OpenBooks:
    """size, root -- of the checkpoint. histories -- by the path of each; drawn -- kept drawings."""

    size: int = 0
    root: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    histories: Mapping[str, History] = field(default_factory=dict)
    drawn: dict[tuple[str, str], tuple[LanguageView, bytes]] = field(default_factory=dict)

    def replies(self, pages: SitePages, bundle: Bundle, parts: Parts) -> dict[str, Reply]:
        """Return the counting pages of an action in all its languages, and its data."""
        path = self.paths.get(bundle.slug, "")
        history = self.histories.get(path)
        replies = self._data(pages, history) if history else {}
        for lang, view in bundle.views.items():
            where = f"/{lang}/{bundle.slug}/counting/"
            baked = pages.bodies.get(lang, {}).get(f"counting-{bundle.slug}")
            if baked is None:
                continue
            body = counted(baked, count_html(view, parts))
            if history is not None:
                body = self._filled(body, view, history)
            replies[where] = pages.wire.page(body, cache=PAGE, path=where).steady()
            if lang == bundle.default_lang:
                replies[f"/{bundle.slug}/counting/"] = replies[where]
        return replies

    def _filled(self, page: bytes, view: LanguageView, history: History) -> bytes:
        if not _HISTORY.search(page):
            return page
        path = self.paths[history.slug]
        kept = self.drawn.get((path, view.lang))
        if kept is None or kept[0] is not view:
            kept = self.drawn[path, view.lang] = (view, history_html(view, history))
        _, drawn = kept
        size = view.count_words.number(self.size).encode()
        root = base64.b64encode(base64.b64decode(self.root))
        page = _HISTORY.sub(lambda _: drawn, page)
        return _ROOT.sub(lambda _: root, _SIZE.sub(lambda _: size, page))

    def _data(self, pages: SitePages, history: History) -> dict[str, Reply]:
        data = counts_json(history, size=self.size, root=self.root)
        table = counts_csv(history, size=self.size)
        wire, start = pages.wire, f"/{history.slug}/count"
        replies = {
            f"{start}s.json": wire.file(data, JSON, COUNT, is_open=True),
            f"{start}s.csv": wire.file(table, CSV, COUNT, is_open=True),
        }
        if history.countries is not None:
            countries = countries_csv(history)
            replies[f"{start}ries.csv"] = wire.file(countries, CSV, COUNT, is_open=True)
        return replies


def read_books(store: Store, counts: Mapping[str, Any], *, before: OpenBooks | None) -> OpenBooks:
    """Read the histories that these counts name; those that are known are not read again.

    Raises FileNotFoundError if one is gone: then newer counts are there, and the next look finds
    them.
    """
    paths: dict[str, str] = counts.get("histories", {})
    known = before.histories if before else {}
    histories = {path: known.get(path) or _read(store, path) for path in paths.values()}
    drawn = before.drawn if before else {}
    return OpenBooks(
        size=int(counts["size"]),
        root=str(counts["root"]),
        paths=paths,
        histories=histories,
        drawn={key: value for key, value in drawn.items() if key[0] in histories},
    )


def _read(store: Store, path: str) -> History:
    return History.load(store.read(path))
