"""Judge JSON by the schemas of Popolo: the parts of JSON Schema draft 3 that they use."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(__file__).parent.parent / "data" / "popolo"
_LISTS: Final = {
    "persons": "person",
    "organizations": "organization",
    "areas": "area",
    "posts": "post",
    "memberships": "membership",
}
_TYPES: Final[dict[str, Any]] = {
    "string": str,
    "object": dict,
    "array": list,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}


def problems(data: dict[str, list[Any]]) -> list[str]:
    """Name every place in a Popolo file that its schema forbids."""
    return [
        problem
        for name, rows in data.items()
        for row in rows
        for problem in _judge(row, _schema(_LISTS[name]), name)
    ]


def _judge(value: Any, schema: dict[str, Any], place: str) -> Iterator[str]:
    if reference := schema.get("$ref"):
        schema = _schema(Path(reference.rstrip("#")).stem)
    allowed = schema.get("type", [])
    types = allowed if isinstance(allowed, list) else [allowed]
    if types and not any(isinstance(value, _TYPES[name]) for name in types):
        yield f"{place}: not {types}"
        return
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{place}: {value}"
    if isinstance(value, list):
        for each in value:
            yield from _judge(each, schema.get("items", {}), place)
    if isinstance(value, dict):
        yield from _judge_parts(value, schema, place)


def _judge_parts(value: dict[str, Any], schema: dict[str, Any], place: str) -> Iterator[str]:
    for name, inner in schema.get("properties", {}).items():
        if name in value:
            yield from _judge(value[name], inner, f"{place}.{name}")
        elif inner.get("required") is True:
            yield f"{place}.{name}: missing"


def _schema(name: str) -> dict[str, Any]:
    return dict(json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8")))
