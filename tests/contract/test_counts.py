"""The count says the right number in the right words, and is the sum of its parts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.contract.counts import CountWords, Parts, count_json

_BE = CountWords(
    plural_rule="n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2",
    forms=("чалавек падпісаў", "чалавекі падпісалі", "чалавек падпісалі"),
    labels=dict.fromkeys(
        ("confirmed", "unconfirmed", "paper", "partner"), ("{n} a", "{n} b", "{n} c")
    ),
    empty="Будзьце сярод першых",
    how="Як зроблены гэты лік",
    how_url="/be/x/counting/",
    group="\u00a0",
)


@pytest.mark.parametrize(("n", "form"), [(1, 0), (2, 1), (5, 2), (11, 2), (21, 0), (1_002, 1)])
def test_belarusian_plurals_follow_the_number(n: int, form: int) -> None:
    assert _BE.view(Parts(confirmed=n))["say"] == _BE.forms[form]


def test_thousands_are_parted_as_the_language_does() -> None:
    assert _BE.view(Parts(confirmed=1_234_567))["number"] == "1\u00a0234\u00a0567"


def test_other_digits_are_used_where_the_language_has_them() -> None:
    assert CountWords(**{**vars(_BE), "digits": "٠١٢٣٤٥٦٧٨٩"}).number(42) == "٤٢"


def test_nothing_is_shown_below_the_chosen_minimum() -> None:
    assert _BE.view(Parts())["is_empty"]
    assert not _BE.view(Parts(paper=1))["is_empty"]


@given(st.builds(Parts, *[st.integers(0, 10**7)] * 4))
def test_the_total_is_the_sum_of_its_drawn_parts(parts: Parts) -> None:
    view = _BE.view(parts)

    assert view["total"] == sum(part["n"] for part in view["parts"]) == parts.total
    assert Parts.from_json(parts.to_json()) == parts


def test_count_json_has_the_fixed_shape() -> None:
    answer = count_json("a", Parts(590, 22, 173, 0), 791, b"\0" * 32)

    assert answer["count"] == 785
    assert list(answer["parts"]) == ["confirmed", "unconfirmed", "paper", "partner"]
    assert answer["checkpoint"]["size"] == 791


def test_the_words_survive_a_json_round_trip() -> None:
    assert CountWords.from_json(json.loads(json.dumps(_BE.to_json()))) == _BE
