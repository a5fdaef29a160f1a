"""Turn the letters of a page of the demonstration into blocks of the studio."""

from typing import Any

from zvarot.offices.models import Office

_WORDS = ("subject", "head", "middle", "foot", "closing", "reading")


def letters_of(
    rows: list[dict[str, Any]], offices: dict[str, Office], lang: str
) -> list[tuple[str, dict[str, Any]]]:
    """Give the blocks of these letters. lang -- of the page; a letter may have its own."""
    return [("letter", _letter(row, offices, lang)) for row in rows]


def _letter(row: dict[str, Any], offices: dict[str, Office], lang: str) -> dict[str, Any]:
    return {
        "offices": [
            {"office": offices[slug], "is_chosen": True, "lives_in": ""}
            for slug in row.get("offices", ())
        ],
        "by_place": row.get("by_place", ""),
        "way": row.get("way", "auto"),
        "language": row.get("language", lang),
        "mode": row.get("mode", "middle"),
        "arguments": list(row.get("arguments", ())),
        **{name: row.get(name, "").strip() for name in _WORDS},
    }
