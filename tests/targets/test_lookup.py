"""A place gives its divisions and a reason, and never a guess."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.targets.lookup import Found, Reason, by_prefix, senators, us_districts, us_states

US = "ocd-division/country:us"


@pytest.mark.parametrize(
    ("code", "states", "reason"),
    [
        ("10001", ["state:ny"], Reason.FOUND),
        ("10001-1234", ["state:ny"], Reason.FOUND),
        ("100", ["state:ny"], Reason.FOUND),
        ("02861", ["state:ma", "state:ri"], Reason.MANY),
        ("19973", ["state:de", "state:md"], Reason.MANY),
        ("20135", ["state:va", "state:wv"], Reason.MANY),
        ("42223", ["state:ky", "state:tn"], Reason.MANY),
        ("93563", ["state:ca"], Reason.FOUND),
        ("20500", ["district:dc"], Reason.FOUND),  # no area of its own: by its first digits
        ("80306", ["state:co"], Reason.FOUND),
        ("96799", ["territory:as"], Reason.FOUND),  # its prefix belongs to Hawaii
        ("09012", [], Reason.FOUND),  # military: no state
        ("00000", [], Reason.NONE),
        ("", [], Reason.NONE),
        ("SW1A 1AA", [], Reason.UNREADABLE),
        ("1234", [], Reason.UNREADABLE),
    ],
)
def test_a_zip_code_gives_its_states(code: str, states: list[str], reason: Reason) -> None:
    found = us_states(postal_code=code)

    assert sorted(found.divisions) == [f"{US}/{one}" for one in states]
    assert found.reason is reason


def test_a_chosen_state_wins_over_the_code() -> None:
    assert us_states(region="US-RI", postal_code="02861") == Found(
        (f"{US}/state:ri",), Reason.FOUND
    )
    assert us_states(country="US", region="US-DC").divisions == (f"{US}/district:dc",)


def test_other_countries_are_out_of_area() -> None:
    assert us_states(country="CA", postal_code="10001") == Found((), Reason.OUT_OF_AREA)


def test_tables_say_that_they_are_older_than_the_election() -> None:
    before = us_states(postal_code="10001", today=date(2027, 1, 2))
    after = us_states(postal_code="10001", today=date(2027, 1, 3))

    assert before.reason is Reason.FOUND
    assert after == Found(before.divisions, Reason.STALE)


def test_a_code_may_touch_many_districts() -> None:
    found = us_districts("93563")

    assert found.reason is Reason.MANY
    assert len(found.divisions) == 6
    assert all(re.fullmatch(rf"{US}/state:ca/cd:\d+", one) for one in found.divisions)
    assert us_districts("99501").divisions == (f"{US}/state:ak",), "at large: the whole state"


def test_states_have_two_senators_and_others_none() -> None:
    assert senators(f"{US}/state:wy") == 2
    assert senators(f"{US}/district:dc") == senators(f"{US}/territory:pr") == 0


def test_the_longest_prefix_wins() -> None:
    table = {"K": ["on"], "K1A": ["ottawa"], "X": ["nt", "nu"]}

    assert by_prefix(table, "k1a 0b1") == Found(("ottawa",), Reason.FOUND)
    assert by_prefix(table, "K2P").divisions == ("on",)
    assert by_prefix(table, "X0A") == Found(("nt", "nu"), Reason.MANY)
    assert by_prefix(table, "--").reason is Reason.UNREADABLE


@given(st.text(max_size=12))
def test_whatever_is_typed_gets_a_reason(typed: str) -> None:
    found = us_states(postal_code=typed, country="US")

    assert found.reason in Reason
    assert bool(found.divisions) <= (found.reason in {Reason.FOUND, Reason.MANY})
