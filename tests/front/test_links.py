"""The mailed link and the receipt: only a pressed button does anything."""

import datetime

import pytest

from tests.front.running import Running
from zvarot.contract.receipt import Receipt
from zvarot.contract.record import RecordKind, RowRecord, WithdrawalRecord
from zvarot.contract.tokens import mint

ROW = b"r" * 16


def token(front: Running, days: int = 7) -> str:
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=days)
    return mint(front.published.keys.confirm, ROW, day)


def test_opening_the_link_shows_a_button_and_changes_nothing(front: Running) -> None:
    before, link = front.rows(), f"/confirm/{token(front)}"

    for _ in range(20):
        answer = front.get(link)

    assert answer.status == 200
    assert f'action="{link}"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert front.rows() == before


@pytest.mark.parametrize(
    ("said", "kind", "page"),
    [
        ("yes", RecordKind.CONFIRMATION, "confirmed"),
        ("not-me", RecordKind.REFUSAL, "refused"),
        ("never", RecordKind.SUPPRESSION, "refused"),
    ],
)
def test_the_button_puts_the_answer_into_the_inbox(
    front: Running, said: str, kind: RecordKind, page: str
) -> None:
    answer = front.post(f"/confirm/{token(front)}", {"answer": said})

    assert answer.status == 200
    assert page in answer.text
    assert front.records()[-1] == RowRecord(kind=kind, row_id=ROW)


def test_an_unknown_answer_shows_the_button_again(front: Running) -> None:
    before = len(front.rows())

    answer = front.post(f"/confirm/{token(front)}", {"answer": "perhaps"})

    assert "confirm" in answer.text
    assert len(front.rows()) == before


def test_a_forged_or_old_link_confirms_nothing(front: Running) -> None:
    before, good = len(front.rows()), token(front)
    forged = ("A" if good[0] != "A" else "B") + good[1:]

    for wrong in (forged, good[:-1], good + "A", token(front, days=-1), "x"):
        assert front.post(f"/confirm/{wrong}", {"answer": "yes"}).status == 404
        assert front.get(f"/confirm/{wrong}").status == 404
    assert len(front.rows()) == before


def test_the_link_speaks_the_language_of_its_address(front: Running) -> None:
    assert '<html lang="be">' in front.get(f"/be/confirm/{token(front)}").text


def test_a_receipt_withdraws_however_it_is_typed(front: Running) -> None:
    receipt = Receipt(b"receipt-of-ales!")
    typed = receipt.code.lower().replace("0", "o").replace(" ", "  ")

    answer = front.post("/be/withdraw", {"code": typed})

    assert answer.status == 200
    assert "withdrawn" in answer.text
    assert front.records()[-1] == WithdrawalRecord(wd=receipt.wd)


def test_a_code_that_matches_nothing_gets_the_same_answer(front: Running) -> None:
    known = front.post("/withdraw", {"code": Receipt(b"receipt-of-ales!").code})
    unknown = front.post("/withdraw", {"code": Receipt.new().code})

    assert known.body == unknown.body


def test_an_unreadable_code_shows_the_page_again(front: Running) -> None:
    before = len(front.rows())

    answer = front.post("/withdraw", {"code": '"I lost it'})

    assert answer.status == 422
    assert 'value="&quot;I lost it"' in answer.text
    assert len(front.rows()) == before


def test_another_site_cannot_press_the_button(front: Running) -> None:
    before = len(front.rows())

    answer = front.post(
        f"/confirm/{token(front)}", {"answer": "yes"}, {"Origin": "https://ihar.example"}
    )

    assert answer.status == 403
    assert len(front.rows()) == before


@pytest.mark.parametrize("page", ["withdraw", "confirm/x"])
@pytest.mark.parametrize("start", ["/%5Cihar.example", "/%0d%0aSet-Cookie:a=b", "/%D1%8F", "/xx"])
def test_only_our_languages_begin_an_address(front: Running, start: str, page: str) -> None:
    answer = front.get(f"{start}/{page}?seen=1")

    assert answer.status == 404
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers
