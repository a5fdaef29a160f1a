"""What an exporter is given: a cover, the promised columns, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Row = Mapping[str, str]  # field name -> answer; only promised fields, "" where none was given


@dataclass(frozen=True, kw_only=True)
class Column:
    """One promised field.

    label -- its heading, in the language of the delivery.
    share -- width in the printed list, relative to the other columns.
    """

    name: str
    label: str
    share: int = 2


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The letter on top of the list, in one language.

    addressee -- lines of the address block, as printed.
    letter -- paragraphs.
    number -- of this export; stands in every file, so that a leaked copy can be told apart.
    words -- `page` with {page} and {pages}; `heading` above the list; `index`, the heading of the
        running number; `number`, the export's label; all in the language of the delivery.
    """

    title: str
    addressee: tuple[str, ...]
    letter: tuple[str, ...]
    made_on: date
    made_on_text: str
    number: str
    lang: str
    dir: str = "ltr"
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A cover and its columns. No columns: a number is delivered, and no list."""

    cover: Cover
    columns: tuple[Column, ...] = ()

    def cells(self, row: Row) -> list[str]:
        """Return the row's answers in the order of the columns.

        Raises ValueError if the row has an answer that no column promises.
        """
        names = [column.name for column in self.columns]
        if extra := sorted(set(row) - set(names)):
            raise ValueError(f"A row came with {extra}, which this delivery does not promise.")
        return [row.get(name, "") for name in names]
