"""The front as one application.

The three addresses that a surge hits (a page, its form, its count) are answered at once; for the
rest, Starlette's routes find who answers. Every answer is made by `Wire`, so every answer carries
the same headers.
"""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from starlette.routing import Match, Route

from zvarot.front import trouble
from zvarot.front.acts import Acts
from zvarot.front.again import calendar
from zvarot.front.body import BodyRefused, announced_length, parse_form
from zvarot.front.edition import Edition, Newsstand
from zvarot.front.files import Files
from zvarot.front.links import MAX_BODY, Links
from zvarot.front.rsgi import Gone, Line, Scope, answer
from zvarot.front.visitors import Visitors
from zvarot.front.wire import PAGE, Reply, Wire

_EMBED: Final = (Path(__file__).parent / "embed.js").read_bytes()
_CALENDAR: Final = "text/calendar; charset=utf-8"
_ENCODINGS: Final = "accept-encoding"
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
        self._embed = wire.file(_EMBED, "text/javascript; charset=utf-8", PAGE, is_open=True)
        self._robots = wire.text("User-agent: *\nDisallow: /*confirm/\n", cache=PAGE)
        self._healthy = wire.text("ok\n")
        self._empty = wire.text("Nothing is published here yet.", status=503)
        self._routes = self._others()

    # --- what the server calls ---------------------------------------------------------------

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(self.start())

    async def __rsgi__(self, scope: Scope, line: Line) -> None:
        try:
            edition = self._stand.edition  # one state of the site from beginning to end
            reply = self._ready(scope, edition) or await self._reply(scope, edition, line)
        except Gone:
            return
        except BodyRefused as refused:
            reply = self._refused(scope, refused)
        except Exception as problem:  # noqa: BLE001  the last fence: a page, and a line without arguments
            trouble.tell(problem)
            reply = self._unavailable(scope)
        answer(line, reply, is_head=scope.method == "HEAD")

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(self.stop())

    async def start(self) -> None:
        self._stand.start()
        self._acts.inbox.start()
        self._acts.patience.start()

    async def stop(self) -> None:
        self._acts.patience.stop()
        self._stand.stop()
        await self._acts.inbox.stop()

    # --- what a surge asks for ---------------------------------------------------------------

    def _ready(self, scope: Scope, edition: Edition | None) -> Reply | None:
        """Return what is read and needs no waiting: a page, a count. None: something else."""
        headers = scope.headers
        if not self._visitors.may_ask(headers):
            return self._wire.text("This server does not answer for that host.", status=421)
        if edition is None or scope.method not in _READS:
            return None
        path = scope.path
        if (page := edition.pages.get(path)) is not None:
            reply = page.reply(self._acts.shared.ticket_key, time.time())
        elif (found := edition.replies.get(path)) is not None:
            reply = found
        else:
            return None
        known = reply.unless_known(headers.get("if-none-match", ""))
        return self._stripped(scope) or known.packed_for(headers.get(_ENCODINGS, ""))

    async def _reply(self, scope: Scope, edition: Edition | None, line: Line) -> Reply:
        page = edition.pages.get(scope.path) if edition else None
        if edition is None or page is None:
            return await self._routed(scope, line)
        if scope.method != "POST":
            return self._wrong_method("GET, HEAD, POST")
        address = self._visitors.address(scope)
        return await self._acts.take(
            page, edition.site, headers=scope.headers, address=address, line=line
        )

    # --- the routes that no surge hits -------------------------------------------------------

    def _others(self) -> tuple[Route, ...]:
        both, link = ["GET", "HEAD"], ["GET", "HEAD", "POST"]
        return (
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
        )

    async def _routed(self, scope: Scope, line: Line) -> Reply:
        asked = {"type": "http", "path": scope.path, "method": scope.method}
        allowed = "GET, HEAD"
        for route in self._routes:
            match, found = route.matches(asked)
            if match is Match.FULL:
                reply: Reply = await route.endpoint(scope, line, **found["path_params"])
                return reply
            if match is Match.PARTIAL:
                allowed = ", ".join(sorted(route.methods or ()))
                break
        return self._wrong_method(allowed)

    async def _health(self, _scope: Scope, _line: Line) -> Reply:
        return self._healthy if self._stand.edition else self._empty

    async def _robots_txt(self, _scope: Scope, _line: Line) -> Reply:
        return self._robots

    async def _embed_js(self, _scope: Scope, _line: Line) -> Reply:
        return self._embed

    async def _favicon(self, scope: Scope, _line: Line) -> Reply:
        edition = self._stand.edition
        names = edition.site.site.static if edition else {}
        name = names.get("favicon.ico") or names.get("favicon.svg")
        reply = await self._files.reply(f"/{name}") if name else None
        return reply or self._not_found(scope)

    async def _again(self, scope: Scope, _line: Line, path: str) -> Reply:
        """Give the calendar file of a page. It is the same for everybody on that day."""
        edition = self._stand.edition
        page = edition.pages.get(f"/{path}/") if edition else None
        if page is None:
            return self._not_found(scope)
        file = calendar(
            title=str(page.view.form_view.get("again") or page.view.form_view["title"]),
            url=self._wire.origin + page.path,
            lang=page.view.lang,
            now=datetime.now(UTC),
        )
        return self._wire.file(file, _CALENDAR, PAGE)

    async def _file(self, scope: Scope, _line: Line, **_path: str) -> Reply:
        reply = await self._files.reply(scope.path, scope.headers.get("range", ""))
        if reply is None:
            return self._not_found(scope)
        return reply.packed_for(scope.headers.get(_ENCODINGS, ""))

    async def _confirm(self, scope: Scope, line: Line, token: str, lang: str = "") -> Reply:
        edition = self._stand.edition
        if edition is None:
            return self._empty
        if not _is_ours(edition, lang):
            return self._not_found(scope)
        lang = self._lang(edition, scope)
        if scope.method in _READS:
            return self._links.show(edition.site, lang, token)
        raw, address = await self._posted(scope, line)
        return await self._links.answer(edition.site, lang, token, raw, address=address)

    async def _withdraw(self, scope: Scope, line: Line, lang: str = "") -> Reply:
        edition = self._stand.edition
        if edition is None:
            return self._empty
        if not _is_ours(edition, lang):
            return self._not_found(scope)
        lang = self._lang(edition, scope)
        if scope.method in _READS:
            return self._stripped(scope) or edition.site.reply(lang, "withdraw")
        raw, address = await self._posted(scope, line)
        return await self._links.withdraw(edition.site, lang, raw, address=address)

    async def _other(self, scope: Scope, _line: Line, path: str) -> Reply:
        """Add a forgotten slash, or say in the visitor's language that there is no such page."""
        edition = self._stand.edition
        if edition and not path.endswith("/") and scope.method in _READS:
            slashed = f"/{path}/"
            if slashed in edition.pages or slashed in edition.replies:
                return self._wire.moved(slashed)
        return self._not_found(scope)

    async def _posted(self, scope: Scope, line: Line) -> tuple[dict[str, str], str]:
        if not self._acts.origins.accept(scope.headers):
            raise BodyRefused(403, "Send this form from its own page.")
        length = announced_length(scope.headers, MAX_BODY)
        body = await self._acts.patience.read(line, length)
        return parse_form(body), self._visitors.address(scope)

    # --- answers for what went wrong ----------------------------------------------------------

    def _lang(self, edition: Edition, scope: Scope) -> str:
        return edition.site.lang_of(scope.path, scope.headers.get("accept-language", ""))

    def _not_found(self, scope: Scope) -> Reply:
        return self._said(scope, "not-found", 404)

    def _refused(self, scope: Scope, refused: BodyRefused) -> Reply:
        if refused.status != 413 or self._stand.edition is None:
            return self._wire.text(str(refused), status=refused.status)
        return self._said(scope, "too-large", 413)

    def _unavailable(self, scope: Scope) -> Reply:
        return self._said(scope, "unavailable", 500)

    def _said(self, scope: Scope, name: str, status: int) -> Reply:
        edition = self._stand.edition
        if edition is None:
            return self._empty
        return edition.site.reply(self._lang(edition, scope), name, status=status)

    def _wrong_method(self, allowed: str) -> Reply:
        reply = self._wire.text("This address cannot be used in that way.", status=405)
        return reply.having("allow", allowed)

    def _stripped(self, scope: Scope) -> Reply | None:
        """Lead away from an address with a query: it could carry a name, and is no other page."""
        return self._wire.moved(scope.path) if scope.query_string else None


def _is_ours(edition: Edition, lang: str) -> bool:
    r"""Tell whether an address begins with no language or with one of ours.

    Others must not come back in a Location: browsers read /\host/ as another host.
    """
    return not lang or lang in edition.site.languages
