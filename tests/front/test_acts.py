"""Taking an act, over HTTP: what is stored, what is answered, what comes back."""

import datetime
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests import make
from tests.front.running import Running, running
from tests.front.site import SLUG, answers, publish
from zvarot.contract.audiences import POSTMAN, TARGET
from zvarot.contract.receipt import Receipt, withdraw_hash
from zvarot.contract.record import Klass, SignatureRecord
from zvarot.front import tickets
from zvarot.sealing.keys import SecretKey
from zvarot.sealing.opening import open_sealed


def taken(front: Running, before: int = 0) -> SignatureRecord:
    record = front.records()[before]
    assert isinstance(record, SignatureRecord)
    return record


def opened(record: SignatureRecord, key: SecretKey) -> dict[str, str]:
    return open_sealed(
        dict(record.envelopes)[key.audience],
        key,
        action_id=7,
        row_id=record.row_id,
        promise_hash=record.promise_hash,
    )


def test_each_audience_can_open_what_it_was_promised_and_nothing_else(front: Running) -> None:
    before = len(front.records())

    answer = front.sign(**answers(given_name=" Алесь "))

    assert answer.status == 200
    record, keys = taken(front, before), front.published.keys
    assert opened(record, keys.target) == {
        "given_name": "Алесь",
        "family_name": "Kaval",
        "country": "LT",
    }
    assert opened(record, keys.postman) == {"email": "ales@example.org", "lang": "en"}
    assert opened(record, keys.organiser) == {
        "email": "ales@example.org",
        "given_name": "Алесь",
        "family_name": "Kaval",
    }


def test_nothing_typed_stands_in_the_inbox_in_clear(front: Running) -> None:
    front.sign(**answers(given_name="Uladzislava", email="uladzislava@example.org"))

    for file in (front.data / "inbox").iterdir():
        body = file.read_bytes()
        assert b"Uladzislava" not in body
        assert b"uladzislava" not in body


def test_who_asks_for_no_news_leaves_the_organiser_no_envelope(front: Running) -> None:
    before = len(front.records())

    front.sign(**answers(updates="no"))

    assert [name for name, _ in taken(front, before).envelopes] == [POSTMAN, TARGET]


def test_the_record_holds_hashes_of_the_receipt_shown_and_no_time_of_day(front: Running) -> None:
    before = len(front.records())

    page = front.sign(**answers()).text

    receipt = Receipt.parse(page.partition("<code>")[2].partition("</code>")[0])
    record = taken(front, before)
    assert record.leaf_tag == receipt.leaf_tag
    assert record.withdraw_hash == withdraw_hash(receipt.wd)
    assert record.klass == Klass.CONFIRMED
    today = datetime.datetime.now(datetime.UTC).date()
    assert f"<i>{today}</i>" in page
    assert record.day == (today - datetime.date(1970, 1, 1)).days


def test_a_new_and_a_repeat_signer_get_answers_of_the_same_shape(front: Running) -> None:
    first = front.sign(**answers())
    second = front.sign(**answers())

    assert first.status == second.status == 200
    assert len(first.body) == len(second.body)
    differing = {"date"}
    assert {n: v for n, v in first.headers.items() if n not in differing} == {
        n: v for n, v in second.headers.items() if n not in differing
    }
    assert first.headers["cache-control"] == "no-store"


def test_a_double_click_is_one_record_and_one_receipt(front: Running) -> None:
    before = len(front.records())
    fields = answers(ticket=front.ticket())

    first, second = front.sign(**fields), front.sign(**fields)

    assert first.body == second.body
    rows = {r.row_id for r in front.records()[before:] if isinstance(r, SignatureRecord)}
    assert len(rows) == 1


def test_another_answer_with_the_same_ticket_is_another_record(front: Running) -> None:
    before, ticket = len(front.records()), front.ticket()

    front.sign(**answers(ticket=ticket))
    front.sign(**answers(ticket=ticket, email="maryna@example.org"))

    rows = {r.row_id for r in front.records()[before:] if isinstance(r, SignatureRecord)}
    assert len(rows) == 2


def test_a_faulty_form_comes_back_with_all_problems_and_what_was_typed(front: Running) -> None:
    before = len(front.records())

    answer = front.sign(**answers(email="ales.example.org", country="", given_name="<b>Alés"))

    assert answer.status == 422
    assert answer.headers["cache-control"] == "no-store"
    assert "lacks an @" in answer.text
    assert "choose a country" in answer.text
    assert 'value="ales.example.org"' in answer.text
    assert "&lt;b&gt;Alés" in answer.text
    assert "<b>Alés" not in answer.text
    assert len(front.records()) == before


def test_a_form_that_comes_back_can_be_sent_again(front: Running) -> None:
    again = front.sign(**answers(country="")).text
    ticket = again.partition('name="ticket" value="')[2].partition('"')[0]

    assert front.sign(**answers(ticket=ticket)).status == 200


def test_a_promise_that_no_longer_stands_is_shown_anew(front: Running) -> None:
    before = len(front.records())

    answer = front.sign(**answers(promise="00" * 32))

    assert answer.status == 422
    assert "What we promise has changed" in answer.text
    assert len(front.records()) == before


def test_the_promise_read_in_another_language_is_the_one_that_is_kept(front: Running) -> None:
    before = len(front.records())
    in_belarusian = front.published.bundle.views["be"].promise_hash

    front.sign(**answers(promise=in_belarusian.hex()))

    assert taken(front, before).promise_hash == in_belarusian


@pytest.mark.parametrize("ticket", ["x" * 48, "short", "A" * 48, "é" * 48])
def test_a_forged_ticket_brings_the_form_back_with_a_fresh_one(front: Running, ticket: str) -> None:
    answer = front.sign(**answers(ticket=ticket))

    assert answer.status == 422
    assert "open for a long time" in answer.text
    fresh = answer.text.partition('name="ticket" value="')[2].partition('"')[0]
    assert front.sign(**answers(ticket=fresh)).status == 200


def test_a_filled_hidden_field_gets_the_same_page_and_stores_nothing(front: Running) -> None:
    before = len(front.records())

    caught = front.sign(**answers(website="http://example.org/"))
    honest = front.sign(**answers())

    assert caught.status == 200
    assert len(caught.body) == len(honest.body)
    assert set(caught.headers) == set(honest.headers)
    assert len(front.records()) == before + 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://ihar.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://ihar.example"}, 403),
        ({"Origin": "http://127.0.0.1:8000"}, 200),
        ({}, 200),
    ],
)
def test_another_site_cannot_sign_in_a_visitors_name(
    front: Running, headers: dict[str, str], status: int
) -> None:
    before = len(front.records())

    answer = front.post(f"/{SLUG}/", answers(), headers)

    assert answer.status == status
    assert len(front.records()) == before + (status == 200)


def test_a_form_sent_too_soon_comes_back_once(tmp_path: Path) -> None:
    published = publish(tmp_path / "published")
    with running(published, tmp_path, workers="1", min_form_seconds="2") as front:
        ticket = front.ticket()
        answer = front.sign(**answers(ticket=ticket))

        assert answer.status == 422
        assert "very quick" in answer.text
        assert 'value="ales@example.org"' in answer.text
        assert front.records() == []

        assert f'value="{ticket}"' in answer.text  # the same, so that it has grown old enough
        time.sleep(2.1)
        assert front.sign(**answers(ticket=ticket)).status == 200


def test_a_closed_action_says_so_and_takes_nothing(tmp_path: Path) -> None:
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=1)
    published = publish(tmp_path / "published", closes_at=past)
    with running(published, tmp_path, workers="1") as front:
        answer = front.sign("be", **answers())

        assert answer.status == 409
        assert "This action has ended" in answer.text
        assert front.records() == []


def test_an_action_that_opens_later_takes_nothing_yet(tmp_path: Path) -> None:
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    published = publish(tmp_path / "published", opens_at=later)
    with running(published, tmp_path, workers="1") as front:
        assert front.sign(**answers()).status == 409


@pytest.mark.parametrize("fault", ["missing", "expired", "weak"])
def test_without_a_good_key_the_form_is_closed_and_nothing_is_stored(
    tmp_path: Path, fault: str
) -> None:
    published = publish(tmp_path / "published")
    to_postman, to_target, to_organiser = published.bundle.plan
    assert to_target.key is not None
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=1)
    broken = {
        "missing": None,
        "expired": replace(to_target.key, valid_until=past),
        "weak": replace(to_target.key, public=bytes(32)),
    }[fault]
    plan = (to_postman, replace(to_target, key=broken), to_organiser)
    published = published.change(plan=plan)
    with running(published, tmp_path, workers="1") as front:
        assert front.get(f"/{SLUG}/").status == 200
        answer = front.sign(**answers())

        assert answer.status == 503
        assert "unavailable" in answer.text
        assert front.records() == []


def test_a_country_that_is_only_counted_gets_an_empty_envelope_of_the_same_size(
    tmp_path: Path,
) -> None:
    promise = replace(make.promise(), counted_only=("BY",))
    published = publish(tmp_path / "published", promise=promise)
    with running(published, tmp_path, workers="1") as front:
        front.sign(**answers(country="BY"))
        front.sign(**answers(country="LT"))

        counted, named = (taken(front, 0), taken(front, 1))
        assert opened(counted, published.keys.target) == {}
        assert opened(named, published.keys.target)["given_name"] == "Alés"
        # Who asked for news there gets them, and is not named for it.
        assert set(opened(counted, published.keys.organiser)) == {"email"}
        assert "given_name" in opened(named, published.keys.organiser)
        sizes = [len(dict(record.envelopes)[TARGET]) for record in (counted, named)]
        assert len(set(sizes)) == 1


def test_a_form_without_an_address_counts_at_once_and_has_a_nonce_of_its_own(
    tmp_path: Path,
) -> None:
    given, _, _, country, _ = make.form().fields
    published = publish(tmp_path / "published", fields=(given, country))
    with running(published, tmp_path, workers="1") as front:
        page = front.get(f"/{SLUG}/")
        assert page.headers["cache-control"].startswith("private")
        assert front.ticket() != front.ticket()

        for _ in range(2):
            same = {"given_name": "Alés", "country": "LT", "ticket": front.ticket()}
            assert front.sign(**same).status == 200
        both = [record for record in front.records() if isinstance(record, SignatureRecord)]
        assert {record.klass for record in both} == {Klass.UNCONFIRMED}
        assert len({record.row_id for record in both}) == 2


def test_a_ticket_ends_after_a_day() -> None:
    ticket = tickets.mint(b"k" * 32, 1000.0).decode()

    assert tickets.read(ticket, b"k" * 32, 1004.0, 3).age is tickets.Age.FINE
    assert tickets.read(ticket, b"k" * 32, 1001.0, 3).age is tickets.Age.YOUNG
    day_later = 1000.0 + tickets.LIFE_SECONDS + 2
    assert tickets.read(ticket, b"k" * 32, day_later, 3).age is tickets.Age.UNKNOWN
    assert tickets.read(ticket, b"o" * 32, 1004.0, 3).age is tickets.Age.UNKNOWN
