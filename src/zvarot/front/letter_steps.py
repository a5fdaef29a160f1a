"""The steps of a form with letters, over HTTP: see, change, send; then print, and say it has gone.

Only sending is an act. The others keep nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Final

from zvarot.contract.letter import unpack as unpack_letters
from zvarot.contract.letter_view import DETAILS, LETTER
from zvarot.contract.problems import AnswersInvalid
from zvarot.contract.record import ReportRecord, Said, pack
from zvarot.front import tickets, trouble
from zvarot.front.drawing import handover_html
from zvarot.front.inbox import Inbox, InboxUnavailable
from zvarot.front.limits import Limits
from zvarot.front.not_yet import RETRY_SECONDS, NotYet
from zvarot.front.pages import ActionPage
from zvarot.front.printing import Printer, PrinterBusy, PrinterFailed, is_ours, sealed
from zvarot.front.shared import Shared
from zvarot.front.sites import SitePages
from zvarot.front.wire import Reply
from zvarot.front.writing import Step, Writing
from zvarot.targets.remote import resolve

_REPORTS: Final = {"done": Said.SENT, "spoke": Said.SPOKE, "no-answer": Said.NO_ANSWER}
_PDF: Final = "pdf"
# Page, form, posted bytes, address, moment, what to show below the receipt.
Accept = Callable[[ActionPage, Mapping[str, str], bytes, str, float, bytes], Awaitable[Reply]]


@dataclass(frozen=True, kw_only=True)
class LetterSteps:
    """accept -- takes the act of the last step. Raises NotYet and AnswersInvalid.

    resolver_url -- whom to ask for a place that our tables do not know; empty: nobody.
    """

    inbox: Inbox
    limits: Limits
    shared: Shared
    accept: Accept
    resolver_url: str = ""
    printer: Printer = field(default_factory=Printer)

    async def take(
        self,
        page: ActionPage,
        site: SitePages,
        raw: Mapping[str, str],
        body: bytes,
        address: str,
        now: float,
    ) -> Reply:
        """Answer the POST of a form with letters."""
        step = raw.get("step", "")
        if step in _REPORTS:
            return await self._report(page, site, raw, address, now)
        if step == _PDF:
            return await self._print(page, site, raw, address, now)
        return await self._write(page, raw, body, address, now)

    async def _report(
        self, page: ActionPage, site: SitePages, raw: Mapping[str, str], address: str, now: float
    ) -> Reply:
        """Take "I have sent it" of a letter that left from the supporter. It names nobody."""
        office = raw.get("to", "")
        known = {target.slug for text in page.view.letters for target in text.targets}
        lang = page.view.lang
        if office not in known:
            return site.reply(lang, "not-found", status=404)
        if wait := self.limits.wait(address, now, b"report"):
            reply = site.reply(lang, "slow-down", status=429)
            return reply.having("retry-after", str(wait))
        record = ReportRecord(
            action_id=page.bundle.action_id, said=_REPORTS[raw["step"]], office=office
        )
        try:
            await self.inbox.take(pack(record))
        except InboxUnavailable:
            return site.reply(lang, "unavailable", status=503)
        return site.reply(lang, "noted")

    async def _print(
        self, page: ActionPage, site: SitePages, raw: Mapping[str, str], address: str, now: float
    ) -> Reply:
        """Give the letters of a supporter as PDF. Only those that this front has composed."""
        packed, lang = raw.get("packed", ""), page.view.lang
        if not is_ours(packed, raw.get("seal", ""), self.shared.ticket_key):
            return site.reply(lang, "not-found", status=404)
        if wait := self.limits.wait(address, now, b"print"):
            reply = site.reply(lang, "slow-down", status=429)
            return reply.having("retry-after", str(wait))
        letters = unpack_letters(packed)
        country = raw.get("country", "")[:2]
        try:
            pdf = await self.printer.pdf(letters, on=_day(now), country=country, lang=lang)
        except (PrinterBusy, PrinterFailed) as why:
            trouble.tell(why, "Letters were not printed")
            reply = site.reply(lang, "unavailable", status=503)
            return reply.having("retry-after", str(RETRY_SECONDS))
        return site.wire.pdf(pdf)

    async def _write(
        self, page: ActionPage, raw: Mapping[str, str], body: bytes, address: str, now: float
    ) -> Reply:
        """Go one step with a form that has letters. Only the last step is an act."""
        writing = Writing(view=page.view, promise=page.bundle.promise, raw=raw, today=_day(now))
        show = partial(
            page.writing_again, ticket=raw.get("ticket") or _new_ticket(self.shared, now)
        )
        try:
            if writing.step in {Step.SEE, Step.SEND}:
                writing = await self._placed(writing)
            if writing.step is Step.SEND:
                handover = handover_html(
                    writing, path=page.path, seal=partial(sealed, key=self.shared.ticket_key)
                )
                return await self.accept(page, writing.sealed(), body, address, now, handover)
            if writing.step is Step.SEE:
                _ = writing.answers  # what is missing is said beside its question
                return show(writing, step=LETTER)
        except NotYet as why:
            return self._written_again(page, writing, why, now)
        except AnswersInvalid as invalid:
            return show(writing, step=LETTER, status=422, problems=invalid.problems)
        if writing.step is Step.LINE:
            return show(replace(writing, raw=writing.with_line()), step=writing.at)
        return show(writing, step=DETAILS)

    async def _placed(self, writing: Writing) -> Writing:
        """Ask the operator's resolver, if there is one, for a place that we do not know."""
        if not self.resolver_url or not writing.is_lost:
            return writing
        answers = writing.answers
        found = await asyncio.to_thread(
            resolve,
            self.resolver_url,
            country=answers.get("country", ""),
            postal_code=answers["postal_code"],
        )
        return replace(writing, resolved=found)

    def _written_again(self, page: ActionPage, writing: Writing, why: NotYet, now: float) -> Reply:
        is_bad = why.notice == "ticket_unknown"
        ticket = "" if is_bad else writing.raw.get("ticket", "")
        reply = page.writing_again(
            writing,
            step=LETTER,
            ticket=ticket or _new_ticket(self.shared, now),
            status=why.status,
            notice=page.notice(why.notice),
        )
        return reply.having("retry-after", str(why.retry_after)) if why.retry_after else reply


def _new_ticket(shared: Shared, now: float) -> str:
    return tickets.mint(shared.ticket_key, now).decode()


def _day(now: float) -> date:
    return datetime.fromtimestamp(now, UTC).date()
