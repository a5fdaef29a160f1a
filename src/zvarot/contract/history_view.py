"""The history of a count as a page draws it: a chart, the same as a table, and its batches.

The front has no catalogue: words and the forms of dates come in, baked with the action.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from zvarot.contract.counts import CountWords
from zvarot.contract.history import OTHER, Added, History, by_size
from zvarot.contract.totals import milestones

WIDTH: Final = 380
HEIGHT: Final = 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 372, 14, 184
_MOST_POINTS: Final = 200
_MILESTONES: Final = 6


@dataclass(frozen=True)
class _Point:
    day: date
    change: int
    count: int


def history_view(
    history: History,
    words: CountWords,
    *,
    is_rtl: bool,
    names: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return what the template `history.html` draws.

    names -- of countries, by their code.
    """
    texts: Mapping[str, str] = words.history.get("texts", {})
    points = _points(history)
    drawn = _Drawn(words, texts)
    withdrawn = sum(one.withdrawn for one in history.days)
    return {
        "texts": texts,
        "chart": _chart(points, history.added, drawn, is_rtl=is_rtl) if points else None,
        "rows": [
            (drawn.day(one.day), drawn.signed(one.change), words.number(one.count))
            for one in reversed(_thinned(points))
        ],
        "milestones": list(_milestones(points, drawn)),
        "withdrawn": drawn.text("withdrawn", n=words.number(withdrawn)) if withdrawn else "",
        "added": [_entry(one, drawn) for one in reversed(history.added)],
        "countries": [
            (texts.get("others", "") if code == OTHER else names.get(code, code), words.number(n))
            for code, n in by_size(history.countries or {})
        ],
    }


@dataclass(frozen=True)
class _Drawn:
    """Numbers and days in the words of one language."""

    words: CountWords
    texts: Mapping[str, str]

    def text(self, name: str, **values: str) -> str:
        text = self.texts.get(name, "")
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        return text

    def day(self, day: date) -> str:
        months = self.words.history.get("months") or ["{d}-{m}-{y}"] * 12
        said: str = months[day.month - 1]
        numbers = {"{d}": day.day, "{m}": day.month, "{y}": day.year}
        for key, number in numbers.items():
            said = said.replace(key, self.words.digits_of(number))
        return said

    def iso(self, text: object) -> str:
        return self.day(date.fromisoformat(str(text)))

    def signed(self, value: int) -> str:
        sign = "+" if value > 0 else "\u2212" if value < 0 else ""
        return f"{sign}{self.words.number(abs(value))}"


def _points(history: History) -> list[_Point]:
    points, count = [], 0
    for one in history.days:
        count += one.change.total
        points.append(_Point(one.day, one.change.total, count))
    return points


def _thinned(points: list[_Point]) -> list[_Point]:
    """Keep the last of every few days, so that a long history stays a page."""
    every = -(-len(points) // _MOST_POINTS) or 1
    last = [points[max(0, end - every) : end] for end in range(len(points), 0, -every)]
    return [
        _Point(some[-1].day, sum(one.change for one in some), some[-1].count)
        for some in reversed(last)
    ]


def _chart(
    points: list[_Point], added: Iterable[Added], drawn: _Drawn, *, is_rtl: bool
) -> dict[str, Any]:
    first, last = points[0].day, points[-1].day
    top = _round_up(max(one.count for one in points))
    days = max(1, (last - first).days)

    def across(day: date) -> int:
        x = _LEFT + (_RIGHT - _LEFT) * (day - first).days // days
        return WIDTH - x if is_rtl else x

    def up(count: int) -> int:
        return _BOTTOM - (_BOTTOM - _TOP) * max(count, 0) // top

    # One day is a flat line from edge to edge.
    line = f"M{across(first)} {up(0)}V{up(points[0].count)}"
    for one in _thinned(points):
        line += f"H{across(one.day)}V{up(one.count)}"
    end = WIDTH - _RIGHT if is_rtl else _RIGHT
    line += f"H{end}"
    ends = {one.day: one.count for one in points}
    number = drawn.words.number
    edge = WIDTH - _LEFT + 6 if is_rtl else _LEFT - 6
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "title": drawn.text(
            "chart", first=drawn.day(first), last=drawn.day(last), n=number(points[-1].count)
        ),
        "line": line,
        "area": f"{line}V{_BOTTOM}H{across(first)}z",
        "grid": [
            {"y": up(count), "x": edge, "label": number(count)} for count in (0, top // 2, top)
        ],
        "from": WIDTH - _RIGHT if is_rtl else _LEFT,
        "to": WIDTH - _LEFT if is_rtl else _RIGHT,
        "start": {"x": across(first), "label": drawn.day(first)},
        "end": {"x": end, "label": drawn.day(last)} if last != first else None,
        "events": [
            {"x": across(one.day), "y": up(ends[one.day])} for one in added if one.day in ends
        ],
    }


def _round_up(count: int) -> int:
    """Return the next even round number: 785 is drawn up to 800."""
    scale = int("1" + "0" * (len(str(max(count, 1))) - 1))
    return next(step * scale for step in (2, 4, 6, 8, 10, 20) if step * scale >= count)


def _milestones(points: list[_Point], drawn: _Drawn) -> Iterable[str]:
    """Say on which day the count first passed each milestone, the last few of them."""
    highest = max((one.count for one in points), default=0)
    for milestone in milestones(highest)[-_MILESTONES:]:
        reached = next(one.day for one in points if one.count >= milestone)
        yield drawn.text("milestone", n=drawn.words.number(milestone), day=drawn.day(reached))


def _entry(one: Added, drawn: _Drawn) -> dict[str, Any]:
    facts = one.facts
    number = drawn.words.number
    kind = str(facts.get("kind", one.kind)) if facts else one.kind
    return {
        "day": drawn.day(one.day),
        "iso": one.day.isoformat(),
        "value": drawn.signed(one.value),
        "what": drawn.text(f"kind_{kind}"),
        "words": [str(facts[name]) for name in _WORDS if facts.get(name)],
        "lines": [line for line in _lines(facts, drawn) if line] or [drawn.text("lost")],
        "line": drawn.text("line", n=number(one.index)),
        "digest": one.digest,
        "evidence": one.evidence if facts else "",
    }


_WORDS: Final = ("partner", "words", "place", "reason")


def _lines(facts: Mapping[str, Any], drawn: _Drawn) -> Iterable[str]:
    if not facts:
        return
    first, last = facts.get("from"), facts.get("to")
    if first and last:
        name = "on" if first == last else "period"
        yield drawn.text(name, first=drawn.iso(first), last=drawn.iso(last))
    if facts.get("held_for_review"):
        yield drawn.text("review")
    if facts.get("corrects_leaf") is not None:
        yield drawn.text("corrects", n=drawn.words.number(int(facts["corrects_leaf"])))
    if facts.get("sha256"):
        yield drawn.text("scans", n=drawn.words.number(len(facts["sha256"])))
    yield drawn.text("by", role=str(facts.get("entered_by", "")))
    checked = str(facts.get("checked_by", ""))
    yield drawn.text("second", role=checked) if checked else drawn.text("alone")
