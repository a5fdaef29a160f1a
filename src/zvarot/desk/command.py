"""`zvarot desk`: make a key that no server ever sees, test its shares, say its fingerprint.

For a computer without network, on which the three holders sit together; see operate/keys.
"""

import argparse
import getpass
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from zvarot.desk import age_file, ceremony, passphrases
from zvarot.desk.errors import DeskRefused
from zvarot.desk.paper import LANGUAGES, last_day, public_pdf
from zvarot.sealing.files import destroy
from zvarot.sealing.keys import fingerprint
from zvarot.sealing.public_file import PublicFile, read_public_file
from zvarot.sealing.words import SHARE_WORDS, fingerprint_words, shares_in

_CLEAR = "\033[2J\033[3J\033[H"  # screen and what was scrolled away


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take one of three verbs and what it needs."""
    verbs = parser.add_subparsers(title="verbs", metavar="<verb>", required=True, dest="verb")
    one = verbs.add_parser("keygen", help="make a key and split it among three holders")
    one.add_argument("--audience", required=True, help="target, recipient, organiser, partner:…")
    one.add_argument("--label", required=True, help="what it is for, such as the action's address")
    one.add_argument("--suite", choices=sorted(ceremony.SUITES), default="x25519")
    one.add_argument("--valid-until", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    one.add_argument("--out", type=Path, required=True, help="folder for the files")
    one.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the papers")
    one.add_argument("--passphrases", type=Path, help="file with three lines, instead of asking")
    one = verbs.add_parser("restore-test", help="rebuild a key from two shares, and forget it")
    one.add_argument("file", type=Path, help="public-….untested.json")
    given = one.add_mutually_exclusive_group()
    given.add_argument("--words", type=Path, help="file with the words or codes of two shares")
    given.add_argument("--age", type=Path, nargs=2, metavar="FILE", help="two share files")
    one.add_argument("--passphrases", type=Path, help="file with two lines, for --age")
    one.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the paper")
    one = verbs.add_parser("fingerprint", help="say what a public key file holds")
    one.add_argument("file", type=Path, help="public-….json")


def run(arguments: argparse.Namespace) -> int:
    """Do it. Returns 0; errors are raised as sentences."""
    verbs = {"keygen": keygen, "restore-test": restore_test, "fingerprint": say_fingerprint}
    try:
        verbs[arguments.verb](arguments)
    except EOFError:
        raise DeskRefused("The input ended before everything was typed.") from None
    return 0


def keygen(arguments: argparse.Namespace) -> None:
    """Make a key, and write what each holder takes home."""
    wish = ceremony.Wish(
        audience=arguments.audience,
        label=arguments.label,
        suite=ceremony.SUITES[arguments.suite],
        last_day=arguments.valid_until,
        lang=arguments.lang,
    )
    wish.check(_today())
    chosen = _chosen(arguments.passphrases)
    file, files = ceremony.make(wish, chosen, _today())
    for path in ceremony.write_all(arguments.out, files):
        print(path)
    print(f"\n{_said(file)}\n")
    print(
        "Print paper-1.pdf to paper-3.pdf now on a printer at this computer, give each holder one "
        "paper and one share file, and delete the three PDFs: they are not closed by a passphrase. "
        "Then test two papers: zvarot desk restore-test"
    )


def restore_test(arguments: argparse.Namespace) -> None:
    """Rebuild the key from two shares; only then the studio takes its public half."""
    file = _public_file(arguments.file)
    if file.restored_on:
        raise DeskRefused(f"{arguments.file} was tested on {file.restored_on} already.")
    one, other = _shares(arguments, file)
    tested = ceremony.restored(file, one, other, _today())
    page = public_pdf(tested, arguments.lang)
    pdf = tested.name.removesuffix(".json") + ".pdf"
    for path in ceremony.write_all(arguments.file.parent, {tested.name: tested.dump(), pdf: page}):
        print(path)
    destroy(arguments.file)
    print(f"\nThe two shares rebuild the key.\n{_said(tested)}")


def say_fingerprint(arguments: argparse.Namespace) -> None:
    """Say what two people compare."""
    print(_said(_public_file(arguments.file)))


def _said(file: PublicFile) -> str:
    tested = f"restored from two shares on {file.restored_on}" if file.restored_on else "not tested"
    return "\n".join(
        (
            f"{file.label}: key {file.key.key_id.hex()} for {file.key.audience}, "
            f"seals until {last_day(file)}, {tested}",
            f"  {fingerprint_words(file.key.public)}",
            f"  {fingerprint(file.key)}",
        )
    )


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _public_file(path: Path) -> PublicFile:
    try:
        data = path.read_bytes()
    except OSError:
        raise DeskRefused(f"{path} cannot be read.") from None
    return read_public_file(data)


def _chosen(path: Path | None) -> list[str]:
    if path:
        found = passphrases.from_file(path, ceremony.HOLDERS)
        for nth, passphrase in enumerate(found):
            passphrases.check(passphrase, found[:nth])
        return found
    found = []
    for number in range(1, ceremony.HOLDERS + 1):
        found.append(_asked(number, found))
    return found


def _asked(number: int, others: list[str]) -> str:
    """Ask one holder until it is good, and typed the same twice."""
    while True:
        passphrase = getpass.getpass(f"Holder {number}, your passphrase: ")
        try:
            passphrases.check(passphrase, others)
        except DeskRefused as refused:
            print(refused, file=sys.stderr)
            continue
        if getpass.getpass(f"Holder {number}, once more: ") == passphrase:
            return passphrase
        print("That was not the same.", file=sys.stderr)


def _shares(arguments: argparse.Namespace, file: PublicFile) -> tuple[bytes, bytes]:
    if arguments.age:
        given = arguments.passphrases
        typed = passphrases.from_file(given, 2) if given else None
        first, second = (
            age_file.opened(path, typed[at] if typed else getpass.getpass(f"{path}: "))
            for at, path in enumerate(arguments.age)
        )
        return first, second
    found = shares_in(_words(arguments.words), file.key.key_id)
    if len(found) != 2:
        raise DeskRefused(f"The test takes two shares, these are {len(found)}.")
    return found[0], found[1]


def _words(path: Path | None) -> str:
    if path:
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise DeskRefused(f"{path} cannot be read.") from None
    parts = []
    for which in ("first", "second"):
        print(f"The {SHARE_WORDS} words of the {which} paper; an empty line at the end:")
        parts += list(iter(input, ""))
    if sys.stdout.isatty():
        print(_CLEAR, end="")
    return "\n".join(parts)
