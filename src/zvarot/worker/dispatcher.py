"""Sending letters to offices: one by one, at each office's pace, once or visibly unsure."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from zvarot.letters import bounces, digests, handing, mail, queueing, retention, services
from zvarot.letters.errors import LetterClosed, LetterUnfit
from zvarot.letters.models import Dispatch
from zvarot.letters.opening import Opener
from zvarot.letters.pace import Reach
from zvarot.letters.queueing import Offices
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.addresses import sendable
from zvarot.signatures.errors import AddressUnusable
from zvarot.worker.handover import NotTaken, Recalled, Relay, Unknown
from zvarot.worker.mailer import RelayUnreachable

BATCH = 20
LONGEST_STEP_SECONDS = 15.0
RELAY_PAUSE = timedelta(seconds=30)
NO_ADDRESS = "The office has no working e-mail address."


def _now() -> datetime:
    return datetime.now(tz=UTC)


@dataclass
class Dispatcher:
    """The lane of letters.

    test_to -- all letters go to this address instead; empty: they go to the offices.
    bounces -- folder in which reports of mail that came back are laid.
    provider -- of mail, if it reports by itself what came back.
    """

    keys: KeyFiles
    relay: Relay
    offices: Offices
    sender: str
    bounces: Path
    test_to: str = ""
    provider: str = ""
    clock: Callable[[], datetime] = field(default=_now)

    def queue(self) -> bool:
        """Queue what people have confirmed, and take up what a stopped worker left."""
        handing.recover(self.clock())
        return bool(queueing.queue_confirmed(self.clock(), self.keys, self.offices))

    def gather(self) -> bool:
        """Make the digests of the day; forget texts that were kept long enough."""
        services.give_up_old(self.clock())
        retention.destroy_spent_keys(self.clock(), self.keys)
        return bool(digests.gather(self.clock(), self.offices))

    def read_bounces(self) -> bool:
        """Take the reports of mail that came back."""
        return bool(bounces.poll(self.bounces, self.offices, now=self.clock()))

    def send(self) -> bool:
        """Send one letter to each office whose turn it is; tell whether any went.

        Raises RelayUnreachable after putting back what it could not send.
        """
        opener = Opener(self.keys)
        enough = time.monotonic() + LONGEST_STEP_SECONDS
        went = False
        for office in handing.due_offices(self.clock(), BATCH):
            if time.monotonic() > enough:
                break
            reach = self.offices.find(office) or Reach()
            claimed = handing.claim(office, reach.pace, self.clock())
            if claimed is not None:
                self._one(claimed, reach, opener)
                went = True
        return went

    def _one(self, claimed: handing.Claimed, reach: Reach, opener: Opener) -> None:
        letter = (
            Dispatch.objects.select_related("action", "signature", "signature__action")
            .filter(pk=claimed.id, lease=claimed.lease)
            .first()
        )
        if letter is None:
            return  # withdrawn
        try:
            to = sendable(reach.address)
            ready = self._mail(letter, to, opener)
        except AddressUnusable:
            handing.fail(claimed, NO_ADDRESS, self.clock())
        except (LetterClosed, LetterUnfit) as reason:
            handing.fail(claimed, str(reason), self.clock())
        else:
            self._hand(claimed, letter, ready, to)

    def _mail(self, letter: Dispatch, to: str, opener: Opener) -> EmailMessage:
        now = self.clock()
        if letter.digest_on is not None:
            return mail.digest_mail(
                letter.action.title,
                letter.letters.filter(state=Dispatch.State.QUEUED).count(),
                digests.excerpts(letter, opener),
                lang=letter.lang,
                to=to,
                sender=self.sender,
                token=letter.token,
                now=now,
            )
        if letter.signature is None:
            raise LetterClosed("Its text has been erased.")
        text = opener.letter(letter.signature, letter.place)
        return mail.letter_mail(text, to=to, sender=self.sender, token=letter.token, now=now)

    def _hand(
        self, claimed: handing.Claimed, letter: Dispatch, ready: EmailMessage, to: str
    ) -> None:
        if self.test_to:
            ready, to = mail.for_test(ready, self.test_to), self.test_to
        ready = mail.tagged(ready, self.provider, letter.token)
        try:
            self.relay.hand(
                ready,
                return_path=mail.return_path(letter.token, self.sender),
                to=to,
                before_end=lambda: handing.start_handing(claimed, self.clock()),
            )
        except Recalled:
            return
        except NotTaken as refused:
            self._refused(claimed, refused)
        except Unknown as unknown:
            handing.leave_unsure(claimed, f"{unknown} It may have arrived.", self.clock())
        except RelayUnreachable:
            handing.put_back(claimed, self.clock(), wait=RELAY_PAUSE)
            raise
        else:
            handing.mark_sent(claimed, self.clock(), is_test=bool(self.test_to))

    def _refused(self, claimed: handing.Claimed, refused: NotTaken) -> None:
        now = self.clock()
        if not refused.is_permanent:
            handing.defer(claimed, str(refused), now)
        elif refused.is_of_recipient and not self.test_to:
            handing.bounce(claimed, f"The address refused it: {refused}.", now)
            bounces.hold_back(claimed.office, str(refused), self.offices, now=now)
        else:
            handing.fail(claimed, f"The mail server refused it: {refused}.", now)
            if handing.only_fails(claimed.office, now):
                reason = f"The mail server refused several letters today: {refused}."
                services.pause(claimed.office, reason, actor="worker", now=now)
