"""The history of a count for sample pages, in three scripts."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any

from zvarot.contract.counts import CountWords, Parts
from zvarot.contract.history import Added, Day, History
from zvarot.contract.history_view import history_view
from zvarot.lib.words import Words
from zvarot.studio.history_words import history_words

START = date(2026, 10, 5)


def view(lang: str, *, is_empty: bool = False) -> dict[str, Any]:
    """What the template draws."""
    history = History(slug="x") if is_empty else sample()
    names = dict(Words(lang).countries())
    return history_view(history, words(lang), is_rtl=lang == "ar", names=names)


def words(lang: str) -> CountWords:
    own = Words(lang)
    return CountWords(
        plural_rule="n != 1",
        forms=("", ""),
        labels={},
        empty="",
        how="",
        how_url="",
        group=own.group,
        digits=own.digits,
        history=history_words(own),
    )


def sample() -> History:
    """Seven weeks of a petition: 785 = 590 confirmed + 22 unconfirmed + 173 on paper."""
    days = [
        Day(day=START + timedelta(days=place), change=Parts(confirmed=13), withdrawn=place % 2)
        for place in range(45)
    ]
    days[7] = Day(day=days[7].day, change=Parts(confirmed=13, paper=58))
    days[21] = Day(day=days[21].day, change=Parts(confirmed=13, paper=88, unconfirmed=22))
    days[28] = Day(day=days[28].day, change=Parts(confirmed=18, paper=-4))
    days[40] = Day(day=days[40].day, change=Parts(confirmed=13, paper=31))
    first, second, fourth = days[7].day, days[21].day, days[40].day
    return History(
        slug="x",
        days=tuple(days),
        countries={"LT": 310, "PL": 95, "CA": 60, "other": 125},
        added=(
            _added(58, first, kind="sheets", words="School fair", place="Halifax"),
            _added(88, second, kind="letters", words="42 letters, a school in Halifax"),
            _added(-4, days[28].day, "correction", corrects_leaf=312, reason="Four names twice"),
            _added(31, fourth, "paper", kind="sheets", words="Вечар лістоў у Вільні"),
        ),
    )


def _added(value: int, day: date, leaf: str = "paper", **more: Any) -> Added:
    facts = {
        "action": "x",
        "from": day.isoformat(),
        "to": day.isoformat(),
        "entered_by": "campaigner",
        "checked_by": "delivery officer" if value > 50 else "",
        "sha256": ["0f" * 32, "1e" * 32],
        **more,
    }
    evidence = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Added(
        kind=leaf,
        klass="paper",
        value=value,
        day=day,
        index=1200 + day.day,
        digest=hashlib.sha256(evidence.encode()).hexdigest(),
        evidence=evidence,
    )
