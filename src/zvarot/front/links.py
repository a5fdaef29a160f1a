"""The mailed link and the receipt: a page with one button, and what the button does.

A GET changes nothing, as mail scanners open links. The answer to a POST is the same whether
or not there was something to confirm or to withdraw.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from zvarot.contract.receipt import Receipt, ReceiptUnreadable
from zvarot.contract.record import RecordKind, RowRecord, WithdrawalRecord, pack
from zvarot.contract.tokens import TokenInvalid, read
from zvarot.front.inbox import Inbox, InboxUnavailable
from zvarot.front.limits import Limits
from zvarot.front.sites import SitePages
from zvarot.front.wire import Reply

MAX_BODY: Final = 2048
_ANSWERS: Final = {
    "yes": (RecordKind.CONFIRMATION, "confirmed"),
    "not-me": (RecordKind.REFUSAL, "refused"),
    "never": (RecordKind.SUPPRESSION, "refused"),
}


@dataclass(frozen=True, kw_only=True)
class Links:
    """Takes confirmations and withdrawals into the inbox."""

    inbox: Inbox
    limits: Limits

    def show(self, site: SitePages, lang: str, token: str) -> Reply:
        """Return the page with the button, or say that the link is none of ours."""
        try:
            read(token, site.site.confirm_public, datetime.now(UTC).date())
        except TokenInvalid:
            return site.reply(lang, "not-found", status=404)
        return site.confirm(lang, token)

    async def answer(
        self, site: SitePages, lang: str, token: str, raw: Mapping[str, str], *, address: str
    ) -> Reply:
        """Take the answer to "was this you?". Pressing twice is pressing once."""
        now = datetime.now(UTC)
        try:
            row_id = read(token, site.site.confirm_public, now.date())
        except TokenInvalid:
            return site.reply(lang, "not-found", status=404)
        if raw.get("answer", "yes") not in _ANSWERS:
            return site.confirm(lang, token)
        kind, page = _ANSWERS[raw.get("answer", "yes")]
        record = pack(RowRecord(kind=kind, row_id=row_id))
        return await self._put(site, lang, record, page, address, now.timestamp())

    async def withdraw(
        self, site: SitePages, lang: str, raw: Mapping[str, str], *, address: str
    ) -> Reply:
        """Take a receipt's code. The reply does not tell whether it matched."""
        try:
            receipt = Receipt.parse(raw.get("code", ""))
        except ReceiptUnreadable:
            return site.withdraw_again(lang, raw.get("code", ""))
        record = pack(WithdrawalRecord(wd=receipt.wd))
        now = datetime.now(UTC).timestamp()
        return await self._put(site, lang, record, "withdrawn", address, now)

    async def _put(
        self, site: SitePages, lang: str, record: bytes, page: str, address: str, now: float
    ) -> Reply:
        if wait := self.limits.wait(address, now, b"link"):
            reply = site.reply(lang, "slow-down", status=429)
            return reply.having("retry-after", str(wait))
        try:
            await self.inbox.take(record)
        except InboxUnavailable:
            reply = site.reply(lang, "unavailable", status=503)
            return reply.having("retry-after", "30")
        return site.reply(lang, page)
