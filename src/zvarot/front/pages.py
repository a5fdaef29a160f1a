"""One action in one language, ready to serve: its page, its form again, its thank-you page.

A page is baked at publication. Here its holes are found once; what changes is filled in: the
count when it moves, the ticket twice a minute, the form after a faulty POST.
"""

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from zvarot.contract.audiences import POSTMAN
from zvarot.contract.bundle import Bundle, EnvelopePlan, LanguageView
from zvarot.contract.counts import Parts
from zvarot.contract.keys import PublicKey
from zvarot.contract.notices import NOTICES
from zvarot.front.drawing import count_html, form_html, letters_html, step_to_show
from zvarot.front.record import DAY_SECONDS, Sealer
from zvarot.front.tickets import mint
from zvarot.front.wire import HTML, NO_STORE, PAGE, PAGE_OF_ONE, Reply, Wire
from zvarot.front.writing import Writing

COUNT_HOLE: Final = re.compile(rb"<!--\[count\]-->.*?<!--\[/count\]-->", re.DOTALL)
FORM_HOLE: Final = re.compile(rb"<!--\[form\]-->.*?<!--\[/form\]-->", re.DOTALL)
TICKET_HOLE: Final = b"<!--[ticket]-->"
RECEIPT_HOLE: Final = b"<!--[receipt]-->"
DAY_HOLE: Final = b"<!--[day]-->"
HANDOVER_HOLE: Final = b"<!--[handover]-->"

# Visitors who come within the same half minute share a ticket, so that one rendering serves
# them all; the answers then keep their acts apart (see PLAIN below for forms that cannot).
TICKET_WINDOW_SECONDS: Final = 30
_LARGEST_BODY: Final = 65536


class ActionPage:
    """Immutable but for the reply that is kept for the current half minute."""

    def __init__(
        self,
        bundle: Bundle,
        view: LanguageView,
        *,
        plan: tuple[EnvelopePlan, ...],
        parts: Parts,
        path: str,
        wire: Wire,
        max_body: int,
    ) -> None:
        self.bundle = bundle
        self.view = view
        # A person may have read the promise in one language and sent the form in another.
        self.promises = {
            other.promise_hash.hex(): other.promise_hash for other in bundle.views.values()
        }
        self.sealer = Sealer(bundle, view.lang, plan)
        self.path = path
        self.max_body = _room(plan, max_body)
        self._opens = _moment(bundle.opens_at, 0.0) if bundle.state == "open" else math.inf
        self._closes = _moment(bundle.closes_at, math.inf)
        self._wire = wire
        self._is_shared = "email" in view.form.by_name
        count = count_html(view, parts)
        self._page = counted(view.page, count)
        self._thanks = counted(view.thanks, count)
        self._thanks_headers = wire.headers(HTML, NO_STORE)
        self._thanks_today: tuple[int, list[bytes]] = (0, [])
        self._pieces = self._page.split(TICKET_HOLE)
        self._etag = hashlib.sha256(self._page).hexdigest()[:16]
        self._kept: Reply | None = None
        self._kept_until = 0.0

    def reply(self, ticket_key: bytes, now: float) -> Reply:
        """Return the page as it is now."""
        if now < self._kept_until and self._kept is not None:
            return self._kept
        reply = self._rendered(ticket_key, now)
        if self._is_shared or len(self._pieces) == 1:
            self._kept, self._kept_until = reply, now + TICKET_WINDOW_SECONDS
        return reply

    def _rendered(self, ticket_key: bytes, now: float, status: int = 200) -> Reply:
        if len(self._pieces) == 1:
            body, cache = self._page, PAGE
        else:
            body = mint(ticket_key, now).join(self._pieces)
            cache = PAGE if self._is_shared else PAGE_OF_ONE
        if status != 200:
            return self._wire.page(body, status=status, cache=NO_STORE)
        reply = self._wire.page(body, cache=cache, path=self.path)
        if cache == PAGE:
            reply = reply.steady()
        # Weak, as the ticket differs; by the hour and the key, as a ticket must not grow old in
        # a browser that asks only whether the page has changed.
        age = hashlib.sha256(ticket_key + b"%d" % (now // 3600)).hexdigest()[:8]
        return reply.having("etag", f'W/"{self._etag}-{age}"')

    def untouched(self, ticket_key: bytes, now: float, status: int) -> Reply:
        """Return the page with a form that nobody has filled in, as the answer to a POST."""
        return self._rendered(ticket_key, now, status)

    def form_again(
        self,
        raw: Mapping[str, str],
        *,
        ticket: str,
        status: int,
        problems: Mapping[str, str] | None = None,
        notice: str = "",
    ) -> Reply:
        """Return the page with what was typed still in the form, and what is asked for."""
        form = form_html(
            self.view,
            action=self.path,
            raw=raw,
            problems=problems or {},
            notice=notice,
            ticket=ticket,
        )
        body = FORM_HOLE.sub(lambda _: form, self._page)
        return self._wire.page(body, status=status)

    def writing_again(
        self,
        writing: Writing,
        *,
        step: str,
        ticket: str,
        status: int = 200,
        problems: Mapping[str, str] | None = None,
        notice: str = "",
    ) -> Reply:
        """Return the page with its letters at one step, with everything that was typed."""
        form = letters_html(
            writing,
            step=step_to_show(writing, step),
            path=self.path,
            problems=problems or {},
            notice=notice,
            ticket=ticket,
        )
        body = FORM_HOLE.sub(lambda _: form, self._page)
        return self._wire.page(body, status=status)

    def notice(self, name: str) -> str:
        """Return one of contract/notices.py in the page's language."""
        return str(self.view.form_view.get("notices", {}).get(name) or NOTICES[name])

    def thanks(self, code: str, now: float, handover: bytes = b"") -> Reply:
        """Return the thank-you page with the receipt, which is shown this once.

        handover -- letters that the supporter sends without us.
        """
        today = int(now // DAY_SECONDS)
        if self._thanks_today[0] != today:
            day = datetime.fromtimestamp(now, UTC).date().isoformat().encode()
            self._thanks_today = today, self._thanks.replace(DAY_HOLE, day).split(RECEIPT_HOLE)
        body = code.encode().join(self._thanks_today[1])
        if handover:
            body = body.replace(HANDOVER_HOLE, handover)
        return Reply(200, self._thanks_headers, body)

    def shut_reason(self, now: float) -> str:
        """Return why nothing is taken now: "closed", "unavailable" (keys), or "" if it is open."""
        if not self._opens <= now < self._closes:
            return "closed"
        return "" if now < self.sealer.ends else "unavailable"


def counted(page: bytes, count: bytes) -> bytes:
    """Return a baked page with the drawn count in its hole, if it has one."""
    return COUNT_HOLE.sub(lambda _: count, page)


def with_keys(bundle: Bundle, postman: PublicKey | None) -> tuple[EnvelopePlan, ...]:
    """Return the bundle's plan with the day's key of the postman in it."""
    return tuple(
        replace(plan, key=postman) if plan.audience == POSTMAN else plan for plan in bundle.plan
    )


def _moment(when: datetime | None, otherwise: float) -> float:
    return when.timestamp() if when else otherwise


def _room(plan: tuple[EnvelopePlan, ...], max_body: int) -> int:
    # Percent-encoding triples each byte of a Cyrillic letter.
    largest = max((envelope.size for envelope in plan), default=0)
    return min(max(max_body, 3 * largest + 4096), _LARGEST_BODY)
