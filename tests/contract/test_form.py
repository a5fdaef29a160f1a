"""A form judges all answers at once and keeps only what it asked for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from zvarot.contract.fields import Choice, Consent, Message, Name, PostalCode, Region, Text
from zvarot.contract.form import Form, FormWrong
from zvarot.contract.problems import AnswersInvalid
from zvarot.lib.words import words


def test_good_answers_come_back_trimmed_and_nothing_else_is_kept() -> None:
    answers = make.form().clean(
        {**make.ANSWERS, "given_name": "  Алесь ", "country": "lt", "surprise": "kept by no one"}
    )

    assert answers == {**make.ANSWERS, "given_name": "Алесь", "country": "LT"}


def test_every_field_at_fault_gets_its_sentence_in_the_pages_language() -> None:
    form = make.form().translated(words("be"))

    with pytest.raises(AnswersInvalid) as caught:
        form.clean({"given_name": "", "family_name": "K", "email": "ales", "country": "QQ"})

    assert set(caught.value.problems) == {"given_name", "email", "country"}
    assert all(any("а" <= char <= "я" for char in s) for s in caught.value.problems.values())


def test_the_error_never_repeats_what_was_typed() -> None:
    with pytest.raises(AnswersInvalid) as caught:
        make.form().clean({**make.ANSWERS, "email": "secret-name@@example"})

    assert "secret" not in str(caught.value) + str(caught.value.problems)


@pytest.mark.parametrize("answer", ["yes", "on", "1", "TRUE"])
def test_a_ticked_consent_is_yes_however_the_browser_says_it(answer: str) -> None:
    assert Form((Consent("updates", "News?"),)).clean({"updates": answer}) == {"updates": "yes"}


def test_no_answer_to_a_consent_is_no_and_is_not_stored() -> None:
    assert Form((Consent("updates", "News?"),)).clean({}) == {}


def test_a_required_consent_asks_again() -> None:
    with pytest.raises(AnswersInvalid):
        Form((Consent("x_age", "I am over 16", required=True),)).clean({"x_age": "no"})


def test_a_long_answer_is_refused_by_readers_characters_not_by_bytes_alone() -> None:
    form = Form((Message("message", "Message", max_chars=10, max_bytes=60),))

    assert form.clean({"message": "Жыве Бел!"}) == {"message": "Жыве Бел!"}
    with pytest.raises(AnswersInvalid):
        form.clean({"message": "Жыве Беларусь!"})


def test_codes_are_kept_in_capitals() -> None:
    form = Form((Region("region", "Province"), PostalCode("postal_code", "Postal code")))

    assert form.clean({"region": "ca-on", "postal_code": "m5v 2t6"}) == {
        "region": "CA-ON",
        "postal_code": "M5V 2T6",
    }


def test_a_choice_outside_the_list_is_refused() -> None:
    form = Form((Choice("x_how", "How?", options=(("a", "A"), ("b", "B"))),))

    assert form.clean({"x_how": "b"}) == {"x_how": "b"}
    with pytest.raises(AnswersInvalid):
        form.clean({"x_how": "c"})


@pytest.mark.parametrize("names", [("given_name", "given_name"), ("shoe_size",)])
def test_a_form_with_a_double_or_unknown_field_cannot_be_built(names: tuple[str, ...]) -> None:
    with pytest.raises(FormWrong):
        Form(tuple(Text(name, name) for name in names))


def test_a_form_survives_a_json_round_trip_in_every_language() -> None:
    for lang in ("en", "fr", "be"):
        form = make.form().translated(words(lang))
        assert Form.from_json(json.loads(json.dumps(form.to_json()))) == form


@given(st.dictionaries(st.sampled_from([*make.form().names, "website"]), st.text(max_size=400)))
def test_any_input_gives_answers_or_sentences_and_never_crashes(raw: dict[str, str]) -> None:
    form = make.form()
    try:
        answers = form.clean(raw)
    except AnswersInvalid as invalid:
        assert set(invalid.problems) <= set(form.names)  # noqa: PT017  both outcomes are right
    else:
        assert set(answers) <= set(form.names)
        assert form.clean(answers) == answers


@given(st.text(max_size=300))
def test_an_accepted_name_always_fits_its_bytes(text: str) -> None:
    form = Form((Name("given_name", "Name"),))
    try:
        [answer] = form.clean({"given_name": text}).values()
    except AnswersInvalid:
        return
    assert len(json.dumps(answer, ensure_ascii=False).encode()) <= 202
