"""`zvarot doctor`: look at this installation and list everything that is wrong with it."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from zvarot.cli import checks, tables
from zvarot.cli.checks import Finding


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Print what was found. Returns 1 if anything is wrong."""
    findings = list(_all())
    for finding in findings:
        if not finding.is_problem:
            print(f"  {finding.text}")
    problems = [finding.text for finding in findings if finding.is_problem]
    if not problems:
        print("Nothing is wrong.")
        return 0
    print("Wrong:")
    for problem in problems:
        print(f"  {problem}")
    return 1


def _all() -> Iterator[Finding]:
    yield from checks.settings_used(os.environ)
    settings = tables.load_all(os.environ)
    studio = settings["studio"]
    data = Path(studio["ZVAROT_DATA_DIR"])
    url = studio["ZVAROT_DATABASE_URL"] or f"sqlite:///{data}/zvarot.sqlite3"
    yield from checks.isolation(data)
    yield from checks.key_files(data)
    found = list(checks.database(url))
    yield from found
    if not any(finding.is_problem for finding in found):
        yield from _migrations()
    yield from checks.inbox(settings)
    yield from checks.mail(settings)
    yield from checks.kinds()
    yield from checks.fonts()
    yield from checks.password_logins(studio)


def _migrations() -> Iterator[Finding]:
    command = [sys.executable, "-m", "zvarot", "manage", "migrate", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip() or "there are new migrations").splitlines()[-1]
        yield Finding(f"database: run `zvarot manage migrate` ({last})", True)
    else:
        yield Finding("database: every migration is applied")
