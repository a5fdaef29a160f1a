"""A message's way through its form: pure data in, pure data out, whatever is posted."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.front.message_site import FAMILY, MAIL, PRISON
from zvarot.contract.message_view import Mail, message_view
from zvarot.look.words import MESSAGE_WORDS

BASE = {"words": MESSAGE_WORDS}
NAMES = st.sampled_from(["message", "route", "way", "warned", "line", "given_name"])
POSTED = st.dictionaries(NAMES, st.text() | st.sampled_from(["prison", "family", "language", "0"]))


def test_it_survives_the_way_through_files() -> None:
    written = json.loads(json.dumps(MAIL.to_json(), ensure_ascii=False))

    assert Mail.from_json(written) == MAIL
    assert Mail.from_json(replace(MAIL, rules=None).to_json()).rules is None


def test_only_a_prison_has_rules() -> None:
    assert MAIL.warnings("Freedom!", "prison")
    assert MAIL.warnings("Freedom!", "family") == ()
    assert replace(MAIL, rules=None).warnings("Freedom!", "prison") == ()


def test_the_form_draws_nothing_to_decide_before_something_was_posted() -> None:
    view = message_view(MAIL, BASE)

    assert view["doubts"] == []
    assert view["warned"] == ""
    assert [line["text"] for line in view["lines"]] == ["Жадаю табе здароўя.", "Прывітанне!"]


def test_the_ways_that_are_left_stand_before_the_one_that_was_warned_about() -> None:
    view = message_view(MAIL, BASE, {"message": "Freedom!", "warned": "language"})

    assert [way["send"] for way in view["ways"]] == ["Send it to the family"]
    assert [way["note"] for way in view["ways"]] == [FAMILY.note]
    assert [way["value"] for way in view["same"]] == [PRISON.route]


def test_a_reason_that_nobody_wrote_down_has_a_sentence_all_the_same() -> None:
    assert MAIL.rules
    [avoid] = MAIL.rules.avoid
    mute = replace(MAIL, rules=replace(MAIL.rules, avoid=(replace(avoid, why=""),)))

    view = message_view(mute, BASE, {"message": "свабода", "warned": ""})

    assert view["doubts"] == [{"words": ["свабода"], "says": MESSAGE_WORDS["doubt_words"]}]


@given(POSTED)
def test_whatever_is_posted_can_be_drawn_and_loses_no_answer(raw: dict[str, str]) -> None:
    filled = MAIL.with_line(raw)

    assert filled.keys() - {"message"} == raw.keys() - {"line", "message"}
    assert filled.get("message", "").startswith(raw.get("message", "").rstrip())
    assert message_view(MAIL, BASE, raw)["lines"]


@given(POSTED, st.text())
def test_only_a_decision_over_every_reason_silences_the_warnings(
    raw: dict[str, str], text: str
) -> None:
    found = MAIL.warnings(text, MAIL.route_of(raw))
    unread = MAIL.unread_warnings(raw, text)

    assert unread in {(), found}
    if found and not unread:
        assert raw.get("way") == "prison"
        assert {one.key for one in found} <= set(raw["warned"].split())
