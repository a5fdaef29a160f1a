"""Mails that came back: whose they are, what the server said, and what follows from it.

A report names a letter by the random token in its Return-Path. It may hold the whole letter, so
it is read once and discarded. Whatever a stranger sends here, it is either understood or dropped.
Source: RFC 3464 (delivery status notifications), RFC 3463 (enhanced status codes)
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from zvarot.journal import services as journal
from zvarot.letters import services
from zvarot.letters.models import Dispatch
from zvarot.letters.queueing import Offices

MAX_BYTES: Final = 1 << 20
_MOST_PARTS: Final = 50
_TOKEN: Final = re.compile(r"bounces\+([0-9a-f]{32})@", re.IGNORECASE)
_STATUS: Final = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_TO: Final = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_POLICY: Final = "5.7."  # refused for what we are or say, not because nobody is there
State = Dispatch.State


@dataclass(frozen=True, kw_only=True)
class Report:
    """is_final -- the letter did not arrive and will not; else it is only late.

    status -- such as 5.1.1; empty if the report does not say.
    """

    token: str
    is_final: bool
    status: str

    @property
    def is_hard(self) -> bool:
        """Whether the next letter would not arrive either."""
        is_full = self.status.startswith("5.2.2")
        return self.is_final and not self.status.startswith("4.") and not is_full


def read(raw: bytes) -> Report | None:
    """Read a report; None if it is none, or about no letter of ours."""
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(raw[:MAX_BYTES])
        token = _token(mail)
        blocks = list(_blocks(mail)) if token else []
    # The parser was not made for enemies: deep nesting and broken headers end in any of these.
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return None
    for action, status in blocks:
        if action in {"failed", "delayed"}:
            return Report(token=token, is_final=action == "failed", status=status)
    return None


def take(raw: bytes, offices: Offices, *, now: datetime) -> str:
    """Do what a report asks for. Returns `hard`, `soft` or `unknown`; the second time as well."""
    report = read(raw)
    return note(report, offices, now=now) if report else "unknown"


@transaction.atomic
def note(report: Report, offices: Offices, *, now: datetime) -> str:
    """Note what became of a letter. Returns `hard`, `soft` or `unknown`."""
    arrived = (State.SENT, State.UNSURE, State.BOUNCED)
    letters = Dispatch.objects.select_for_update(of=("self",)).filter(state__in=arrived)
    letter = letters.filter(token=report.token).first()
    if letter is None:
        return "unknown"
    if not report.is_final:
        return "soft"
    reason = f"Came back from the office: {report.status or 'no code'}."
    Dispatch.objects.filter(pk=letter.pk).update(
        state=State.BOUNCED, reason=reason, changed_on=now.astimezone(UTC).date()
    )
    if not report.is_hard:
        return "soft"
    if not letter.is_test:
        hold_back(letter.office, report.status, offices, now=now)
    return "hard"


def hold_back(office: str, status: str, offices: Offices, *, now: datetime) -> None:
    """Pause an office whose address does not take our mail, and say so in the directory."""
    offices.report(office, is_refusal=status.startswith(_POLICY), now=now)
    reason = f"Its e-mail address does not take our mail ({status or 'no code'})."
    services.pause(office, reason, actor="worker", now=now)


def status_in(words: str) -> str:
    """Return the first enhanced status code in a server's words; empty if there is none."""
    found = _STATUS.search(words)
    return found.group(0) if found else ""


def poll(folder: Path, offices: Offices, *, now: datetime) -> int:
    """Take the reports that lie in the folder, and remove them; returns how many there were."""
    found = sorted(folder.glob("*.eml")) if folder.is_dir() else []
    counts: Counter[str] = Counter()
    for path in found:
        try:
            with path.open("rb") as file:
                result = take(file.read(MAX_BYTES), offices, now=now)
        except FileNotFoundError:
            continue  # another worker was quicker
        counts[result] += 1
        path.unlink(missing_ok=True)
    if counts:
        counted: dict[str, Any] = dict(counts)
        journal.write("bounces.read", at=now, **counted)
    return counts.total()


def _token(mail: Message) -> str:
    for name in _TO:
        for value in mail.get_all(name, []):
            if found := _TOKEN.search(str(value)):
                return found.group(1).lower()
    return ""


def _blocks(mail: Message) -> Iterator[tuple[str, str]]:
    """Yield action and status of each recipient the report speaks of."""
    for count, part in enumerate(mail.walk()):
        if count > _MOST_PARTS:
            return
        if part.get_content_type() != "message/delivery-status":
            continue
        payload = part.get_payload()
        for block in payload if isinstance(payload, list) else ():
            if isinstance(block, Message) and block["Action"]:
                yield str(block["Action"]).strip().lower(), status_in(str(block["Status"] or ""))
