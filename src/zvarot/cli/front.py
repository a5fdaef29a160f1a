"""`zvarot front`: start the public program. Nothing of Django may be imported from here."""

import argparse

from zvarot.front import serve


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments: the front is told everything by its settings."""


def run(_arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    serve.main()
    return 0
