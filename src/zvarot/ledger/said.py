"""A report of a check in words for somebody who writes about it, and as JSON."""

import base64
import json
from collections.abc import Iterator

from zvarot.ledger.verifier import Report


def as_text(report: Report) -> str:
    """Give the report as lines of plain English."""
    return "\n".join(_lines(report))


def as_json(report: Report) -> str:
    """Give the report for another program."""
    return json.dumps(
        {
            "agrees": not report.problems,
            "log": report.checkpoint.origin,
            "size": report.checkpoint.size,
            "root": base64.b64encode(report.checkpoint.root).decode(),
            "key": report.key.to_text(),
            "size_last_time": report.before.size if report.before else None,
            "actions": {
                line.slug: {
                    "log": line.parts.to_json(),
                    "count_json": line.served.to_json(),
                    "page": line.shown,
                    "agrees": line.agrees,
                }
                for line in report.lines
            },
            "problems": report.problems,
        },
        indent=1,
    )


def _lines(report: Report) -> Iterator[str]:
    log = report.checkpoint
    yield f"Log       {log.origin}, {log.size} lines, root {base64.b64encode(log.root).decode()}"
    yield f"Key       {report.key.to_text()}"
    if report.is_first_visit:
        yield "          First seen now and taken on trust. Compare it with another source."
    if report.before:
        kept = "" if report.problems else " They are all still there, unchanged."
        yield f"Last time {report.before.size} lines.{kept}"
    yield ""
    for line in report.lines:
        parts = ", ".join(f"{n} {name}" for name, n in line.parts.to_json().items() if n)
        shown = "shows no number" if line.shown is None else f"shows {line.shown}"
        verdict = "agrees" if line.agrees else "DOES NOT AGREE"
        yield f"{line.slug}: {verdict}"
        yield f"  log        {line.parts.total} ({parts or 'nothing'})"
        yield f"  count.json {line.served.total}"
        yield f"  page       {shown}"
    yield ""
    if report.problems:
        yield "Something does not agree:"
        yield from (f"  {problem}" for problem in report.problems)
    else:
        yield "Everything agrees: each number is the sum of lines in the signed log."
    yield "This shows that no line was removed or changed. It cannot show that lines are people."
