"""A letter goes back and forth without losing a word, and leaves as it was seen."""

import html
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.front import letter_site
from tests.front.letter_site import DETAILS, OURS, TO_PROSECUTOR, TO_SENATORS
from tests.front.running import Answer, Running, running
from tests.front.test_acts import opened, taken
from zvarot.contract.audiences import TARGET
from zvarot.contract.letter import Letter, unpack
from zvarot.contract.record import ReportRecord, Said


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("letters")
    published = letter_site.publish(folder / "published", TO_PROSECUTOR, TO_SENATORS)
    with running(published, folder, workers="1") as started:
        yield started


def form_of(answer: Answer) -> dict[str, str]:
    """What a browser without a script would send from this page, but for its buttons."""
    text = answer.text
    fields = dict(
        re.findall(
            r'<input type="(?:hidden|text|email)"[^>]*name="([\w-]+)"[^>]*value="([^"]*)"', text
        )
    )
    ticked = re.findall(r'<input type="checkbox"[^>]*name="([\w-]+)"[^>]*checked', text)
    areas = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', text, re.DOTALL)
    chosen = re.findall(
        r'<select[^>]*name="(\w+)"[^>]*>(?:(?!</select>).)*<option value="([^"]*)" selected',
        text,
        re.DOTALL,
    )
    both = {**fields, **dict(areas), **dict(chosen), **dict.fromkeys(ticked, "yes")}
    return {name: html.unescape(value) for name, value in both.items()}


def sent(front: Running, before: int) -> tuple[Letter, ...]:
    return unpack(opened(taken(front, before), front.published.keys.target).get("letter", ""))


def test_the_letter_is_seen_as_it_will_leave_before_anything_is_kept(front: Running) -> None:
    before = len(front.records())

    answer = front.sign(**DETAILS, step="see", letter=OURS + "\n\nІ ад мяне.", subject="Тэма")

    assert answer.status == 200
    assert "Паважаны пракурор!" in answer.text
    assert "І ад мяне." in answer.text
    assert "<bdi>Алесь Kaval</bdi><br>" in answer.text
    assert "<bdi>Літва</bdi>" in answer.text
    assert len(front.records()) == before


def test_what_was_edited_is_what_is_sealed_for_the_office(front: Running) -> None:
    before = len(front.records())
    seen = front.sign(**DETAILS, step="see")

    thanks = front.sign(**{**form_of(seen), "letter": "Толькі мае словы.", "step": "send"})

    assert thanks.status == 200
    [letter] = sent(front, before)
    assert letter.to == "prosecutor"
    assert letter.subject == "Мікіта Залатароў"
    assert letter.text == (
        "Паважаны пракурор!\n\nТолькі мае словы.\n\nЗ павагай,\nАлесь Kaval\nЛітва"
    )


def test_back_and_forth_keeps_every_word_and_tick(front: Running) -> None:
    typed = {**DETAILS, "country": "US", "region": "US-NY", "letter": 'A "quote" & <b>ў</b>'}

    seen = front.sign(**typed, step="see", subject="S", x_letter_2="Mine.")
    changed = {**form_of(seen), "letter": "Другі раз.\n\nІ трэці."}
    changed.pop("to_2_us-senate-ny-schumer")
    back = front.sign(**changed, step="details")
    again = front.sign(**form_of(back), step="see")

    assert form_of(seen)["letter"] == 'A "quote" & <b>ў</b>'
    assert form_of(back)["given_name"] == "Алесь"
    assert form_of(back)["region"] == "US-NY"
    assert form_of(again)["letter"] == "Другі раз.\n\nІ трэці."
    assert form_of(again)["x_letter_2"] == "Mine."
    assert "to_2_us-senate-ny-gillibrand" in form_of(again)
    assert "to_2_us-senate-ny-schumer" not in form_of(again)


def test_a_program_that_posts_its_letter_sends_it_at_once(front: Running) -> None:
    before = len(front.records())

    thanks = front.sign(**DETAILS, subject="Мая тэма", letter="Адразу.")

    assert thanks.status == 200
    assert [one.subject for one in sent(front, before)] == ["Мая тэма"]


def test_a_suggested_sentence_is_put_in_and_nothing_else_changes(front: Running) -> None:
    answer = front.sign(**DETAILS, at="details", line="1:1", letter="Мой тэкст.")

    assert form_of(answer)["letter"] == "Мой тэкст.\n\nЯму патрэбны лекар."
    assert form_of(answer)["given_name"] == "Алесь"


def test_three_letters_of_one_visit_have_their_own_salutations(front: Running) -> None:
    before = len(front.records())
    typed = {**DETAILS, "country": "US", "region": "US-NY", "postal_code": "10001"}

    seen = front.sign(**typed, step="see")
    thanks = front.sign(**form_of(seen), step="send")

    assert "Dear Senator Schumer," in seen.text
    assert "Dear Senator Gillibrand," in seen.text
    assert "Dear Senator Warren," not in seen.text
    assert [one.to for one in sent(front, before)] == ["prosecutor"]
    handed = html.unescape(thanks.text)
    assert "Dear Senator Schumer,\n\nI am your constituent." in handed
    assert "Dear Senator Gillibrand,\n\nI am your constituent." in handed
    assert "Sincerely,\nАлесь Kaval\n10001, New York, United States" in handed
    assert "https://www.schumer.senate.example/contact" in handed


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ({"country": "US", "postal_code": "02861"}, "lies in more than one state"),
        ({"country": "US", "region": "US-DC"}, "has no senators"),
        ({"country": "US", "postal_code": "00000"}, "could not find your state"),
        ({"country": "US", "postal_code": "no"}, "could not find your state"),
        ({"country": "LT"}, "for people who live in the country of these offices"),
    ],
)
def test_a_place_without_senators_gets_a_reason_and_can_go_on(
    front: Running, place: dict[str, str], says: str
) -> None:
    before = len(front.records())

    seen = front.sign(**{**DETAILS, **place}, step="see")
    thanks = front.sign(**form_of(seen), step="send")

    assert says in html.unescape(seen.text)
    assert thanks.status == 200
    assert [one.to for one in sent(front, before)] == ["prosecutor"]


def test_two_states_are_offered_and_none_is_guessed(front: Running) -> None:
    seen = front.sign(**DETAILS | {"country": "US", "postal_code": "02861"}, step="see")

    assert "Senator Markey" in seen.text
    assert "Senator Reed" in seen.text
    assert [name for name in form_of(seen) if name.startswith("to_2")] == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("letter", "", "at least one sentence"),
        ("letter", "x" * 3001, "under 3000 characters"),
        ("letter", "ab\u202ecd", "cannot be read or printed"),
        ("subject", "", "at least one sentence"),
        ("subject", "a\r\nBcc: everybody@example.org", "cannot be read or printed"),
        ("subject", "s" * 161, "under 160 characters"),
    ],
)
def test_what_cannot_be_sent_comes_back_with_a_sentence(
    front: Running, name: str, text: str, says: str
) -> None:
    before = len(front.records())

    answer = front.sign(**{**DETAILS, "subject": "S", "letter": "L", "step": "send", name: text})

    assert answer.status == 422
    assert says in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert len(front.records()) == before


def test_a_letter_of_a_hundred_kilobytes_is_refused(front: Running) -> None:
    answer = front.sign(**DETAILS, step="send", letter="x" * 100_000)

    assert answer.status == 413


def test_faults_in_the_answers_are_shown_before_any_letter(front: Running) -> None:
    answer = front.sign(**{**DETAILS, "email": "nonsense"}, step="see", letter="Захавай мяне")

    assert answer.status == 422
    assert "lacks an @" in answer.text
    assert form_of(answer)["letter"] == "Захавай мяне"
    assert 'name="at" value="details"' in answer.text


def test_nobody_ticked_is_asked_about(front: Running) -> None:
    seen = front.sign(**DETAILS | {"country": "US", "region": "US-NY"}, step="see")
    nobody = {name: text for name, text in form_of(seen).items() if not name.startswith("to_2")}

    answer = front.sign(**nobody, step="send")

    assert answer.status == 200, "the letter to the prosecutor goes all the same"


def test_templates_in_a_letter_are_text(front: Running) -> None:
    before = len(front.records())
    hostile = "{{ 7*7 }} {% raw %} <!--[receipt]--> <!--[ticket]--> #let x = 1 $x$"

    seen = front.sign(**DETAILS, step="see", letter=hostile)
    front.sign(**form_of(seen), step="send")

    assert hostile in form_of(seen)["letter"]
    assert hostile in sent(front, before)[0].text


def test_who_is_only_counted_sends_no_letter(tmp_path: Path) -> None:
    promise = letter_site.PROMISE
    counted = type(promise)(promise.disclosures, counted_only=("BY",))
    published = letter_site.publish(tmp_path / "published", TO_PROSECUTOR, promise=counted)
    with running(published, tmp_path, workers="1") as front:
        front.sign(**{**DETAILS, "country": "BY"}, subject="S", letter="L")

        record = taken(front)
        assert TARGET in dict(record.envelopes)
        assert opened(record, published.keys.target) == {}


def test_i_have_sent_it_is_noted_without_a_name(front: Running) -> None:
    before = len(front.records())

    noted = front.sign(step="done", to="us-senate-ny-schumer")
    unknown = front.sign(step="done", to="somebody-else")

    assert noted.status == 200
    assert unknown.status == 404
    [record] = front.records()[before:]
    assert record == ReportRecord(action_id=7, said=Said.SENT, office="us-senate-ny-schumer")


def test_the_supporter_prints_what_leaves_from_them_and_nothing_else(front: Running) -> None:
    typed = {**DETAILS, "country": "US", "region": "US-NY", "letter": "Not to be printed."}
    thanks = front.sign(**typed, step="send")
    packed = re.search(r'name="packed" value="([^"]+)"', thanks.text)
    seal = re.search(r'name="seal" value="([^"]+)"', thanks.text)
    assert packed
    assert seal
    asked = {"step": "pdf", "packed": html.unescape(packed[1]), "seal": seal[1], "country": "US"}

    made = front.sign(**asked)
    forged = front.sign(**{**asked, "packed": asked["packed"].replace("Schumer", "Spammer")})

    assert made.headers["content-type"] == "application/pdf"
    assert made.headers["cache-control"] == "no-store"
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=made.body, capture_output=True, check=True
    ).stdout.decode()
    assert "Dear Senator Schumer," in text
    assert "Dear Senator Gillibrand," in text
    assert "Not to be printed." not in text
    assert "How to post your letters" in text
    assert forged.status == 404


def test_a_place_that_the_tables_do_not_know_is_asked_for_only_where_that_is_set(
    tmp_path: Path,
) -> None:
    published = letter_site.publish(tmp_path / "published", TO_PROSECUTOR, TO_SENATORS)
    with resolver(b'{"divisions": ["ocd-division/country:us/state:ny"]}') as (url, asked):
        settings = {"workers": "1", "resolver_url": url}
        with running(published, tmp_path, **settings) as front:
            lost = front.sign(**DETAILS | {"country": "US", "postal_code": "00000"}, step="see")
            known = front.sign(**DETAILS | {"country": "US", "postal_code": "02861"}, step="see")

    assert "Dear Senator Schumer," in lost.text
    assert "lies in more than one state" in known.text
    assert len(asked) == 1
    assert "ales" not in asked[0]


@contextmanager
def resolver(body: bytes) -> Iterator[tuple[str, list[str]]]:
    """A service on this machine that knows every place; gives its address and what it heard."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
