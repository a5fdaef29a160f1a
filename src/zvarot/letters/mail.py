"""The mails to an office: one letter as its writer saw it, or the day's digest.

From the organisation. The writer's address is nowhere in them; nothing is added to the text.
"""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from zvarot.contract.letter import MAX_SUBJECT_CHARS, MAX_TEXT_BYTES, Letter
from zvarot.letters.errors import LetterUnfit
from zvarot.lib.marks import mark as _
from zvarot.lib.words import Words

# Head, foot and salutation stand around the part whose length the form limits.
_NO_LINE: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_MAX_BODY_BYTES: Final = 3 * MAX_TEXT_BYTES
PROVIDER_HEADERS: Final = {
    "brevo": ("X-Mailin-custom", '{"letter": "%s"}'),
    "mailjet": ("X-MJ-CustomID", "%s"),
    "postmark": ("X-PM-Metadata-letter", "%s"),
    "sparkpost": ("X-MSYS-API", '{"metadata": {"letter": "%s"}}'),
}
DIGEST_SUBJECT = _("Letters about: {title}")
DIGEST_COUNT = _(
    "Since our last message on this subject, people wrote to you through our website about: "
    "{title}. Number of letters: {count}."
)
DIGEST_EXCERPTS = _("From their letters:")
DIGEST_WHY = _("We send their number once a day and not each letter, and we pass on no names.")


def letter_mail(letter: Letter, *, to: str, sender: str, token: str, now: datetime) -> EmailMessage:
    """Return one letter as a mail. Raises LetterUnfit, without its words, if that cannot be."""
    subject, text = letter.subject, letter.text.replace("\r\n", "\n")
    if not subject or len(subject) > MAX_SUBJECT_CHARS or not _is_one_line(subject):
        raise LetterUnfit("Its subject is empty, too long, or more than one line.")
    if not text.strip() or len(text.encode(errors="replace")) > _MAX_BODY_BYTES:
        raise LetterUnfit("Its text is empty or too long.")
    return _mail(subject, text, lang=letter.lang, to=to, sender=sender, token=token, now=now)


def digest_mail(
    title: str,
    count: int,
    excerpts: Sequence[str],
    *,
    lang: str,
    to: str,
    sender: str,
    token: str,
    now: datetime,
) -> EmailMessage:
    """Return the mail that tells an office how many people wrote, and what some of them said."""
    words = Words(lang)
    said = words.gettext(DIGEST_COUNT).format(count=count, title=title)
    parts = [said, words.gettext(DIGEST_WHY)]
    if excerpts:
        parts += [words.gettext(DIGEST_EXCERPTS), *("\n".join(_quoted(one)) for one in excerpts)]
    subject = " ".join(words.gettext(DIGEST_SUBJECT).format(title=title).split())
    text = "\n\n".join(parts)
    return _mail(
        subject[:MAX_SUBJECT_CHARS],
        text,
        lang=words.lang,
        to=to,
        sender=sender,
        token=token,
        now=now,
    )


def for_test(mail: EmailMessage, to: str) -> EmailMessage:
    """Turn a mail into one for the test address. It says whom it would have gone to."""
    subject, office = str(mail["Subject"]), str(mail["To"])
    del mail["Subject"], mail["To"]
    mail["Subject"] = f"[Test] {subject}"
    mail["To"] = to
    mail["X-Zvarot-Office"] = office
    return mail


def tagged(mail: EmailMessage, provider: str, token: str) -> EmailMessage:
    """Add the header that makes a mail provider give the token back in its reports.

    The provider takes the header out before the mail goes on.
    """
    if provider:
        name, value = PROVIDER_HEADERS[provider]
        mail[name] = value % token
    return mail


def return_path(token: str, sender: str) -> str:
    """Return the address to which a mail that cannot be delivered comes back."""
    return f"bounces+{token}@{sender.rpartition('@')[2]}"


def _is_one_line(subject: str) -> bool:
    return not any(unicodedata.category(char) in _NO_LINE for char in subject)


def _quoted(excerpt: str) -> list[str]:
    return [f"> {line}".rstrip() for line in excerpt.splitlines()]


def _mail(
    subject: str, text: str, *, lang: str, to: str, sender: str, token: str, now: datetime
) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = sender
        mail["To"] = to
        mail["Reply-To"] = sender
        mail["Subject"] = subject
        # Either way no line begins with a dot and none is too long, whatever the relay does.
        mail.set_content(
            f"{text.rstrip()}\n", cte="quoted-printable" if text.isascii() else "base64"
        )
    except ValueError:
        raise LetterUnfit("It cannot be put into a mail.") from None
    mail["Date"] = format_datetime(now.astimezone(UTC))
    # The same at each attempt: who got a letter twice can tell that it is one.
    mail["Message-ID"] = f"<{token}@{sender.rpartition('@')[2]}>"
    if lang.replace("-", "").isalnum() and lang.isascii():
        mail["Content-Language"] = lang
    return mail
