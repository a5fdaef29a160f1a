"""A promise that contradicts itself cannot be made; its words and its hash are one."""

import datetime
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from zvarot.contract.audiences import ORGANISER, PUBLIC, TARGET
from zvarot.contract.fields import Name, Text
from zvarot.contract.form import Form
from zvarot.contract.kind import DeliveryBeyondPromise, DeliverySpec, Kind, check_delivery
from zvarot.contract.promise import (
    COUNT_ONLY,
    POSTMAN_MAIL,
    PUBLIC_COUNT,
    PUBLIC_COUNTRIES,
    Disclosure,
    Promise,
    PromiseContradicts,
    When,
)
from zvarot.contract.sentence import Rendered, promise_hash, render
from zvarot.lib.words import words


def _target(**changes: object) -> Disclosure:
    return replace(make.promise().of(TARGET)[0], **changes)  # type: ignore[arg-type]


def _with(*lines: Disclosure) -> Promise:
    return Promise((*lines, PUBLIC_COUNT, POSTMAN_MAIL))


def test_the_usual_promise_agrees_with_its_form() -> None:
    make.promise().check(make.form())


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        (_with(_target(fields=("given_name", "family_name"))), "nobody is shown it"),
        (_with(_target(fields=("given_name", "family_name", "country", "region"))), "not ask"),
        (_with(_target(date=None)), "on which day"),
        (_with(_target(days=400)), "between 0 and 365"),
        (_with(_target(fields=("given_name", "family_name", "country", "email"))), "never given"),
        (_with(_target(), _target()), "one line"),
        (Promise((_target(), POSTMAN_MAIL)), "what everyone is shown"),
        (Promise((_target(), PUBLIC_COUNT)), "add the postman"),
        (Promise(make.promise().disclosures, level="nameless"), "no name"),
        (
            _with(_target(), replace(make.promise().of(ORGANISER)[0], only_if=None)),
            "ask for news",
        ),
        (
            Promise((_target(), POSTMAN_MAIL, replace(PUBLIC_COUNT, fields=("given_name",)))),
            "number only",
        ),
        (Promise((_target(fields=()), PUBLIC_COUNTRIES), level="nameless"), "nobody is told"),
    ],
)
def test_a_contradiction_is_refused_with_a_sentence(promise: Promise, said: str) -> None:
    with pytest.raises(PromiseContradicts, match=said):
        promise.check(make.form())


def test_a_kind_that_delivers_more_than_it_promises_cannot_be_built() -> None:
    with pytest.raises(DeliveryBeyondPromise, match="only .*'country'"):
        Kind(
            slug="leaky",
            label="Leaky",
            to="To",
            counts=("person", "people"),
            form=make.form(),
            promise=make.promise(),
            deliveries=(DeliverySpec("list", TARGET, ("given_name", "email"), "list.typ"),),
        )


def test_the_public_can_never_be_delivered_a_name() -> None:
    with pytest.raises(DeliveryBeyondPromise):
        check_delivery(make.promise(), PUBLIC, ("given_name",))


@pytest.mark.parametrize("lang", ["en", "fr", "be"])
def test_the_words_name_exactly_what_the_target_is_shown(lang: str) -> None:
    form = make.form().translated(words(lang))
    rendered = render(make.promise(), form, words(lang), {TARGET: "N. N."})
    [row] = [row for row in rendered.rows if row.audience == TARGET]

    shown = [label for label, is_shown in row.cells if is_shown]
    assert len(shown) == 3
    assert all(label.lower() in rendered.summary.lower() for label in shown)
    assert "N. N." in rendered.sentence
    assert "{" not in rendered.text()


def test_a_target_that_gets_a_number_is_said_to_get_no_name() -> None:
    promise = _with(_target(fields=COUNT_ONLY))
    rendered = render(promise, make.form(), words("en"), {TARGET: "The minister"})

    assert rendered.summary == "The minister: a number, and no names."
    assert "Your name is not handed over." in rendered.sentence


def test_countries_whose_people_are_only_counted_are_named() -> None:
    promise = replace(make.promise(), counted_only=("BY", "RU"))

    assert "Belarus and Russia" in render(promise, make.form(), words("en")).note


def test_a_country_that_may_be_left_empty_cannot_protect_anybody() -> None:
    form = make.form()
    voluntary = Form(tuple(replace(f, required=f.name != "country") for f in form.fields))
    promise = replace(make.promise(), counted_only=("BY",))

    promise.check(form)
    with pytest.raises(PromiseContradicts, match="insist on an answer"):
        promise.check(voluntary)


def test_a_question_of_the_pages_own_is_promised_in_its_own_words() -> None:
    promise = _with(_target(fields=("given_name", "x_question")))
    said = [
        render(
            promise,
            Form((Name("given_name", "First name"), Text("x_question", label))),
            words("en"),
        )
        for label in ("Your town?", "Your passport number?")
    ]

    assert "Your town?" in said[0].sentence
    assert "Your town?" in said[0].summary
    assert "x_question" not in said[0].text()
    assert promise_hash(promise, said[0]) != promise_hash(promise, said[1])


def test_the_hash_binds_data_words_and_language() -> None:
    promise, form = make.promise(), make.form()
    english = render(promise, form, words("en"))
    seen = {
        promise_hash(promise, english),
        promise_hash(promise, render(promise, form, words("be"))),
        promise_hash(promise, replace(english, sentence=english.sentence + " ")),
        promise_hash(replace(promise, counted_only=("BY",)), english),
        promise_hash(_with(_target(days=31)), english),
        promise_hash(_with(_target(to="minister")), english),
    }

    assert len(seen) == 6
    assert promise_hash(promise, english) == promise_hash(promise, english)


def test_rendered_words_survive_a_json_round_trip() -> None:
    rendered = render(make.promise(), make.form(), words("be"))

    assert Rendered.from_json(json.loads(json.dumps(rendered.to_json()))) == rendered


_FIELDS = st.sets(st.sampled_from(make.form().names)).map(lambda names: tuple(sorted(names)))
_LINES = st.builds(
    Disclosure,
    audience=st.sampled_from(["target", "organiser", "public", "postman", "partner:pen"]),
    fields=_FIELDS,
    purpose=st.text(max_size=20),
    when=st.sampled_from(When),
    days=st.integers(-5, 500),
    channel=st.just("list"),
    date=st.none() | st.dates(min_value=datetime.date(2026, 1, 1)),
    only_if=st.none() | st.just(("updates", "yes")),
)


@given(st.lists(_LINES, max_size=5).map(tuple))
def test_any_promise_round_trips_and_is_either_refused_or_says_itself(
    lines: tuple[Disclosure, ...],
) -> None:
    promise = Promise(lines)
    assert Promise.from_json(json.loads(json.dumps(promise.to_json()))) == promise
    try:
        promise.check(make.form())
    except PromiseContradicts:
        return
    rendered = render(promise, make.form(), words("en"))
    assert {row.audience for row in rendered.rows} == {line.audience for line in lines}


@pytest.mark.parametrize(("level", "least"), [("standard", "10"), ("guarded", "50")])
def test_country_figures_are_promised_with_their_limit_and_show_nobodys_country(
    level: str, least: str
) -> None:
    lines = (_target(), PUBLIC_COUNTRIES, POSTMAN_MAIL)
    promise = Promise(lines, level=level)
    promise.check(make.form())

    [row] = [
        row for row in render(promise, make.form(), words("en")).rows if row.audience == PUBLIC
    ]

    assert f"at least {least}" in row.what
    assert "Your country is erased" in row.what
    assert not any(shown for _, shown in row.cells)
