"""`zvarot ledger`: check a site's count, look for a receipt, be a witness of another log.

Needs nothing of Zvarot's but this package and what it imports: `python -m zvarot.ledger <url>`.
"""

import argparse
import getpass
import json
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from zvarot.contract.errors import ZvarotError
from zvarot.contract.receipt import Receipt, ReceiptUnreadable
from zvarot.ledger import find, witness
from zvarot.ledger.errors import LedgerError, NoteInvalid, SplitView, Unreachable
from zvarot.ledger.memory import recall, remember
from zvarot.ledger.note import Verifier
from zvarot.ledger.said import as_json, as_text
from zvarot.ledger.verifier import verify
from zvarot.ledger.web import Web

AGREES, DISAGREES, UNCHECKED = 0, 1, 2
_STATE = Path.home() / ".local" / "state" / "zvarot-ledger"
_WAIT_SECONDS = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take one of three verbs and what it needs."""
    verbs = parser.add_subparsers(title="verbs", metavar="<verb>", required=True, dest="verb")
    one = verbs.add_parser("verify", help="check the log, every count and every page of a site")
    add_verify(one)
    one = verbs.add_parser("find", help="look for a receipt's line, without telling the site")
    one.add_argument("url", help="address of the site")
    one.add_argument("--key", help="public key of the log, name+id+key")
    one = verbs.add_parser("witness", help="cosign the checkpoint of another installation")
    one.add_argument("--origin-url", required=True, help="address of the watched site")
    one.add_argument("--name", required=True, help="name of this witness, such as its host")
    one.add_argument("--key", help="public key of the watched log, name+id+key")
    one.add_argument("--key-file", type=Path, required=True, help="made if there is none")
    one.add_argument("--state", type=Path, required=True, help="folder of what was seen last")
    one.add_argument("--out", type=Path, help="file for the cosigned checkpoint")
    one.add_argument("--once", action="store_true", help="look once; else every minute")


def add_verify(parser: argparse.ArgumentParser) -> None:
    """Take what `verify` needs."""
    parser.add_argument("url", help="address of the site, such as https://act.example.org")
    parser.add_argument("--key", help="public key of the log, name+id+key")
    parser.add_argument("--state", type=Path, default=_STATE, help="folder of what was seen last")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Do it. Returns 0 if all agree, 1 if something does not, 2 if it could not be checked."""
    verbs = {"verify": run_verify, "find": run_find, "witness": run_witness}
    try:
        return verbs[arguments.verb](arguments)
    except SplitView as split:
        print(split, file=sys.stderr)
        for note in split.evidence:
            print(f"\n{note.decode()}", file=sys.stderr)
        return DISAGREES
    except (Unreachable, FileNotFoundError) as problem:
        print(f"Could not check: {problem}", file=sys.stderr)
        return UNCHECKED
    except (LedgerError, NoteInvalid) as problem:
        print(f"Does not agree: {problem}", file=sys.stderr)
        return DISAGREES


def run_verify(arguments: argparse.Namespace) -> int:
    """Check a site and remember what was seen."""
    host = urlsplit(arguments.url).netloc
    report = verify(
        Web(arguments.url),
        key=Verifier.from_text(arguments.key) if arguments.key else None,
        before=recall(arguments.state, host),
        wait=lambda: time.sleep(_WAIT_SECONDS),
    )
    print(as_json(report) if arguments.json else as_text(report))
    if report.problems:
        return DISAGREES
    remember(arguments.state, host, report.memory)
    return AGREES


def run_find(arguments: argparse.Namespace) -> int:
    """Look for the leaf of a receipt that is typed here and leaves this machine in no form."""
    ask = getpass.getpass if sys.stdin.isatty() else lambda _prompt: sys.stdin.readline()
    try:
        receipt = Receipt.parse(ask("Receipt code: "))
    except ReceiptUnreadable as problem:
        print(problem, file=sys.stderr)
        return UNCHECKED
    key = Verifier.from_text(arguments.key) if arguments.key else None
    found = find.find(Web(arguments.url), receipt, key=key)
    print(found.to_text())
    return AGREES if found.index is not None else DISAGREES


def run_witness(arguments: argparse.Namespace) -> int:
    """Cosign what continues what was seen; keep and print both notes of a split view."""
    key = witness.load_key(arguments.key_file)
    print(f"This witness: {witness.Cosigner(arguments.name, key).to_text()}", file=sys.stderr)
    while True:
        try:
            note = witness.look(
                Web(arguments.origin_url),
                witness.Cosigner(arguments.name, key),
                folder=arguments.state,
                site=urlsplit(arguments.origin_url).netloc,
                key=Verifier.from_text(arguments.key) if arguments.key else None,
                now=int(time.time()),
            )
            witness.give(note, arguments.out)
        except Unreachable as problem:
            if arguments.once:
                raise
            print(f"Could not look: {problem}", file=sys.stderr)
        if arguments.once:
            return AGREES
        time.sleep(60)


def main(words: list[str]) -> int:
    """Be `python -m zvarot.ledger URL`: only the check, or any verb by its name."""
    if words and words[0] not in {"verify", "find", "witness", "-h", "--help"}:
        words = ["verify", *words]
    parser = argparse.ArgumentParser(prog="python -m zvarot.ledger", description=__doc__)
    add_arguments(parser)
    try:
        return run(parser.parse_args(words))
    except ZvarotError as problem:
        print(json.dumps({"error": str(problem)}), file=sys.stderr)
        return UNCHECKED
