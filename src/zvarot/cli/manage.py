"""`zvarot manage …`: Django's own commands, with our settings."""

import argparse
import os

from django.core.management import execute_from_command_line


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take everything as it is: the words are Django's, and never come to this parser."""


def run(arguments: argparse.Namespace) -> int:
    """Hand the words to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvarot.config.settings")
    execute_from_command_line(["zvarot manage", *arguments.words])
    return 0
