"""The rules of a prison system warn, each with its reason, and refuse nothing."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zvarot.contract.message import (
    Avoid,
    BatchLine,
    Doubt,
    MailRules,
    Reach,
    Route,
    RouteLine,
    Warning,
)

POLITICS = "Letters about politics are not handed over."
RULES = MailRules(
    name="Prisons of Belarus",
    languages=("be", "ru"),
    language_names=("Belarusian", "Russian"),
    avoid=(
        Avoid(key="politics", lang="be", stems=("палітык", "выбар"), why=POLITICS),
        Avoid(key="politics", lang="en", stems=("politic", "election"), why=POLITICS),
        Avoid(key="religion", lang="be", stems=("бог.", "малітв"), why="Nor those about faith."),
    ),
    max_chars=40,
    who_may_write="Close relatives.",
    address_form="Copied as it stands.",
    source="Somebody",
    as_of=date(2026, 11, 1),
)


def test_a_text_that_no_rule_speaks_against_has_no_warning() -> None:
    assert RULES.warnings("Мікіта, жадаю табе здароўя!") == ()


def test_each_reason_is_told_with_its_words() -> None:
    language, words = RULES.warnings("Think of the elections, politics!")

    assert (language.doubt, language.words) == (Doubt.LANGUAGE, ())
    assert words == Warning(
        doubt=Doubt.WORDS, key="words:politics", words=("elections", "politics"), why=POLITICS
    )


def test_a_topic_is_told_once_and_topics_apart() -> None:
    found = RULES.warnings("выбары, бог, politics")

    assert [(one.key, one.words) for one in found] == [
        ("words:politics", ("выбары", "politics")),
        ("words:religion", ("бог",)),
    ]


def test_length_is_what_a_reader_counts() -> None:
    assert RULES.warnings("ё" * 40) == ()
    assert RULES.warnings("е\u0308" * 40) == ()
    assert [one.doubt for one in RULES.warnings("ё" * 41)] == [Doubt.LENGTH]


def test_without_rules_nothing_is_warned_about() -> None:
    assert MailRules(name="Unknown").warnings("politics " * 200) == ()


def test_rules_survive_the_way_through_files() -> None:
    RULES.warnings("a cached pattern must not travel")
    written = json.loads(json.dumps(RULES.to_json(), ensure_ascii=False))

    assert MailRules.from_json(written) == RULES


def test_routes_and_batches_survive_the_way_through_files() -> None:
    line = RouteLine(
        route=Route.PRISON, reach=Reach.UNCERTAIN, note="Few.", checked_on=date(2026, 1, 2)
    )
    batch = BatchLine(number=1, messages=400, route=Route.FAMILY, sent_on=date(2026, 12, 10))

    assert RouteLine.from_json(json.loads(json.dumps(line.to_json()))) == line
    assert BatchLine.from_json(json.loads(json.dumps(batch.to_json()))) == batch


@given(st.text())
def test_no_text_breaks_the_rules_and_a_longer_one_is_not_warned_about_less(text: str) -> None:
    before = {one.key for one in RULES.warnings(text) if one.doubt is Doubt.WORDS}
    after = {one.key for one in RULES.warnings(f"{text} палітыка") if one.doubt is Doubt.WORDS}

    assert before | {"words:politics"} <= after
