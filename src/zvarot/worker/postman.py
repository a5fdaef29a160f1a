"""Sending the confirmations: opens an address, asks whether it may be mailed, mails, erases.

At least once: a worker killed between the relay's yes and our commit sends that one mail a
second time. Never lost while the postman's key lives.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from zvarot.contract import tokens
from zvarot.contract.bundle import LANGUAGE
from zvarot.contract.envelope import EnvelopeMalformed, Header
from zvarot.lib.words import SOURCE
from zvarot.outbox import services as outbox
from zvarot.sealing.errors import EnvelopeRefused
from zvarot.sealing.keys import KeyFiles, SecretKey
from zvarot.sealing.opening import open_sealed
from zvarot.signatures import addresses, mailing
from zvarot.signatures.errors import AddressUnusable
from zvarot.signatures.intake import CONFIRM
from zvarot.signatures.services import REMIND
from zvarot.worker import letters
from zvarot.worker.mailer import Mailer, MailRefused, RelayUnreachable

BATCH = 50
PAUSE = timedelta(seconds=15)
MOST_ATTEMPTS = 60  # with the waits between them, longer than the 48 hours a key lives


@dataclass
class Postman:
    """Works on the messages `confirm` and `remind`.

    languages -- those that mails can be written in; others get the first of them.
    """

    keys: KeyFiles
    mailer: Mailer
    sender: str
    public_url: str
    per_hour: int
    languages: tuple[str, ...] = (SOURCE,)
    _secrets: dict[bytes, SecretKey] = field(default_factory=dict, repr=False)

    def step(self, now: datetime) -> int:
        """Work on one batch of messages; returns how many there were.

        Raises RelayUnreachable after putting back what it could not send.
        """
        self._secrets = {}  # a destroyed key must not live on in here
        claimed = outbox.claim((CONFIRM, REMIND), BATCH, now=now)
        if not claimed:
            return 0
        granted = outbox.take_pace("mail", len(claimed), per_hour=self.per_hour, now=now)
        for message in claimed[granted:]:
            outbox.hold(message, now + PAUSE)
        self._deliver(claimed[:granted], now)
        return granted

    def _deliver(self, messages: list[outbox.Claimed], now: datetime) -> None:
        # A slow relay must not outlast our lease, or another worker mails the same people.
        enough = time.monotonic() + outbox.LEASE.total_seconds() / 4
        for place, message in enumerate(messages):
            if time.monotonic() > enough:
                outbox.hold(message, now)
                continue
            try:
                self._one(message, now)
            except RelayUnreachable:
                outbox.retry(message, now=now)
                for waiting in messages[place + 1 :]:
                    outbox.hold(waiting, now + PAUSE)
                raise

    def _one(self, message: outbox.Claimed, now: datetime) -> None:
        if not outbox.is_held(message):
            return
        letter = mailing.waiting(bytes.fromhex(message.ref))
        if letter is None:
            outbox.done(message)
            return
        try:
            answers = self._open(letter)
            if not answers.get("email"):
                mailing.without_address(letter, message)
                return
            self._address(message, letter, answers, now)
        except EnvelopeRefused:
            mailing.give_up(letter, message, "the address could not be opened")
        except AddressUnusable:
            mailing.give_up(letter, message, "no mail can go to such an address")
        except MailRefused as refused:
            if refused.is_permanent or message.attempts >= MOST_ATTEMPTS:
                mailing.give_up(letter, message, str(refused))
            else:
                outbox.retry(message, now=now)

    def _address(
        self,
        message: outbox.Claimed,
        letter: mailing.Waiting,
        answers: dict[str, str],
        now: datetime,
    ) -> None:
        to = addresses.sendable(answers["email"])
        if not self._may_send(message, letter, answers["email"], now):
            return
        lang = answers.get(LANGUAGE, "")
        lang = lang if lang in self.languages else self.languages[0]
        write = letters.reminder if message.kind == REMIND else letters.confirmation
        mail: EmailMessage = write(
            to=to,
            sender=self.sender,
            lang=lang,
            link=self._link(letter, lang),
            until=letter.expires_on,
            now=now,
        )
        self.mailer.send(mail)
        mailing.sent(letter, message, now=now)

    def _may_send(
        self, message: outbox.Claimed, letter: mailing.Waiting, typed: str, now: datetime
    ) -> bool:
        norm = addresses.normal(typed)
        suppression = addresses.suppression_token(self.keys.suppression_key(), norm)
        if message.kind == REMIND:
            if mailing.may_remind(letter.row_id, suppression=suppression, now=now):
                return True
            mailing.sent(letter, message, now=now)
            return False
        key = self.keys.dedup_key(letter.action_id)
        token = addresses.dedup_token(key, letter.action_id, norm)
        origin = mailing.Origin(domain=addresses.domain_of(typed), key=key)
        answer = mailing.reserve(
            letter.row_id, token=token, suppression=suppression, now=now, origin=origin
        )
        if answer.verdict is mailing.Verdict.SEND:
            return True
        if answer.until is not None:
            outbox.hold(message, answer.until)
        else:
            outbox.done(message)
        return False

    def _link(self, letter: mailing.Waiting, lang: str) -> str:
        """Give the address of the button, in the language in which they signed."""
        token = tokens.mint(self.keys.confirm_key(), letter.row_id, letter.expires_on)
        return f"{self.public_url}/{lang}/confirm/{token}"

    def _open(self, letter: mailing.Waiting) -> dict[str, str]:
        try:
            key_id = Header.unpack(letter.sealed).key_id
        except EnvelopeMalformed:
            raise EnvelopeRefused("This is not an envelope.") from None
        if key_id not in self._secrets:
            self._secrets = {one.public.key_id: one for one in self.keys.postman_secrets()}
        secret = self._secrets.get(key_id)
        if secret is None:
            raise EnvelopeRefused("The key of this envelope has been destroyed.")
        return open_sealed(
            letter.sealed,
            secret,
            action_id=letter.action_id,
            row_id=letter.row_id,
            promise_hash=letter.promise_hash,
        )
