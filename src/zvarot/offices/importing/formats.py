"""The formats that can be imported, by the name that commands and forms use."""

from collections.abc import Mapping
from typing import Final

from zvarot.offices.importing import congress, eu, popolo, table, uk
from zvarot.offices.importing.rows import Reader

READERS: Final[Mapping[str, Reader]] = {
    "congress": congress.read,
    "popolo": popolo.read,
    "uk": uk.read,
    "eu": eu.read,
    "table": table.read,
}
