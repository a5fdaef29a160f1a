"""Whatever happens to the program or its disk: who was thanked is stored, the rest is told."""

import http.client
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.front.running import FORM, Running, running
from tests.front.site import SLUG, Published, answers, publish
from zvarot.contract.receipt import Receipt
from zvarot.contract.record import SignatureRecord, unpack


class Crowd:
    """Signs over several connections until the front is gone; keeps the receipts it was shown."""

    def __init__(self, front: Running, people: int) -> None:
        self._front = front
        self.receipts: list[str] = []
        self._threads = [threading.Thread(target=self._sign, args=(n,)) for n in range(people)]
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(20)

    def _sign(self, person: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self._front.port, timeout=5)
        with closing(line):
            for turn in range(10_000):
                body = f"given_name=A&family_name=K&email=s{person}.{turn}%40example.org&country=LT"
                try:
                    line.request("POST", f"/{SLUG}/", body.encode(), FORM)
                    came = line.getresponse()
                    page = came.read().decode()
                except (OSError, http.client.HTTPException):
                    return
                if came.status == 200:
                    self.receipts.append(page.partition("<code>")[2].partition("</code>")[0])


@pytest.mark.crash
def test_nobody_who_was_thanked_is_lost_when_the_front_is_killed(tmp_path: Path) -> None:
    published = publish(tmp_path / "published")
    thanked: list[str] = []
    for _ in range(5):
        with running(published, tmp_path, workers="2") as front:
            crowd = Crowd(front, people=16)
            time.sleep(0.7)
            front.kill()
            crowd.join()
            thanked += crowd.receipts

    stored = {r.leaf_tag for r in front.records() if isinstance(r, SignatureRecord)}
    missing = [code for code in thanked if Receipt.parse(code).leaf_tag not in stored]
    assert len(thanked) > 100
    assert missing == []


def test_stopping_the_front_loses_nobody_either(tmp_path: Path) -> None:
    published = publish(tmp_path / "published")
    with running(published, tmp_path, workers="1") as front:
        crowd = Crowd(front, people=8)
        time.sleep(0.5)
        front.process.terminate()
        front.process.wait(15)
        crowd.join()

    stored = {r.leaf_tag for r in front.records() if isinstance(r, SignatureRecord)}
    assert crowd.receipts
    assert all(Receipt.parse(code).leaf_tag in stored for code in crowd.receipts)


@pytest.mark.crash
def test_a_full_disk_is_said_keeps_the_text_and_heals_by_itself(
    tmp_path: Path, published_elsewhere: Published
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)], check=False
    )
    if mounted.returncode:
        pytest.fail("This test needs the right to mount a small tmpfs; run it as root.")
    try:
        _fill_and_heal(published_elsewhere, small)
    finally:
        subprocess.run(["/bin/umount", "-l", str(small)], check=True)


@pytest.fixture
def published_elsewhere(tmp_path: Path) -> Published:
    return publish(tmp_path / "published")


def _fill_and_heal(published: Published, small: Path) -> None:
    with running(published, small, workers="1") as front:
        assert front.sign(**answers()).status == 200
        filler = small / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1024))
            except OSError:
                pass
        refused = front.sign(**answers(given_name="Уладзіслава"))
        while refused.status == 200:  # room that the database already had
            refused = front.sign(**answers(given_name="Уладзіслава"))

        assert refused.status == 503
        assert int(refused.headers["retry-after"]) > 0
        assert 'value="Уладзіслава"' in refused.text
        assert "could not record" in refused.text
        assert front.get(f"/{SLUG}/").status == 200

        filler.unlink()
        assert front.sign(**answers()).status == 200
        assert all(unpack(body) for body in front.rows())
