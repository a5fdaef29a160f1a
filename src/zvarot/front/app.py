"""The front as one ASGI application.

The three addresses that a surge hits (a page, its form, its count) are answered before any
framework; the rest goes through Starlette's routes. Every answer is made by `Wire`, so every
answer carries the same headers.
"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route, Router

from zvarot.front import trouble
from zvarot.front.acts import Acts
from zvarot.front.again import calendar
from zvarot.front.body import (
    BodyRefused,
    Gone,
    HeaderMap,
    Receive,
    Scope,
    Send,
    announced_length,
    parse_form,
)
from zvarot.front.edition import Edition, Newsstand
from zvarot.front.files import Files
from zvarot.front.links import MAX_BODY, Links
from zvarot.front.pages import ActionPage
from zvarot.front.visitors import Visitors
from zvarot.front.wire import PAGE, Reply, Wire, send

_EMBED: Final = (Path(__file__).parent / "embed.js").read_bytes()
_CALENDAR: Final = b"text/calendar; charset=utf-8"
_ENCODINGS: Final = b"accept-encoding"
_READS: Final = frozenset({"GET", "HEAD"})


class Front:
    """Answers every request. All that it needs is given to it."""

    def __init__(
        self,
        *,
        stand: Newsstand,
        acts: Acts,
        links: Links,
        files: Files,
        visitors: Visitors,
        wire: Wire,
    ) -> None:
        self._stand = stand
        self._acts = acts
        self._links = links
        self._files = files
        self._visitors = visitors
        self._wire = wire
        self._embed = wire.file(_EMBED, b"text/javascript; charset=utf-8", PAGE, is_open=True)
        self._robots = wire.text("User-agent: *\nDisallow: /*confirm/\n", cache=PAGE)
        self._healthy = wire.text("ok\n")
        self._empty = wire.text("Nothing is published here yet.", status=503)
        self._others = self._routes()

    async def __call__(self, scope: Scope, receive: Receive, send_message: Send) -> None:
        if scope["type"] != "http":
            await self._others(scope, receive, send_message)
            return
        try:
            reply = await self._quick(scope, receive)
            if reply is None:
                scope["app"] = self  # makes the router raise what it would answer by itself
                await self._others(scope, receive, send_message)
                return
        except Gone:
            return
        except BodyRefused as refused:
            reply = self._refused(scope, refused)
        except HTTPException as problem:
            reply = self._wrong_method((problem.headers or {}).get("Allow", "GET, HEAD"))
        except Exception as problem:  # noqa: BLE001  the last fence: a page, and a line without arguments
            trouble.tell(problem)
            reply = self._unavailable(scope)
        await send(reply, send_message, is_head=scope["method"] == "HEAD")

    async def _quick(self, scope: Scope, receive: Receive) -> Reply | None:
        """Answer what a surge asks for; None: the routes know more."""
        headers: HeaderMap = dict(scope["headers"])
        if not self._visitors.may_ask(headers):
            return self._wire.text("This server does not answer for that host.", status=421)
        edition = self._stand.edition
        if edition is None:
            return None
        path, method = scope["path"], scope["method"]
        if (page := edition.pages.get(path)) is not None:
            return await self._page(page, edition, scope, headers, receive)
        if method in _READS and (reply := edition.replies.get(path)) is not None:
            return self._stripped(scope) or reply.packed_for(headers.get(_ENCODINGS, b""))
        return None

    async def _page(
        self, page: ActionPage, edition: Edition, scope: Scope, headers: HeaderMap, receive: Receive
    ) -> Reply:
        method = scope["method"]
        if method == "POST":
            return await self._acts.take(
                page,
                edition.site,
                headers=headers,
                address=self._visitors.address(scope, headers),
                receive=receive,
            )
        if method not in _READS:
            return self._wrong_method("GET, HEAD, POST")
        if scope["query_string"]:
            return self._wire.moved(scope["path"])
        reply = page.reply(self._acts.shared.ticket_key, time.time())
        known = reply.unless_known(headers.get(b"if-none-match"))
        return known.packed_for(headers.get(_ENCODINGS, b""))

    # --- the routes that no surge hits -------------------------------------------------------

    def _routes(self) -> Router:
        both, link = ["GET", "HEAD"], ["GET", "HEAD", "POST"]
        # The bare router: Starlette's own answers to errors would lack our headers.
        return Router(
            routes=[
                Route("/healthz", self._health, methods=both),
                Route("/robots.txt", self._robots_txt, methods=both),
                Route("/favicon.ico", self._favicon, methods=both),
                Route("/embed.js", self._embed_js, methods=both),
                Route("/confirm/{token}", self._confirm, methods=link),
                Route("/{lang}/confirm/{token}", self._confirm, methods=link),
                Route("/withdraw", self._withdraw, methods=link),
                Route("/{lang}/withdraw", self._withdraw, methods=link),
                Route("/{path:path}/again.ics", self._again, methods=both),
                Route("/static/{path:path}", self._file, methods=both),
                Route("/media/{path:path}", self._file, methods=both),
                Route("/log/{path:path}", self._file, methods=both),
                Route("/{path:path}", self._other, methods=link),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: object) -> AsyncIterator[None]:
        self._stand.start()
        self._acts.inbox.start()
        self._acts.patience.start()
        yield
        self._acts.patience.stop()
        self._stand.stop()
        await self._acts.inbox.stop()

    async def _health(self, _request: Request) -> Reply:
        return self._healthy if self._stand.edition else self._empty

    async def _robots_txt(self, _request: Request) -> Reply:
        return self._robots

    async def _embed_js(self, _request: Request) -> Reply:
        return self._embed

    async def _favicon(self, request: Request) -> Reply:
        edition = self._stand.edition
        names = edition.site.site.static if edition else {}
        name = names.get("favicon.ico") or names.get("favicon.svg")
        reply = await self._files.reply(f"/{name}") if name else None
        return reply or self._not_found(request)

    async def _again(self, request: Request) -> Reply:
        """Give the calendar file of a page. It is the same for everybody on that day."""
        edition = self._stand.edition
        page = edition.pages.get(f"/{request.path_params['path']}/") if edition else None
        if page is None:
            return self._not_found(request)
        file = calendar(
            title=str(page.view.form_view.get("again") or page.view.form_view["title"]),
            url=self._wire.origin + page.path,
            lang=page.view.lang,
            now=datetime.now(UTC),
        )
        return self._wire.file(file, _CALENDAR, PAGE)

    async def _file(self, request: Request) -> Reply:
        wanted = request.headers.get("range", "").encode("latin-1")
        reply = await self._files.reply(request.url.path, wanted)
        if reply is None:
            return self._not_found(request)
        return reply.packed_for(request.headers.get("accept-encoding", "").encode("latin-1"))

    async def _confirm(self, request: Request) -> Reply:
        edition, token = self._stand.edition, request.path_params["token"]
        if edition is None:
            return self._empty
        if not _is_ours(edition, request):
            return self._not_found(request)
        lang = self._lang(edition, request)
        if request.method in _READS:
            return self._links.show(edition.site, lang, token)
        raw, address = await self._posted(request)
        return await self._links.answer(edition.site, lang, token, raw, address=address)

    async def _withdraw(self, request: Request) -> Reply:
        edition = self._stand.edition
        if edition is None:
            return self._empty
        if not _is_ours(edition, request):
            return self._not_found(request)
        lang = self._lang(edition, request)
        if request.method in _READS:
            return self._stripped(request.scope) or edition.site.reply(lang, "withdraw")
        raw, address = await self._posted(request)
        return await self._links.withdraw(edition.site, lang, raw, address=address)

    async def _other(self, request: Request) -> Reply:
        """Add a forgotten slash, or say in the visitor's language that there is no such page."""
        edition, path = self._stand.edition, request.url.path
        if edition and not path.endswith("/") and request.method in _READS:
            slashed = path + "/"
            if slashed in edition.pages or slashed in edition.replies:
                return self._wire.moved(slashed)
        return self._not_found(request)

    async def _posted(self, request: Request) -> tuple[dict[str, str], str]:
        headers: HeaderMap = dict(request.scope["headers"])
        if not self._acts.origins.accept(headers):
            raise BodyRefused(403, "Send this form from its own page.")
        length = announced_length(headers, MAX_BODY)
        body = await self._acts.patience.read(request.receive, length)
        return parse_form(body), self._visitors.address(request.scope, headers)

    # --- answers for what went wrong ----------------------------------------------------------

    def _lang(self, edition: Edition, request: Request) -> str:
        accept = request.headers.get("accept-language", "").encode("latin-1", "replace")
        return edition.site.lang_of(request.url.path, accept)

    def _not_found(self, request: Request) -> Reply:
        edition = self._stand.edition
        if edition is None:
            return self._empty
        return edition.site.reply(self._lang(edition, request), "not-found", status=404)

    def _refused(self, scope: Scope, refused: BodyRefused) -> Reply:
        edition = self._stand.edition
        if refused.status != 413 or edition is None:
            return self._wire.text(str(refused), status=refused.status)
        return edition.site.reply(self._path_lang(edition, scope), "too-large", status=413)

    def _unavailable(self, scope: Scope) -> Reply:
        edition = self._stand.edition
        if edition is None:
            return self._empty
        return edition.site.reply(self._path_lang(edition, scope), "unavailable", status=500)

    def _path_lang(self, edition: Edition, scope: Scope) -> str:
        accept = dict(scope["headers"]).get(b"accept-language", b"")
        return edition.site.lang_of(scope["path"], accept)

    def _wrong_method(self, allowed: str) -> Reply:
        reply = self._wire.text("This address cannot be used in that way.", status=405)
        return reply.having(b"allow", allowed.encode())

    def _stripped(self, scope: Scope) -> Reply | None:
        """Lead away from an address with a query: it could carry a name, and is no other page."""
        return self._wire.moved(scope["path"]) if scope["query_string"] else None


def _is_ours(edition: Edition, request: Request) -> bool:
    r"""Tell whether an address begins with no language or with one of ours.

    Others must not come back in a Location: browsers read /\host/ as another host.
    """
    lang = request.path_params.get("lang")
    return lang is None or lang in edition.site.languages
