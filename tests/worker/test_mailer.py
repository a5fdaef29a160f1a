"""Mail goes to a relay, or to a folder."""

import email
import email.policy
import stat
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.worker.sink import Sink
from zvarot.worker import letters
from zvarot.worker.mailer import FolderMailer, MailRefused, RelayUnreachable, SmtpMailer


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@mail.example", "ales@example.org", "Hello"
    mail.set_content("Hello\n")
    return mail


def test_without_a_relay_mail_is_a_file_that_only_we_can_read(tmp_path: Path) -> None:
    FolderMailer(tmp_path / "mail").send(_mail())

    [path] = (tmp_path / "mail").iterdir()
    assert path.suffix == ".eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert parsed["To"] == "ales@example.org"


@pytest.mark.parametrize("lang", ["en", "be"])
def test_a_person_can_copy_the_link_out_of_the_file(tmp_path: Path, lang: str) -> None:
    link = "http://127.0.0.1:8000/confirm/" + "A" * 112
    now = datetime(2026, 11, 22, tzinfo=UTC)
    mail = letters.confirmation(
        to="ales@example.org",
        sender="a@mail.example",
        lang=lang,
        link=link,
        until=now.date(),
        now=now,
    )

    FolderMailer(tmp_path).send(mail)

    [path] = tmp_path.iterdir()
    assert link in path.read_text(encoding="utf-8").split()
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    assert parsed.get_content().split() == mail.get_content().split()
    assert parsed["Content-Language"] == lang


@pytest.mark.parametrize(("reply", "is_permanent"), [("550 no", True), ("451 later", False)])
def test_a_refusal_tells_its_code_and_nothing_else(
    sink: Sink, reply: str, is_permanent: bool
) -> None:
    mailer = SmtpMailer(sink.url)
    sink.answers = [reply]

    with pytest.raises(MailRefused) as refused:
        mailer.send(_mail())

    assert str(refused.value) == f"SMTP {reply[:3]}"
    assert refused.value.is_permanent is is_permanent
    mailer.send(_mail())  # the connection is still good
    assert len(sink.mails) == 1
    mailer.close()


def test_after_a_cut_the_next_mail_opens_a_new_connection(sink: Sink) -> None:
    mailer = SmtpMailer(sink.url)
    sink.cuts = 1

    with pytest.raises(RelayUnreachable):
        mailer.send(_mail())
    mailer.send(_mail())

    assert len(sink.mails) == 1
    assert sink.connections == 2
    mailer.close()


def test_nobody_listens_is_said_without_names() -> None:
    with pytest.raises(RelayUnreachable) as failure:
        SmtpMailer("smtp://user:pass@127.0.0.1:1").send(_mail())

    assert "pass" not in str(failure.value)
    assert "ales" not in str(failure.value)
