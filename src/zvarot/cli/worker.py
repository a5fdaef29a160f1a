"""`zvarot worker`: start the background program."""

import argparse

from zvarot.worker import main


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments: the worker is told everything by its settings."""


def run(_arguments: argparse.Namespace) -> int:
    """Work until stopped."""
    main.main()
    return 0
