"""Tell writers who asked that the batch with their message has left: one mail, handed over once.

That a mail is about to leave is noted just before its last line goes out, as with letters to
offices: killed in that moment the worker does not send it again, and nobody gets it twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from zvarot.lib.marks import mark as _
from zvarot.lib.words import SOURCE, Words
from zvarot.moderation import tidings
from zvarot.moderation.errors import MessageClosed
from zvarot.moderation.tidings import Tiding
from zvarot.outbox import services as outbox
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures import addresses, mailing
from zvarot.signatures.errors import AddressUnusable
from zvarot.worker.handover import NotTaken, Recalled, Relay, Unknown
from zvarot.worker.letters import GREETING, letter
from zvarot.worker.mailer import RelayUnreachable

BATCH = 20
PAUSE = timedelta(seconds=15)
MOST_ATTEMPTS = 30
SUBJECT = _("News of your message")
SENT = _(
    "you left a message on our website and asked to be told what becomes of it. It was printed, "
    "and it left together with others on {date}."
)
ARRIVES = _("Nobody can promise that it arrives. The page on which you wrote says what we know.")
ONLY = _("This is the only mail about it. Please do not answer: nobody reads what comes back.")


@dataclass
class Messenger:
    """Works on the messages `batch-sent`.

    languages -- those that mails can be written in; others get the first of them.
    """

    keys: KeyFiles
    relay: Relay
    sender: str
    per_hour: int
    languages: tuple[str, ...] = (SOURCE,)

    def step(self, now: datetime) -> int:
        """Work on one batch of mails; returns how many there were.

        Raises RelayUnreachable after putting back what it could not send.
        """
        claimed = outbox.claim((tidings.SENT,), BATCH, now=now)
        if not claimed:
            return 0
        granted = outbox.take_pace("mail", len(claimed), per_hour=self.per_hour, now=now)
        for message in claimed[granted:]:
            outbox.hold(message, now + PAUSE)
        for place, message in enumerate(claimed[:granted]):
            try:
                self._one(message, now)
            except RelayUnreachable:
                for waiting in claimed[place:granted]:
                    outbox.hold(waiting, now + PAUSE)
                raise
        return granted

    def _one(self, message: outbox.Claimed, now: datetime) -> None:
        if not outbox.is_held(message):
            return
        item = int(message.ref)
        try:
            tiding = tidings.tiding(item, self.keys)
            if tiding is not None and not self._is_suppressed(tiding, now):
                self._hand(tiding, message, now)
                return
        except (MessageClosed, AddressUnusable):
            tidings.fail(item)
        outbox.done(message)

    def _hand(self, tiding: Tiding, message: outbox.Claimed, now: datetime) -> None:
        to = addresses.sendable(tiding.email)
        lang = tiding.lang if tiding.lang in self.languages else self.languages[0]
        try:
            self.relay.hand(
                news(tiding, to=to, sender=self.sender, lang=lang, now=now),
                return_path=self.sender,
                to=to,
                before_end=lambda: tidings.start_handing(tiding.item_id),
            )
        except (Recalled, Unknown):
            outbox.done(message)  # they know already, or they may: it is not sent again
        except NotTaken as refused:
            self._refused(tiding, message, refused, now)
        except RelayUnreachable:
            tidings.put_back(tiding.item_id)
            raise
        else:
            tidings.done(tiding.item_id)
            outbox.done(message)

    def _refused(
        self, tiding: Tiding, message: outbox.Claimed, refused: NotTaken, now: datetime
    ) -> None:
        if refused.is_permanent or message.attempts >= MOST_ATTEMPTS:
            tidings.fail(tiding.item_id)
            outbox.done(message)
        else:
            tidings.put_back(tiding.item_id)
            outbox.retry(message, now=now)

    def _is_suppressed(self, tiding: Tiding, now: datetime) -> bool:
        norm = addresses.normal(tiding.email)
        token = addresses.suppression_token(self.keys.suppression_key(), norm)
        return mailing.is_suppressed(token, now=now)


def news(tiding: Tiding, *, to: str, sender: str, lang: str, now: datetime) -> EmailMessage:
    """Return the mail. It names neither the case nor what was written."""
    words = Words(lang)
    sent = words.gettext(SENT).format(date=words.date(tiding.sent_on))
    parts = (GREETING, sent, ARRIVES, ONLY)
    return letter(words, parts, to=to, sender=sender, subject=SUBJECT, now=now)
