"""After everything that can happen to a count, every place still says the same number."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from tests.stories import staff
from tests.stories import world as worlds
from tests.stories.browser import browser
from tests.stories.staff import Studio
from tests.stories.world import World
from zvarot.contract.receipt import Receipt
from zvarot.ledger import count, tiles
from zvarot.ledger.leaf import unpack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLUG = "maryia-petition"
SCAN = b"%PDF-1.7 thirty hands"


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A Zvarot in which an approved invalidation does not wait."""
    folder = tmp_path_factory.mktemp("honest")
    with worlds.world(folder, ZVAROT_INVALIDATION_MINUTES="0") as running:
        yield running


def signs(world: World, place: int) -> str:
    """Somebody signs and confirms; returns the code of the receipt."""
    address = f"honest{place}@host{place}.example.org"
    answers = {"given_name": "Алесь", "family_name": "Каваль", "email": address, "country": "LT"}
    page = world.post(f"/{SLUG}/", {**answers, "updates": "no"})
    [mail] = world.until(partial(world.mails_to, address), "the mail")
    world.post(world.confirm_path(mail), {"answer": "yes"})
    found = re.search(r'class="code"[^>]*>(?:<[^>]+>)*([0-9A-Z ]+)', page.text)
    assert found is not None
    return found[1]


def said(world: World) -> dict[str, int]:
    """The number in every place where a visitor can find it."""
    numbers = {}
    for path in (f"/{SLUG}/", f"/be/{SLUG}/", f"/{SLUG}/counting/", f"/be/{SLUG}/counting/"):
        found = re.search(r"<b>([\d,\s\u00a0\u202f]+)</b>", world.get(path).text)
        numbers[path] = int(re.sub(r"\D", "", found[1])) if found else 0
    numbers["count.json"] = int(world.count(SLUG)["count"])
    numbers["counts.json"] = int(json.loads(world.get(f"/{SLUG}/counts.json").text)["count"])
    lines = list(csv.DictReader(io.StringIO(world.get(f"/{SLUG}/counts.csv").text)))
    numbers["counts.csv"] = int(lines[-1]["count"]) if lines else 0
    return numbers


def in_a_browser(world: World) -> dict[str, int]:
    """The number that a visitor sees, with styles and scripts, in three languages."""
    numbers = {}
    with browser() as chromium:
        page = chromium.new_page()
        for lang in ("", "/be", "/fr"):
            for path in (f"{lang}/{SLUG}/", f"{lang}/{SLUG}/counting/"):
                page.goto(f"http://127.0.0.1:{world.front}{path}")
                shown = page.locator(".count .num b").first
                assert shown.is_visible(), path
                numbers[f"{path} in Chromium"] = int(re.sub(r"\D", "", shown.inner_text()))
    return numbers


def told_to_others(world: World, folder: Path) -> dict[str, int]:
    """What a client of OSDI is told, and what the program of a stranger computes."""
    osdi = json.loads(staff.run(world, "tell_osdi.py", SLUG))
    url = f"http://127.0.0.1:{world.front}"
    command = [sys.executable, "-m", "zvarot", "ledger", "verify", url, "--json"]
    done = subprocess.run(
        [*command, "--state", str(folder)],
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["problems"] == []
    found = report["actions"][SLUG]
    assert found["log"] == found["count_json"] == osdi["zvarot:parts"]
    return {
        "OSDI": osdi["total_signatures"],
        "ledger verify, from the log": sum(found["log"].values()),
        "ledger verify, of the page": found["page"],
    }


def in_the_ledger(world: World) -> int:
    """Add up the leaves of the action as a stranger does, from the published files."""

    def read(path: str) -> bytes:
        where = f"http://127.0.0.1:{world.front}/log/{path}"
        with urllib.request.urlopen(where, timeout=30) as response:
            body: bytes = response.read()
        return body

    size = int(read("checkpoint").split(b"\n")[1])
    sums = count.all_parts(map(unpack, tiles.read_leaves(0, size, read)))
    return max((one.total for one in sums.values()), default=0)


def counting_page(maryna: Studio) -> str:
    """Find the studio's page about the count of the petition."""
    for path in re.findall(r'"(/admin/counting/action/\d+)/"', maryna.get("/admin/counting/")):
        if "/paper/" in (text := maryna.get(f"{path}/")) and "Maryia" in text:
            return str(path)
    raise AssertionError("The petition is not among the actions that are counted.")


def everything_happens(world: World) -> int:
    """Signatures, withdrawals, two batches, an invalidation, a correction; returns the count."""
    receipts = [signs(world, place) for place in range(5)]
    world.until(lambda: world.confirmed(SLUG) == 5, "five signatures")
    staff.run(world, "add_staff.py", "a-second-person")
    maryna, tamara = Studio(world), Studio(world, "tamara", "a-second-person")
    here = counting_page(maryna)
    today = datetime.now(tz=UTC).date().isoformat()
    period = {"from_day": today, "to_day": today, "role": "campaigner"}

    for receipt in receipts[2:4]:
        world.post("/withdraw", {"code": receipt})
    letters = {"kind": "letters", "count": "42", "words": "42 letters, a school in Halifax"}
    maryna.post(f"{here}/paper/", {**period, **letters}, scan=b"")
    sheets = {"kind": "sheets", "count": "30", "tallies": "15, 15", "place": "Vilnius"}
    maryna.post(f"{here}/paper/", {**period, **sheets}, scan=SCAN)
    tag = Receipt.parse(receipts[1]).leaf_tag.hex()
    maryna.post(
        f"{here}/invalidate/",
        {"klass": "1", "tags": tag, "reason": "A test of ours", "role": "moderator", "propose": ""},
    )
    tamara.post("/admin/counting/invalidation/1/", {"role": "editor", "approve": ""})
    world.until(lambda: world.count(SLUG)["count"] == 5 - 2 + 72 - 1, "the batches")
    maryna.post(
        "/admin/counting/batch/2/correct/",
        {"value": "-2", "reason": "Two lines were empty", "role": "campaigner"},
    )
    return 5 - 2 + 72 - 1 - 2


def test_every_place_says_the_same_after_all_that_can_happen(hasty: World, tmp_path: Path) -> None:
    world = hasty
    expected = everything_happens(world)

    def agrees() -> bool:
        """Either process of the front, each of which learns of it by itself within a second."""
        return all(set(said(world).values()) == {expected} for _ in range(12))

    world.until(agrees, f"{expected} in every place", seconds=30)
    assert in_the_ledger(world) == expected
    others = in_a_browser(world) | told_to_others(world, tmp_path)
    assert {place: number for place, number in others.items() if number != expected} == {}
    assert world.count(SLUG)["parts"] == {
        "confirmed": 2,
        "unconfirmed": 0,
        "paper": 70,
        "partner": 0,
    }
    shown = world.get(f"/{SLUG}/counting/").text
    for words in ("42 letters, a school in Halifax", "Two lines were empty", "A test of ours"):
        assert words in shown
    assert "maryna" not in shown
    assert "tamara" not in shown
    assert not [path for path in world.data.rglob("*") if path.is_file() and SCAN in _read(path)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
