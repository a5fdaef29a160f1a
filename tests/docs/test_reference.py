"""What the programs can do and note down has its heading in the reference."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from zvarot.actions.models import Action
from zvarot.cli.main import COMMANDS
from zvarot.deliveries.services import OUTCOMES
from zvarot.moderation.batches import OUTCOMES as BATCH_OUTCOMES

ROOT = Path(__file__).parent.parent.parent
REFERENCE = ROOT / "docs" / "reference"
_ENDINGS = {
    "action.": set(Action.State.values) - {"draft"},
    "delivery.": {state.value for state in OUTCOMES},
    "batch.": {state.value for state in BATCH_OUTCOMES},
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_heading(command: str) -> None:
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")

    assert re.search(rf"^## `zvarot {command}\b", page, re.MULTILINE)


def test_every_journal_entry_has_its_heading_and_no_heading_is_of_the_past() -> None:
    page = (REFERENCE / "journal.md").read_text(encoding="utf-8")
    headings = "\n".join(re.findall(r"^### .*$", page, re.MULTILINE))

    assert set(re.findall(r"`([a-z_.]+)`", headings)) == set(_verbs())


def _verbs() -> Iterator[str]:
    """Every verb that is given to the journal, also through `_note` of deliveries."""
    for path in (ROOT / "src" / "zvarot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in {"journal.write", "_note"}:
                for argument in node.args[:2]:
                    yield from _said(argument)


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def _said(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant) and re.fullmatch(r"[a-z]+\.[a-z_]+", str(argument.value)):
        yield str(argument.value)
    elif isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        start = str(argument.values[0].value)
        yield from (start + ending for ending in _ENDINGS.get(start, ()))
