"""Looking for one's own line by eye: the tag on the thank-you page, the lists, who may ask."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.front.running import Running, running
from tests.front.site import SLUG, Published, answers, publish
from zvarot.contract.receipt import Receipt
from zvarot.contract.record import Klass
from zvarot.front.tag_lists import LINES, Days, with_lists
from zvarot.ledger import tiles
from zvarot.ledger.leaf import Leaf, Type

SIZE = LINES + 300
FIRST_DAY = 20_779


def leaf(number: int) -> bytes:
    return Leaf(
        type=Type.SIGNATURE,
        klass=Klass.CONFIRMED,
        action_id=7 if number % 2 else 8,
        day=FIRST_DAY + number // 1000,
        value=1,
        tag=number.to_bytes(32, "big"),
    ).pack()


def write_log(published: Published, size: int) -> None:
    """Publish a log of so many lines, a day for each thousand of them."""
    made = tiles.files(0, size, [leaf(number) for number in range(size)])
    counts = json.loads(published.store.read("counts.json"))
    days = [(f"2026-11-{22 + at:02}", at * 1000) for at in range(-(-size // 1000))]
    counts = json.dumps({**counts, "size": size, "days": days})
    published.store.write({f"log/{path}": body for path, body in made.items()})
    published.store.write({"counts.json": counts.encode()})


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("front")
    published = publish(folder / "published")
    write_log(published, SIZE)
    with running(published, folder, workers="1") as started:
        yield started


def test_the_thank_you_page_shows_the_tag_that_the_line_will_carry(front: Running) -> None:
    page = front.sign(**answers()).text

    code = re.search(r"<code>(.*?)</code>", page)
    tag = re.search(r"<b>([0-9a-f]{64})</b>", page)
    assert code is not None
    assert tag is not None
    assert Receipt.parse(code[1]).leaf_tag.hex() == tag[1]


def test_the_page_names_every_list_with_its_lines_and_days_newest_first(front: Running) -> None:
    page = front.get("/receipt").text

    page = re.sub(r"</?bdi.*?>", "", page)
    assert re.findall(r"<a href=\"(.*?)\">(.*?)</a>", page) == [
        ("/log/tags/1.txt", f"4096 {SIZE - 1} 2026-11-26 2026-11-26"),
        ("/log/tags/0.txt", "0 4095 2026-11-22 2026-11-26"),
    ]


def test_numbers_of_lines_are_written_as_the_language_writes_them_and_days_stay_whole() -> None:
    page = '<p data-digits="٠١٢٣٤٥٦٧٨٩"><!--[lists]-->{number} {first} {last} {from}<!--[/lists]-->'
    days = Days(size=13, days=("2026-11-22",), first=(0,))

    made = with_lists(page.encode(), days).decode()

    assert made.endswith('>0 ٠ ١٢ <bdi dir="ltr">2026-11-22</bdi>')


def test_the_lists_together_have_every_line_of_the_log_once(front: Running) -> None:
    texts = [front.get(f"/log/tags/{number}.txt") for number in (0, 1)]

    lines = [line for text in texts for line in text.text.splitlines() if line[0] != "#"]
    assert len(lines) == SIZE
    assert lines[5] == f"5 2026-11-22 signature confirmed +1 {SLUG} {5:064x}"
    assert lines[4096].startswith("4096 2026-11-26 signature confirmed +1 8 ")
    assert [answer.headers["content-type"] for answer in texts] == ["text/plain; charset=utf-8"] * 2
    assert texts[0].headers["cache-control"] == "public, max-age=3600"
    assert texts[1].headers["cache-control"] == "public, max-age=5"


@pytest.mark.parametrize("path", ["2.txt", "-1.txt", "0", "x.txt", "99999999999999999999.txt"])
def test_there_is_no_list_beyond_the_log(front: Running, path: str) -> None:
    assert front.get(f"/log/tags/{path}").status == 404


def test_nobody_can_send_a_code_to_that_page(front: Running) -> None:
    assert front.post("/receipt", {"code": Receipt.new().code}).status == 404
    assert front.get("/receipt?code=x").status == 308


def test_a_log_that_is_empty_or_of_an_older_worker_has_no_lists() -> None:
    assert list(Days.of({"size": 0}).rows()) == []
    [row] = Days.of({"size": 3}).rows()
    assert (row["first"], row["last"], row["from"]) == ("0", "2", "")


def test_lines_whose_part_has_become_full_meanwhile_are_still_listed(tmp_path: Path) -> None:
    published = publish(tmp_path / "published")
    write_log(published, 300)
    counts = json.loads(published.store.read("counts.json")) | {"size": 200}
    published.store.write({"counts.json": json.dumps(counts).encode()})
    with running(published, tmp_path, workers="1") as front:
        assert len(front.get("/log/tags/0.txt").text.splitlines()) == 201
