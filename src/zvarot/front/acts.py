"""Take one act: from the posted bytes to the thank-you page. The path of a signature.

Every way out is an answer that keeps what was typed. A new signer, a repeat signer and an
address that wants no mail get the same bytes: nothing here looks up who has signed.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from zvarot.contract.problems import AnswersInvalid
from zvarot.contract.receipt import Receipt
from zvarot.front import tickets, trouble
from zvarot.front.body import announced_length, parse_form
from zvarot.front.inbox import Inbox, InboxUnavailable
from zvarot.front.letter_steps import LetterSteps
from zvarot.front.limits import Limits
from zvarot.front.not_yet import RETRY_SECONDS, NotYet
from zvarot.front.origins import Origins
from zvarot.front.pages import ActionPage
from zvarot.front.patience import Patience
from zvarot.front.rsgi import HeaderMap, Line
from zvarot.front.shared import Shared
from zvarot.front.sites import SitePages
from zvarot.front.wire import Reply
from zvarot.sealing.errors import SealingError


@dataclass(frozen=True, kw_only=True)
class Acts:
    """What taking an act needs.

    min_age -- seconds; people take longer to fill in a form.
    resolver_url -- whom to ask for a place that our tables do not know; empty: nobody.
    """

    inbox: Inbox
    limits: Limits
    shared: Shared
    origins: Origins
    patience: Patience
    min_age: float
    resolver_url: str = ""

    @cached_property
    def _steps(self) -> LetterSteps:
        return LetterSteps(
            inbox=self.inbox,
            limits=self.limits,
            shared=self.shared,
            accept=self._accept,
            resolver_url=self.resolver_url,
        )

    async def take(
        self,
        page: ActionPage,
        site: SitePages,
        *,
        headers: HeaderMap,
        address: str,
        line: Line,
    ) -> Reply:
        """Answer a POST. Raises BodyRefused and Gone for what is no form of ours."""
        body = await self.patience.read(line, announced_length(headers, page.max_body))
        now = time.time()
        if not self.origins.accept(headers):
            return page.untouched(self.shared.ticket_key, now, 403)
        raw = parse_form(body)
        if raw.get("website"):
            return page.thanks(Receipt.new(), now)  # a program filled the hidden field in
        if reason := page.shut_reason(now):
            return _shut(page, site, reason)
        if page.view.letters:
            return await self._steps.take(page, site, raw, body, address, now)
        try:
            return await self._accept(page, raw, body, address, now)
        except NotYet as why:
            return self._again(page, raw, why, now)
        except AnswersInvalid as invalid:
            ticket = raw.get("ticket") or self._new_ticket(now)
            return page.form_again(raw, ticket=ticket, status=422, problems=invalid.problems)

    async def _accept(
        self,
        page: ActionPage,
        raw: Mapping[str, str],
        body: bytes,
        address: str,
        now: float,
        handover: bytes = b"",
    ) -> Reply:
        nonce = self._nonce(raw, now)
        promise_hash = _promise_of(page, raw)
        answers = page.view.form.clean(raw)
        if wait := self.limits.wait(address, now):
            raise NotYet("slow_down", 429, retry_after=wait)
        row_id, seed = tickets.derive(self.shared.repeat_key, nonce, body)
        receipt = Receipt(seed)
        # On the loop: the library keeps the interpreter to itself while it seals, so a thread
        # would only add the changing of places.
        try:
            record = page.sealer.record(
                answers, row_id=row_id, receipt=receipt, promise_hash=promise_hash, now=now
            )
            await self.inbox.take(record)
        except (InboxUnavailable, SealingError) as why:
            trouble.tell(why, "An act was not recorded")
            raise NotYet("not_recorded", 503, retry_after=RETRY_SECONDS) from None
        self.limits.note(page.bundle.slug, now)
        return page.thanks(receipt, now, handover)

    def _nonce(self, raw: Mapping[str, str], now: float) -> bytes:
        text = raw.get("ticket", "")
        if not text:
            return b""  # a program of the supporter's own; rates apply
        ticket = tickets.read(text, self.shared.ticket_key, now, self.min_age)
        if ticket.age is tickets.Age.YOUNG:
            raise NotYet("young", 422)
        if ticket.age is tickets.Age.UNKNOWN:
            raise NotYet("ticket_unknown", 422)
        return ticket.nonce

    def _new_ticket(self, now: float) -> str:
        return tickets.mint(self.shared.ticket_key, now).decode()

    def _again(self, page: ActionPage, raw: Mapping[str, str], why: NotYet, now: float) -> Reply:
        # The same ticket if it was good: it grows older while they look again, and a record
        # that reached the disk after we gave up on it is then the same record.
        is_bad = why.notice == "ticket_unknown"
        ticket = "" if is_bad else raw.get("ticket", "")
        reply = page.form_again(
            raw,
            ticket=ticket or self._new_ticket(now),
            status=why.status,
            notice=page.notice(why.notice),
        )
        if why.retry_after:
            return reply.having("retry-after", str(why.retry_after))
        return reply


def _shut(page: ActionPage, site: SitePages, reason: str) -> Reply:
    if reason == "closed" and page.view.closed:
        return site.wire.page(page.view.closed, status=409)
    return site.reply(page.view.lang, reason, status=409 if reason == "closed" else 503)


def _promise_of(page: ActionPage, raw: Mapping[str, str]) -> bytes:
    """Return the promise under which this is given: the one shown, if it still stands."""
    shown = raw.get("promise", "")
    if shown and shown not in page.promises:
        raise NotYet("promise_changed", 422)
    return page.promises[shown] if shown else page.view.promise_hash
