"""Staff are told that a count looks odd, and nothing that a reader of the mailbox could use."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from zvarot.outbox import services as outbox
from zvarot.outbox.models import Message
from zvarot.signatures.trends import ALERT
from zvarot.worker.alerts import WHAT, Alerts
from zvarot.worker.mailer import FolderMailer

NOW = datetime(2026, 12, 7, 12, tzinfo=UTC)


def alerts(folder: Path, to: str = "staff@example.org", lang: str = "en") -> Alerts:
    return Alerts(mailer=FolderMailer(folder), sender="confirm@example.org", to=to, lang=lang)


def queue(what: str) -> None:
    outbox.queue([outbox.Order(kind=ALERT, ref=f"7:{what}", key=f"x:{what}", not_before=NOW)])


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("lang", ["en", "be"])
@pytest.mark.django_db
def test_one_mail_names_the_number_of_the_action_and_what_is_odd(
    tmp_path: Path, what: str, lang: str
) -> None:
    queue(what)

    assert alerts(tmp_path, lang=lang).step(NOW) == 1
    assert alerts(tmp_path, lang=lang).step(NOW) == 0

    [mail] = tmp_path.glob("*.eml")
    text = mail.read_text()
    assert "To: staff@example.org" in text
    assert "7" in text
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_without_an_address_nobody_is_written_to(tmp_path: Path) -> None:
    queue("burst")

    alerts(tmp_path, to="").step(NOW)

    assert list(tmp_path.iterdir()) == []
    assert not Message.objects.exists()
