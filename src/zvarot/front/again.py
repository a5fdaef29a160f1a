"""A calendar file that reminds a supporter to write again: no address is needed for it.

One event a month from now, once more for each of five months after it, at ten in the morning by
the reader's own clock. It names the page and nobody who downloads it.
Source: RFC 5545 (iCalendar), sections 3.1 (lines of 75 octets), 3.3.11 (escaped text), 3.6.1.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

TIMES: Final = 6
_HOUR: Final = 10
_LAST_DAY: Final = 28  # the one day number that every month has


def calendar(*, title: str, url: str, lang: str, now: datetime) -> bytes:
    """Return the file. now -- aware; title -- what the event says; url -- the page."""
    start = _next_month(now.date())
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Zvarot//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:again-{start:%Y%m%d}-{url.partition('://')[2]}",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{start:%Y%m%d}T{_HOUR:02}0000",  # no zone: the reader's own clock
        "DURATION:PT30M",
        f"RRULE:FREQ=MONTHLY;COUNT={TIMES}",
        f"SUMMARY;LANGUAGE={lang}:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(url)}",
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(part for line in lines for part in _folded(line.encode()))


def _next_month(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, _LAST_DAY))


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(plain.split())


def _folded(line: bytes) -> Iterator[bytes]:
    """Cut a line into pieces of 75 octets, never inside a character."""
    room = 75
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:
            cut -= 1
        yield line[:cut] + b"\r\n "
        line, room = line[cut:], 74
    yield line + b"\r\n"
