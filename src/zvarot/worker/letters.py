"""The mails that ask to confirm: plain text, in the signer's language, naming no action.

A mailbox, or whoever looks over a shoulder, must not learn from them what was signed.
"""

import secrets
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from zvarot.lib.marks import mark as _
from zvarot.lib.words import Words

SUBJECT = _("Please confirm your e-mail address")
ENTERED = _(
    "this e-mail address was entered on our website. If that was you, open the link below and "
    "press the button on the page that opens:"
)
REMINDER = _(
    "a short while ago this e-mail address was entered on our website, and nobody has confirmed "
    "it yet. If that was you, open the link below and press the button on the page that opens:"
)
GREETING = _("Hello,")
UNTIL = _("The link works until {date}. Nothing happens before the button is pressed.")
NOT_YOU = _(
    "If it was not you, you need not do anything: what was entered will be erased. The same page "
    "also lets you ask that we never write to this address again."
)
ONCE = _("We remind you only once.")


def confirmation(
    *, to: str, sender: str, lang: str, link: str, until: date, now: datetime
) -> EmailMessage:
    """Return the mail that carries the link."""
    words = Words(lang)
    parts = (GREETING, ENTERED, link, _until(words, until), NOT_YOU)
    return letter(words, parts, to=to, sender=sender, subject=SUBJECT, now=now)


def reminder(
    *, to: str, sender: str, lang: str, link: str, until: date, now: datetime
) -> EmailMessage:
    """Return the one mail that repeats the link."""
    words = Words(lang)
    parts = (GREETING, REMINDER, link, _until(words, until), NOT_YOU, ONCE)
    return letter(words, parts, to=to, sender=sender, subject=SUBJECT, now=now)


def letter(
    words: Words, parts: tuple[str, ...], *, to: str, sender: str, subject: str, now: datetime
) -> EmailMessage:
    """Return a mail of these paragraphs, in words of one language, that tells nothing of us."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = words.gettext(subject)
    mail["Date"] = format_datetime(now.astimezone(UTC))
    # The sender's own domain: neither this machine nor the action shows in it.
    mail["Message-ID"] = f"<{secrets.token_hex(16)}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    text = "\n\n".join(words.gettext(part) for part in parts) + "\n"
    # Either way no line begins with a dot and none is too long, whatever the relay does.
    mail.set_content(text, cte="quoted-printable" if text.isascii() else "base64")
    mail["Content-Language"] = words.lang  # after the text, which drops all Content headers
    return mail


def _until(words: Words, until: date) -> str:
    return words.gettext(UNTIL).format(date=words.date(until))
