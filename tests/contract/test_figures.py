"""Country figures: no small cell is ever told, and two looks never show one person."""

from hypothesis import given
from hypothesis import strategies as st

from zvarot.contract.figures import LEAST, OTHERS, STEP, told

COUNTRIES = ("BY", "CA", "LT", "PL", "TN")
arrivals = st.lists(st.lists(st.sampled_from(COUNTRIES), max_size=40), max_size=30)


def test_a_country_is_told_from_its_limit_on_and_the_rest_together() -> None:
    totals = {"LT": 10, "PL": 9, "CA": 3}

    assert told(totals, {}, "standard") == {"LT": 10, OTHERS: 12}
    assert told({"LT": 10, "PL": 9}, {}, "standard") == {"LT": 10}  # nine others are too few
    assert told(totals, {}, "guarded") == {}
    assert told({"LT": 50}, {}, "guarded") == {"LT": 50}
    assert told({"LT": 5000}, {}, "nameless") == {}


def test_a_figure_moves_in_steps() -> None:
    assert told({"LT": 14}, {"LT": 10}, "standard") == {"LT": 10}
    assert told({"LT": 15}, {"LT": 10}, "standard") == {"LT": 15}


def test_a_level_that_was_raised_takes_back_what_is_too_small_for_it() -> None:
    assert told({"LT": 52, "PL": 30}, {"LT": 50, "PL": 28}, "guarded") == {"LT": 50}


@given(arrivals, st.sampled_from(sorted(LEAST)))
def test_nothing_small_is_told_whatever_comes(batches: list[list[str]], level: str) -> None:
    totals: dict[str, int] = {}
    before: dict[str, int] = {}
    for batch in batches:
        for country in batch:
            totals[country] = totals.get(country, 0) + 1

        now = told(totals, before, level)

        assert all(n >= LEAST[level] for n in now.values())
        changed = [cell for cell in {*now, *before} if now.get(cell, 0) != before.get(cell, 0)]
        assert all(abs(now.get(one, 0) - before.get(one, 0)) >= STEP for one in changed)
        assert all(n <= totals[cell] for cell, n in now.items() if cell != OTHERS)
        assert told(totals, now, level) == now
        before = now
