"""What a stranger's check accepts, and everything that it notices."""

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger import site as sites
from tests.ledger.site import Site
from zvarot.contract.receipt import Receipt
from zvarot.ledger import find
from zvarot.ledger.checkpoint import sign_checkpoint
from zvarot.ledger.errors import LedgerError, Unreachable
from zvarot.ledger.memory import Remembered, recall, remember
from zvarot.ledger.said import as_json, as_text
from zvarot.ledger.verifier import Report, shown_number, verify


def check(site: Site, before: Remembered | None = None) -> Report:
    return verify(site.fetch, key=site.verifier, before=before, wait=lambda: None)


def test_an_honest_site_agrees_with_itself_now_and_later() -> None:
    site = sites.made(700)
    first = check(site)
    site.leaves += [sites.signature(number, 8) for number in range(900, 1300)]
    site.publish()

    second = check(site, first.memory)

    assert first.problems == second.problems == []
    assert [line.parts.total for line in second.lines] == [1697, 400]
    assert [line.shown for line in second.lines] == [1697, 400]
    assert "Everything agrees" in as_text(second)
    assert json.loads(as_json(second))["size_last_time"] == 700


def test_the_first_visit_takes_the_key_that_the_site_names() -> None:
    site = sites.made(3)

    report = verify(site.fetch, key=None, before=None, wait=lambda: None)

    assert report.key == site.verifier
    assert "taken on trust" in as_text(report)


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("mikita-letter/count.json", b'{"parts": {"paper": 1}}', "count.json says 1, the log 0"),
        ("mikita-letter/", '<p class="num"><b>١٬٢٣٤</b>'.encode(), "the page shows 1234"),
        ("log/actions.json", b'{"actions": {}}', "action 7 that the site does not name"),
    ],
)
def test_a_number_that_is_not_in_the_log_is_named(path: str, body: bytes, said: str) -> None:
    site = sites.made(300)
    site.files[path] = body

    report = check(site)

    assert said.split(", the log")[0] in " ".join(report.problems)
    assert "Something does not agree" in as_text(report)


def test_a_page_without_a_number_shows_none_that_could_be_wrong() -> None:
    assert shown_number("<p>Be the first.</p>") is None
    assert shown_number('<p class="num"><b>12 345</b>') == 12345


def test_a_log_that_lost_lines_or_rewrote_them_is_noticed() -> None:
    site = sites.made(300)
    before = check(site).memory
    site.leaves = site.leaves[:299]
    site.publish()
    assert "lines are gone" in check(site, before).problems[0]

    site.leaves = [sites.signature(9999), *site.leaves[1:], sites.withdrawal()]
    site.publish()
    assert "rewritten" in check(site, before).problems[0]


def test_leaves_that_an_honest_log_never_has_are_named() -> None:
    site = sites.made(2)
    site.leaves = [sites.signature(1), sites.withdrawal(), sites.withdrawal()]
    site.publish()

    assert "Leaf 2 takes more from action 7 than it had." in check(site).problems


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        ({}, ""),
        ({2: 5}, "2 leaves have the tag"),  # copied within a bundle
        ({3: 555}, "2 leaves have the tag"),  # and far away
        ({7: 300, 8: 300}, "3 leaves have the tag"),
    ],
)
def test_a_signature_that_was_counted_twice_is_named(forged: dict[int, int], said: str) -> None:
    site = sites.made(600)
    for copy, original in forged.items():
        site.leaves[copy] = site.leaves[original]
    site.publish()

    problems = check(site).problems

    assert len(problems) == bool(forged)
    assert said in "".join(problems)


def test_a_withdrawal_that_was_given_in_twice_is_named_and_equal_documents_are_not() -> None:
    site = sites.made(300)
    site.leaves += [sites.paper(1000), sites.withdrawal()]
    site.publish()

    [problem] = check(site).problems

    assert f"2 leaves have the tag {(b'w' * 32).hex()}" in problem
    assert "each withdrawal has one of its own" in problem


def test_a_day_that_goes_back_within_a_bundle_is_noticed() -> None:
    site = sites.made(3)
    first, later = sites.signature(1), sites.signature(2, day=20780)
    site.leaves = [first, later, sites.signature(3)]
    site.publish()

    assert check(site).problems == ["The days of the leaves from 0 on go back."]


@pytest.mark.parametrize("path", ["log/tile/entries/001", "log/tile/0/001", "log/tile/1/000.p/2"])
def test_one_flipped_bit_anywhere_is_noticed(path: str) -> None:
    site = sites.made(600)
    damaged = bytearray(site.files[path])
    damaged[-20] ^= 1
    site.files[path] = bytes(damaged)

    with pytest.raises(LedgerError):
        check(site)


def test_another_key_is_never_taken_for_the_remembered_one() -> None:
    site, other = sites.made(3), sites.made(3)

    with pytest.raises(LedgerError, match="not signed by"):
        verify(site.fetch, key=other.verifier, before=None, wait=lambda: None)
    with pytest.raises(LedgerError, match="remembered"):
        verify(site.fetch, key=other.verifier, before=check(site).memory, wait=lambda: None)


def test_a_missing_part_is_no_disagreement_but_cannot_be_checked() -> None:
    site = sites.made(600)
    del site.files["log/tile/0/001"]

    with pytest.raises(Unreachable):
        check(site)


def test_a_count_that_moves_while_it_is_read_is_read_again() -> None:
    site = sites.made(300)
    counts = site.files["maryia-petition/count.json"]
    site.leaves.append(sites.signature(999))
    site.publish()
    newer = site.files["maryia-petition/count.json"]
    site.files["maryia-petition/count.json"] = counts

    report = verify(
        site.fetch,
        key=None,
        before=None,
        wait=lambda: site.files.update({"maryia-petition/count.json": newer}),
    )

    assert report.problems == []


def test_ales_finds_his_line_and_asks_for_the_same_files_as_everybody() -> None:
    receipt, site = Receipt.new(), sites.made(300)
    site.leaves.insert(123, sites.signature(0, tag=receipt.leaf_tag))
    site.publish()

    found = find.find(site.fetch, receipt, key=None)
    asked, site.fetched = site.fetched, []
    missing = find.find(site.fetch, Receipt.new(), key=site.verifier)

    assert (found.index, len(found.proof)) == (123, 9)
    assert "line 123 of 301" in found.to_text()
    assert missing.index is None
    assert "Not among" in missing.to_text()
    assert asked[1:] == site.fetched


def test_what_is_remembered_survives_and_damage_is_told(tmp_path: Path) -> None:
    what = Remembered("key", b"note \xe2\x80\x94\n")
    remember(tmp_path, "act.example", what)

    assert recall(tmp_path, "act.example") == what
    assert recall(tmp_path, "other.example") is None
    [path] = tmp_path.glob("*.json")
    path.write_text("{")
    with pytest.raises(LedgerError, match="damaged"):
        recall(tmp_path, "act.example")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[Site, str]]:
    """Serve a site over real HTTP on loopback."""
    site = sites.made(300)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.files.get(self.path[1:])
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_program_needs_no_framework_and_tells_by_its_exit_code(
    address: tuple[Site, str], tmp_path: Path
) -> None:
    site, url = address
    source = (
        "import sys; from zvarot.ledger.command import main; code = main(sys.argv[1:]);"
        "ours = {n.split('.')[1] for n in sys.modules if n.startswith('zvarot.')};"
        "heavy = {'django', 'wagtail', 'starlette', 'jinja2', 'psycopg', 'babel'};"
        "assert ours <= {'contract', 'ledger', 'lib'}, ours; assert not heavy & set(sys.modules);"
        "sys.exit(code)"
    )

    def ask(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", source, *words, "--state", str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    agreed = ask(url)
    site.files["log/checkpoint"] = sign_checkpoint(sites.ORIGIN, 3, b"r" * 32, site.key)
    gone = ask(url, "--json")
    nobody = ask("http://127.0.0.1:9")

    assert (agreed.returncode, agreed.stderr) == (0, "")
    assert "maryia-petition: agrees" in agreed.stdout
    assert gone.returncode == 1
    assert json.loads(gone.stdout)["agrees"] is False
    assert nobody.returncode == 2
    assert "Could not check" in nobody.stderr
