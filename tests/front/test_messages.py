"""A message is warned about, never lost: changed, sent another way, or sent all the same."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.front import message_site
from tests.front.message_site import FAMILY, MAIL, PRISON, PROMISE
from tests.front.running import Answer, Running, running
from tests.front.test_acts import opened, taken
from tests.front.test_writing import form_of
from zvarot.contract.message import Reach
from zvarot.sealing.keys import SecretKey

BLNS = json.loads((Path(__file__).parent.parent / "data" / "blns.json").read_text())
DETAILS = {"given_name": "Алесь", "email": "ales@example.org"}
FITS = "Мікіта, жадаю табе здароўя і моцы."
ENGLISH = "Dear Mikita, I wish you health."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, SecretKey]]:
    folder = tmp_path_factory.mktemp("messages")
    published, key = message_site.publish(folder / "published")
    with running(published, folder, workers="1") as started:
        yield started, key


@pytest.fixture
def front(site: tuple[Running, SecretKey]) -> Running:
    return site[0]


def read(site: tuple[Running, SecretKey], before: int) -> dict[str, str]:
    """What the moderator reads of the one message that was taken since."""
    return opened(taken(site[0], before), site[1])


def buttons(answer: Answer) -> list[str]:
    return re.findall(r'<button[^>]*name="way" value="(\w+)"', answer.text)


def test_a_text_that_no_rule_speaks_against_is_sent_at_once(
    site: tuple[Running, SecretKey],
) -> None:
    front, before = site[0], len(site[0].records())

    answer = front.sign(**DETAILS, message=FITS)

    assert answer.status == 200
    assert read(site, before) == {
        "message": FITS,
        "given_name": "Алесь",
        "route": "prison",
        "lang": "en",
    }
    assert {name for name, _ in taken(front, before).envelopes} == {"moderator", "postman"}


def test_another_language_comes_back_with_the_reason_and_the_ways_that_are_left(
    front: Running,
) -> None:
    before = len(front.records())

    answer = front.sign(**DETAILS, message=ENGLISH)

    said = html.unescape(answer.text)
    assert answer.status == 422
    assert "only in these languages: Belarusian, Russian" in said
    assert "Source: Viasna." in said
    assert "The surer way." in said
    assert buttons(answer) == ["family", "prison"]
    assert form_of(answer)["message"] == ENGLISH
    assert form_of(answer)["given_name"] == "Алесь"
    assert form_of(answer)["warned"] == "language"
    assert len(front.records()) == before


def test_each_reason_is_told_with_the_words_as_they_were_typed(front: Running) -> None:
    answer = front.sign(**DETAILS, message="СВАБОДЫ табе! " + "Трымайся. " * 20)

    said = html.unescape(answer.text)
    assert '<q dir="auto">СВАБОДЫ</q> No words about freedom.' in said
    assert "of more than 200 characters" in said
    assert form_of(answer)["warned"] == "length words:freedom"


@pytest.mark.parametrize("way", ["family", "prison"])
def test_the_choice_goes_through_with_the_same_text(
    site: tuple[Running, SecretKey], way: str
) -> None:
    front, before = site[0], len(site[0].records())
    warned = front.sign(**DETAILS, message=ENGLISH)

    answer = front.sign(**form_of(warned), way=way)

    assert answer.status == 200
    assert read(site, before)["message"] == ENGLISH
    assert read(site, before)["route"] == way


def test_a_changed_text_goes_the_usual_way_with_the_usual_button(
    site: tuple[Running, SecretKey],
) -> None:
    front, before = site[0], len(site[0].records())
    warned = front.sign(**DETAILS, message=ENGLISH)

    answer = front.sign(**{**form_of(warned), "message": FITS})

    assert answer.status == 200
    assert read(site, before)["route"] == "prison"


def test_the_usual_button_alone_decides_nothing(front: Running) -> None:
    before = len(front.records())
    warned = front.sign(**DETAILS, message=ENGLISH)

    answer = front.sign(**form_of(warned))

    assert answer.status == 422
    assert len(front.records()) == before


def test_who_decided_is_told_of_a_reason_that_they_have_not_read(front: Running) -> None:
    warned = front.sign(**DETAILS, message=ENGLISH)

    answer = front.sign(**{**form_of(warned), "message": f"{ENGLISH} Свабоды!"}, way="prison")

    assert answer.status == 422
    assert "No words about freedom." in answer.text
    assert form_of(answer)["warned"] == "language words:freedom"


@pytest.mark.parametrize("way", ["lawyer", "kept", "nowhere", ""])
def test_a_way_that_the_page_does_not_have_is_no_choice(front: Running, way: str) -> None:
    before = len(front.records())

    answer = front.sign(**DETAILS, message=ENGLISH, way=way, warned="language")

    assert answer.status == 422
    assert len(front.records()) == before


def test_a_program_may_name_the_way_itself(site: tuple[Running, SecretKey]) -> None:
    front, before = site[0], len(site[0].records())

    answer = front.sign(**DETAILS, message=ENGLISH, route="family")

    assert answer.status == 200
    assert read(site, before)["route"] == "family"
    assert front.sign(**DETAILS, message=FITS, route="kept").status == 422


def test_a_line_is_put_in_by_its_button_and_nothing_is_lost(front: Running) -> None:
    before = len(front.records())

    first = front.sign(**DETAILS, line="0")
    second = front.sign(**{**form_of(first), "line": "1"})
    strange = front.sign(**{**form_of(second), "line": "99"})

    assert first.status == second.status == strange.status == 200
    assert form_of(first)["message"] == "Жадаю табе здароўя."
    assert form_of(second)["message"] == "Жадаю табе здароўя. Прывітанне!"
    assert form_of(strange)["message"] == form_of(second)["message"]
    assert form_of(second)["email"] == "ales@example.org"
    assert len(front.records()) == before


def test_pressing_enter_sends_and_does_not_put_in_a_line(front: Running) -> None:
    text = front.get("/en/maryia-petition/").text
    again = front.sign(**DETAILS, line="0").text

    for page in (text, again):
        form = page.partition("<form")[2]
        first = re.search(r"<button[^>]*>", form)
        assert first
        assert "name=" not in first[0]


def test_faults_and_warnings_stand_together_and_nothing_typed_is_lost(front: Running) -> None:
    warned = front.sign(**DETAILS, message=ENGLISH)

    answer = front.sign(**{**form_of(warned), "email": "nonsense"}, way="family")

    assert answer.status == 422
    assert "lacks an @" in answer.text
    assert "only in these languages" in answer.text
    assert answer.text.count('id="errors"') == 1
    assert form_of(answer)["message"] == ENGLISH


def test_a_message_is_as_long_as_a_reader_counts(front: Running) -> None:
    family = "👨‍👩‍👧‍👦"

    assert front.sign(**DETAILS, message=f"Пра сям’ю: {family * 60}").status == 200
    assert front.sign(**DETAILS, message="ў" * 301).status == 422
    assert front.sign(**DETAILS, message="").status == 422


def test_a_page_that_asks_which_way_warns_only_who_chose_the_prison(tmp_path: Path) -> None:
    published, key = message_site.publish(
        tmp_path / "published", replace(MAIL, asks_route=True, routes=(FAMILY, PRISON))
    )
    with running(published, tmp_path, workers="1") as front:
        asked = front.sign(**DETAILS, message=ENGLISH)
        family = front.sign(**DETAILS, message=ENGLISH, route="family")
        prison = front.sign(**DETAILS, message=ENGLISH, route="prison")
        again = front.sign(**{**form_of(prison), "message": FITS})

        assert asked.status == 422
        assert 'type="radio" id="f-route" name="route"' in asked.text
        assert family.status == 200
        assert prison.status == 422
        assert buttons(prison) == ["family", "prison"]
        assert again.status == 200
        assert opened(taken(front, 1), key)["route"] == "prison"


def test_where_no_other_way_is_open_the_prison_is_still_a_choice(tmp_path: Path) -> None:
    only = replace(MAIL, routes=(replace(PRISON, reach=Reach.OPEN, note=""),))
    published, _key = message_site.publish(tmp_path / "published", only)
    with running(published, tmp_path, workers="1") as front:
        warned = front.sign(**DETAILS, message=ENGLISH)
        sent = front.sign(**form_of(warned), way="prison")

    assert buttons(warned) == ["prison"]
    assert "Messages arrive this way." in warned.text
    assert sent.status == 200


def test_who_must_wait_still_has_the_choice(tmp_path: Path) -> None:
    published, _key = message_site.publish(tmp_path / "published")
    with running(published, tmp_path, workers="1", min_form_seconds="3") as front:
        ticket = front.ticket()
        warned = front.sign(**DETAILS, message=ENGLISH, ticket=ticket)
        quick = front.sign(**form_of(warned), way="family")

    assert quick.status == 422
    assert "That was very quick" in quick.text
    assert "only in these languages" in quick.text
    assert buttons(quick) == ["family", "prison"]


def test_whatever_is_typed_is_taken_or_comes_back_with_a_sentence(
    site: tuple[Running, SecretKey],
) -> None:
    front = site[0]
    shapes = set()
    for text in BLNS:
        before = len(front.records())
        answer = front.sign(**{**DETAILS, "message": text}, route="family")
        if answer.status == 200:
            assert read(site, before)["message"]
            continue
        assert answer.status == 422
        assert re.search(r'id="f-message-e"[^>]*>.*\S', answer.text)
        assert len(front.records()) == before
        shapes.add(tuple(re.findall(r"<(/?\w+)", answer.text)))
    assert len(shapes) == 1, "the sentence changes, and nothing else"


def test_templates_in_a_message_are_text(site: tuple[Running, SecretKey]) -> None:
    front, before = site[0], len(site[0].records())
    hostile = "{{ 7*7 }} <!--[receipt]--> <!--[ticket]--> #let x = 1 $x$ <q>свабода</q>"

    warned = front.sign(**DETAILS, message=hostile)
    front.sign(**form_of(warned), way="family")

    assert form_of(warned)["message"] == hostile
    assert read(site, before)["message"] == hostile


def test_the_promise_of_the_sample_is_one_that_can_be_kept() -> None:
    PROMISE.check(message_site.form())
