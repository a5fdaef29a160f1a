"""What every format is read into: plain rows, before anything is written."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from zvarot.contract import email
from zvarot.contract.errors import ZvarotError

MAX_BYTES = 20_000_000


class FileUnusable(ZvarotError):
    """A file of offices cannot be read at all, or holds something other than was said."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a file does not say itself.

    language -- of names and titles; empty: the format's or the country's own.
    columns -- for a plain table: our name -> the heading in the file.
    day -- the day for which the file tells who holds what.
    """

    day: date
    country: str = ""
    language: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ImportedTitle:
    """is_composed -- made up by the importer, so an editor's own words stay."""

    language: str
    title: str
    organisation: str = ""
    salutation: str = ""
    lines: tuple[str, ...] = ()
    is_composed: bool = False


@dataclass(frozen=True, kw_only=True)
class ImportedName:
    language: str
    text: str
    given_name: str = ""
    family_name: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportedHolder:
    names: tuple[ImportedName, ...]
    gender: str = ""
    held_from: date | None = None
    held_until: date | None = None
    party: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ImportedChannel:
    """is_personal -- reaches who holds the office now, not whoever holds it."""

    kind: str
    value: str
    note: str = ""
    is_personal: bool = True


@dataclass(frozen=True, kw_only=True)
class ImportedOffice:
    """One office. key -- the same in every later file of this origin; it finds the office again."""

    row: int
    key: str
    country: str
    language: str
    titles: tuple[ImportedTitle, ...]
    division: str = ""
    body: str = ""
    holder: ImportedHolder | None = None
    channels: tuple[ImportedChannel, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What a report calls it."""
        office = self.titles[0].title
        return f"{office}: {self.holder.names[0].text}" if self.holder else office


@dataclass(frozen=True)
class RowProblem:
    """Something in a row that cannot be used; the rest of the row may be."""

    row: int
    field: str
    sentence: str


@dataclass(frozen=True)
class RowSkipped:
    """A row that is as it should be and is not for us, such as a member who has left."""

    row: int
    sentence: str


Row = ImportedOffice | RowProblem | RowSkipped
Reader = Callable[[bytes, Options], Iterator[Row]]


def mailbox(row: int, text: str) -> ImportedChannel | RowProblem:
    """Give the channel of an e-mail address, or say that it is none."""
    judged = None if _mixes_scripts(text) else email.address(text)
    if judged is None:
        return RowProblem(row, "email", f"{text[:80]!r} is not an e-mail address; it is left out.")
    return ImportedChannel(kind="email", value=judged)


def _mixes_scripts(text: str) -> bool:
    """Tell whether one part of a domain has letters of two alphabets: nobody owns such a name."""
    labels = text.rpartition("@")[2].split(".")
    scripts = [
        {unicodedata.name(c, "").split(" ")[0] for c in one if c.isalpha()} for one in labels
    ]
    return any("LATIN" in found and found & {"CYRILLIC", "GREEK"} for found in scripts)


def web_form(row: int, text: str, name: str) -> ImportedChannel | RowProblem:
    """Give the channel of an office's own page for messages, or say that it is none."""
    if not text.startswith(("https://", "http://")) or " " in text or len(text) > 250:
        return RowProblem(row, name, f"{text[:80]!r} is not a web address; it is left out.")
    return ImportedChannel(kind="web-form", value=text)


def iso_date(row: int, text: str, name: str) -> date | RowProblem | None:
    """Read a day; nothing if there is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = f"{text[:20]!r} is not a day; write 2026-12-31."
        return RowProblem(row, name, sentence)


def usable(channels: Iterable[ImportedChannel | RowProblem]) -> tuple[ImportedChannel, ...]:
    """Leave out what cannot be used."""
    return tuple(one for one in channels if isinstance(one, ImportedChannel))
