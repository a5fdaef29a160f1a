"""`zvarot <command>`: find the command, hand it its arguments, turn errors into sentences.

Commands are looked up by name and imported only when asked for. This is the reason why the
import is dynamic: `zvarot front` must run in a process that never loads Django, and `zvarot
worker` in one that never loads the front.
"""

import argparse
import os
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from zvarot import __version__
from zvarot.contract.errors import ZvarotError
from zvarot.lib.settings import SettingsWrong


class CommandModule(Protocol):
    """The shape of a module that is a command."""

    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


@dataclass(frozen=True)
class Command:
    """Where a command is, and what `zvarot --help` says of it."""

    module: str
    help: str
    needs_django: bool = False
    is_passed_on: bool = False  # its words, also those with hyphens, are another program's


COMMANDS = {
    "run": Command("zvarot.cli.run", "start everything on this machine, with a demonstration"),
    "front": Command("zvarot.cli.front", "start the public program"),
    "studio": Command("zvarot.cli.studio", "start the staff's program"),
    "worker": Command("zvarot.cli.worker", "start the background program", needs_django=True),
    "demo": Command("zvarot.demo.command", "load the demonstration", needs_django=True),
    "deliver": Command("zvarot.deliveries.command", "make a delivery", needs_django=True),
    "letters": Command("zvarot.letters.command", "take mail that came back", needs_django=True),
    "ledger": Command("zvarot.ledger.command", "check a count, or watch another site's log"),
    "desk": Command(
        "zvarot.desk.command", "make keys and test them, on a computer without network"
    ),
    "targets": Command(
        "zvarot.offices.command", "bring in whom we write to, or give it out", needs_django=True
    ),
    "front-role": Command("zvarot.cli.front_role", "on PostgreSQL, give the front its own role"),
    "doctor": Command("zvarot.cli.doctor", "look for what is wrong with this installation"),
    "manage": Command(
        "zvarot.cli.manage", "run one of Django's own commands, such as migrate", is_passed_on=True
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that was asked for. Returns the program's exit code."""
    _leave_nothing_to_strangers()
    words = list(sys.argv[1:] if argv is None else argv)
    chosen = next((word for word in words if not word.startswith("-")), "")
    try:
        arguments = _arguments(chosen, words)
        return int(arguments.run(arguments) or 0)
    except SettingsWrong as wrong:
        print("These settings cannot be used:", file=sys.stderr)
        for problem in wrong.problems:
            print(f"  {problem}", file=sys.stderr)
    except ZvarotError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _leave_nothing_to_strangers() -> None:
    """Write no core dump, which would hold answers and keys, and no file that others can read.

    What the group may do is the operator's choice: front and worker can share an inbox.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(os.umask(0o077) | 0o007)


def _arguments(chosen: str, words: list[str]) -> argparse.Namespace:
    command = COMMANDS.get(chosen)
    if command and command.is_passed_on and words[0] == chosen:
        return argparse.Namespace(run=_load(command).run, words=words[1:])
    return _parser(chosen).parse_args(words)


def _parser(chosen: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zvarot", description="A self-hosted action platform for human-rights campaigns."
    )
    parser.add_argument("--version", action="version", version=f"zvarot {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="<command>", required=True)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, help=command.help, description=_sentence(command))
        if name == chosen:
            module = _load(command)
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    return parser


def _load(command: Command) -> CommandModule:
    if command.needs_django:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zvarot.config.settings")
        import_module("django").setup()
    module: CommandModule = import_module(command.module)
    return module


def _sentence(command: Command) -> str:
    return command.help[0].upper() + command.help[1:] + "."
