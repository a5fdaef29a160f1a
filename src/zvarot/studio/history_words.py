"""The words of a count's history in one language, baked so that the front needs no catalogue."""

from datetime import date
from typing import Any, Final

from zvarot.lib.marks import mark as _
from zvarot.lib.words import Words

# Translators: what stands in braces is put in: {n} a number, {day} {first} {last} days, {role}.
_TEXTS: Final = {
    "day_by_day": _("Day by day"),
    "chart": _(
        "The count from {first} to {last}. It ends at {n}. The same numbers stand in the table."
    ),
    "points": _("Points: something was added or taken off in one go."),
    "table": _("The same as a table"),
    "caption": _("The count at the end of each day on which it changed, the newest on top"),
    "day": _("Day"),
    "change": _("Change"),
    "count": _("Count"),
    "countries": _("Where they live"),
    "countries_note": _(
        "Only countries with enough people are listed. The figures change in steps, do not fall "
        "when somebody withdraws, and need not add up to the number above."
    ),
    "country": _("Country"),
    "people": _("People"),
    "others": _("All others"),
    "milestones": _("Milestones"),
    "milestone": _("{n} on {day}"),
    "withdrawn": _("Withdrawn by the people themselves: {n}. The sum is without them."),
    "in_one_go": _("Added or taken off in one go"),
    "none": _("Nothing. Each one of them signed here."),
    "kind_sheets": _("Paper sheets"),
    "kind_letters": _("Letters of a group"),
    "kind_partner": _("Counted by a partner"),
    "kind_paper": _("A batch"),
    "kind_invalidation": _("Taken off"),
    "kind_correction": _("Correction"),
    "on": _("Of {first}"),
    "period": _("From {first} to {last}"),
    "review": _("They had been held for review, because they looked alike"),
    "corrects": _("About line {n} of the log"),
    "scans": _("Scans or lists that can be shown: {n}"),
    "by": _("Entered by: {role}"),
    "second": _("Checked by a second person: {role}"),
    "alone": _("Small enough for one person"),
    "lost": _("What is behind this line is not at hand any more. Its hash stays in the log."),
    "line": _("Line {n} of the log"),
    "evidence": _("Evidence"),
    "hash": _("The SHA-256 of the text below, byte for byte; it stands in the log:"),
}


def history_words(words: Words) -> dict[str, Any]:
    """Give the texts, and how each month writes a day."""
    return {
        "texts": {name: words.gettext(text) for name, text in _TEXTS.items()},
        "months": [_pattern(words, month) for month in range(1, 13)],
    }


def _pattern(words: Words, month: int) -> str:
    said = words.date(date(2011, month, 23))
    for digits in (words.number(2011).replace(words.group, ""), "2011"):
        said = said.replace(digits, "{y}")
    for digits in (words.number(23), "23"):
        said = said.replace(digits, "{d}")
    return said
