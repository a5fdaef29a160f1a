"""A mail that came back is matched to its letter, and holds the office back if it must."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.letters.server import Server
from tests.letters.test_send import run
from tests.letters.world import SENTENCE, World, states
from zvarot.cli.main import main
from zvarot.journal.models import Entry
from zvarot.letters import bounces
from zvarot.letters.models import Dispatch, OfficePace
from zvarot.worker.dispatcher import Dispatcher

TOKEN = "ab" * 16


def report(
    token: str = TOKEN, action: str = "failed", status: str = "5.1.1", to: str | None = None
) -> bytes:
    """What a mail server sends back, with the letter in it."""
    to = to or f"bounces+{token}@zvarot.example"
    return f"""\
From: MAILER-DAEMON@office.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I am sorry.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.office.example

Final-Recipient: rfc822; prosecutor@office.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} nobody

--B
Content-Type: message/rfc822

Subject: Mikita

{SENTENCE}
--B--
""".encode()


def test_a_report_names_its_letter_and_says_whether_it_is_final() -> None:
    hard, late = bounces.read(report()), bounces.read(report(action="delayed", status="4.4.1"))

    assert hard == bounces.Report(token=TOKEN, is_final=True, status="5.1.1")
    assert hard.is_hard
    assert late
    assert not late.is_final


@pytest.mark.parametrize("status", ["5.2.2", "4.4.7"])
def test_a_full_mailbox_is_no_reason_to_stop(status: str) -> None:
    found = bounces.read(report(status=status))

    assert found
    assert not found.is_hard


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        report(to="letters@zvarot.example"),
        report(token="xy" * 16),
        report(action="delivered"),
        report().replace(b"message/delivery-status", b"text/plain"),
        b"To: bounces+" + TOKEN.encode() + b"@x\r\nContent-Type: multipart/report\r\n\r\n",
    ],
)
def test_what_is_no_report_says_nothing(raw: bytes) -> None:
    assert bounces.read(raw) is None


def test_a_report_that_nests_for_ever_ends() -> None:
    head = f"To: bounces+{TOKEN}@zvarot.example\n"
    deep = "".join(
        f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(5_000)
    )

    assert bounces.read((head + deep).encode()) is None


@given(st.binary(max_size=400), st.integers(0, 900), st.integers(0, 300))
def test_no_bytes_stop_the_reader(noise: bytes, at: int, cut: int) -> None:
    raw = report()

    bounces.read(raw[:at] + noise + raw[at + cut :])
    bounces.read(noise)


def test_a_hard_bounce_marks_the_letter_and_holds_the_office_back(
    world: World, dispatcher: Dispatcher
) -> None:
    world.writes(world.action(), "prosecutor")
    run(world, dispatcher)
    dispatcher.bounces.mkdir()
    path = dispatcher.bounces / "1.eml"
    path.write_bytes(report(Dispatch.objects.get().token))
    (dispatcher.bounces / "2.eml").write_bytes(b"spam")

    dispatcher.read_bounces()

    bounced = Dispatch.objects.get()
    assert (bounced.state, bounced.reason) == ("bounced", "Came back from the office: 5.1.1.")
    assert world.book.reports == [("prosecutor", False)]
    assert "5.1.1" in OfficePace.objects.get().paused_reason
    assert list(dispatcher.bounces.iterdir()) == []
    assert Entry.objects.get(verb="bounces.read").detail == {"hard": 1, "unknown": 1}


def test_a_server_that_refuses_us_is_noted_as_such(world: World, dispatcher: Dispatcher) -> None:
    world.writes(world.action(), "prosecutor")
    run(world, dispatcher)

    raw = report(Dispatch.objects.get().token, status="5.7.1")
    results = [bounces.take(raw, world.book, now=world.now) for _ in range(2)]

    assert results == ["hard", "hard"]
    assert world.book.reports[0] == ("prosecutor", True)


def test_a_late_letter_is_still_on_its_way(world: World, dispatcher: Dispatcher) -> None:
    world.writes(world.action(), "prosecutor")
    run(world, dispatcher)

    raw = report(Dispatch.objects.get().token, action="delayed", status="4.4.1")

    assert bounces.take(raw, world.book, now=world.now) == "soft"
    assert states() == {"sent": 1}


def test_what_bounced_after_it_was_sent_has_no_text_to_send_again(
    world: World, dispatcher: Dispatcher, server: Server
) -> None:
    world.writes(world.action(), "prosecutor")
    run(world, dispatcher)
    bounces.take(report(Dispatch.objects.get().token), world.book, now=world.now)

    run(world, dispatcher)

    assert states() == {"bounced": 1}
    assert len(server.mails) == 1


@pytest.mark.django_db
def test_a_mail_server_can_pipe_a_report_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = io.TextIOWrapper(io.BytesIO(report()))
    monkeypatch.setattr("sys.stdin", raw)

    assert main(["letters", "bounce"]) == 0
    assert capsys.readouterr().out == "unknown\n"
