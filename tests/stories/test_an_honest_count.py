"""After everything that can happen to a count, every place still says the same number."""

import csv
import io
import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from tests.stories import staff
from tests.stories import world as worlds
from tests.stories.staff import Studio
from tests.stories.world import World
from zvarot.contract.receipt import Receipt
from zvarot.ledger import count, tiles
from zvarot.ledger.leaf import unpack

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


def test_every_place_says_the_same_after_all_that_can_happen(hasty: World, tmp_path: Path) -> None:
    world = hasty
    receipts = [signs(world, place) for place in range(4)]
    before = 4
    world.until(lambda: world.confirmed(SLUG) == before, "four signatures")
    staff.run(world, "add_staff.py", "a-second-person")
    maryna, tamara = Studio(world), Studio(world, "tamara", "a-second-person")
    here = counting_page(maryna)
    today = datetime.now(tz=UTC).date().isoformat()
    period = {"from_day": today, "to_day": today, "role": "campaigner"}

    world.post("/withdraw", {"code": receipts[0]})
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
    world.until(lambda: world.count(SLUG)["count"] == before - 1 + 72 - 1, "the batches")
    maryna.post(
        "/admin/counting/batch/2/correct/",
        {"value": "-2", "reason": "Two lines were empty", "role": "campaigner"},
    )

    expected = before - 1 + 72 - 1 - 2

    def agrees() -> bool:
        """Either process of the front, each of which learns of it by itself within a second."""
        return all(set(said(world).values()) == {expected} for _ in range(12))

    world.until(agrees, f"{expected} in every place", seconds=30)
    assert in_the_ledger(world) == expected
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
