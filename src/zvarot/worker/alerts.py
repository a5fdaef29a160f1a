"""Mails to staff: a count looks odd, and somebody should look.

They name the action's number and what is odd. Whoever reads along learns no domain and no name.
"""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from zvarot.lib.marks import mark as _
from zvarot.lib.words import Words
from zvarot.outbox import services as outbox
from zvarot.signatures.trends import ALERT
from zvarot.worker.letters import letter
from zvarot.worker.mailer import Mailer, MailRefused

SUBJECT = _("Something to look at in the studio")
WHAT = {
    "burst": _("Far more confirmations than usual were asked for within an hour."),
    "disposable": _("Many confirmations within an hour went to mailboxes made to be thrown away."),
    "domain": _("Many confirmations within an hour went to mailboxes of one small provider."),
}
WHERE = _(
    "It is about action number {number}. Open Counting in the studio: it shows the hour, and what "
    "is held until somebody has looked."
)
NOT_PROOF = _("It may well be people: a newspaper, a school, a company. Look before you decide.")
BATCH = 10
MOST_ATTEMPTS = 20


@dataclass
class Alerts:
    """Works on the messages `alert`. to -- who is told; empty: nobody, and they are dropped."""

    mailer: Mailer
    sender: str
    to: str
    lang: str

    def step(self, now: datetime) -> int:
        """Mail what waits; returns how many there were."""
        claimed = outbox.claim((ALERT,), BATCH, now=now)
        for message in claimed:
            try:
                if self.to:
                    self.mailer.send(self._mail(message, now))
            except MailRefused as refused:
                if refused.is_permanent or message.attempts >= MOST_ATTEMPTS:
                    outbox.bury(message, str(refused))
                else:
                    outbox.retry(message, now=now)
            else:
                outbox.done(message)
        return len(claimed)

    def _mail(self, message: outbox.Claimed, now: datetime) -> EmailMessage:
        number, _colon, what = message.ref.partition(":")
        words = Words(self.lang)
        parts = (
            WHAT[what],
            words.gettext(WHERE).format(number=number),
            NOT_PROOF,
        )
        return letter(words, parts, to=self.to, sender=self.sender, subject=SUBJECT, now=now)
