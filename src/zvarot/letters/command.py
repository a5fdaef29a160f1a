"""`zvarot letters bounce`: take a mail that came back, from a mail server's pipe."""

import argparse
import os
import sys
from datetime import UTC, datetime

from django.db import DatabaseError

from zvarot.letters import bounces
from zvarot.letters.reach import Directory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command understands."""
    parser.add_argument("what", choices=["bounce"], help="read one report from the standard input")


def run(arguments: argparse.Namespace) -> int:
    """Take the report. Ends with 75, so that the mail server tries again, if the database is away.

    A mail that is no report ends with 0: a report about a report would go round and round.
    """
    del arguments
    raw = sys.stdin.buffer.read(bounces.MAX_BYTES)
    try:
        result = bounces.take(raw, Directory(), now=datetime.now(tz=UTC))
    except DatabaseError:
        return os.EX_TEMPFAIL
    print(result)
    return 0
