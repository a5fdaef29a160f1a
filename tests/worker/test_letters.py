"""What stands in the mail, and what must not."""

from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from zvarot.worker import letters

LINK = "https://zvarot.example/confirm/" + "A" * 112
WRITERS = [letters.confirmation, letters.reminder]


def _written(lang: str = "en", number: int = 0) -> EmailMessage:
    return WRITERS[number](
        to="ales@example.org",
        sender="confirm@mail.example",
        lang=lang,
        link=LINK,
        until=date(2026, 11, 29),
        now=datetime(2026, 11, 22, 12, tzinfo=UTC),
    )


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("lang", ["en", "fr", "be"])
def test_the_text_has_the_whole_link_and_its_last_day(lang: str, number: int) -> None:
    text = _written(lang, number).get_content()

    assert LINK in text.split()
    assert "2026" in text
    assert "{" not in text


def test_nothing_in_the_mail_names_an_action_or_this_machine() -> None:
    mail = _written()

    assert mail["Message-ID"].endswith("@mail.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].endswith("+0000")
    assert not [name for name in mail if name.startswith("List-")]
    for word in ("petition", "sign", "letter", "campaign"):
        assert word not in (mail["Subject"] + mail.get_content()).lower().replace(LINK.lower(), "")


def test_two_mails_have_two_ids() -> None:
    assert _written()["Message-ID"] != _written()["Message-ID"]


@pytest.mark.parametrize("lang", ["en", "be"])
def test_the_body_is_plain_ascii_on_the_wire_without_leading_dots(lang: str) -> None:
    wire = _written(lang).as_bytes(policy=SMTP)

    assert wire.isascii()
    assert max(len(line) for line in wire.split(b"\r\n")) <= 998
    assert not any(line.startswith(b".") for line in wire.split(b"\r\n"))
    assert wire.count(b"\n") == wire.count(b"\r\n")
