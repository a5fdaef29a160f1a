"""The disk is full, the database is gone: pages stay, nobody is thanked in vain, work goes on."""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests import postgres
from tests.stories import world as worlds
from tests.stories.world import Reply, World

pytestmark = [pytest.mark.slow, pytest.mark.crash]

SLUG = "maryia-petition"
PATHS = ("/", f"/{SLUG}/", f"/be/{SLUG}/", "/withdraw", f"/{SLUG}/counting/")
TYPED = {"given_name": "Алесь", "family_name": "O'Neill", "country": "LT", "updates": "no"}


def test_on_a_full_disk_nobody_is_thanked_and_space_is_enough_to_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "zvarot"
    with ExitStack() as stack:
        inbox = folder / "var" / "inbox"
        if os.geteuid() == 0:
            stack.enter_context(_small_disk(inbox))
        own = f"sqlite:///{inbox}/inbox.sqlite3"  # a file, whatever the rest is kept in
        both = {"ZVAROT_INBOX_URL": own, "ZVAROT_FRONT_INBOX_URL": own}
        world = stack.enter_context(worlds.world(folder, **both))
        _signs(world, "before@disk.example.org")
        if os.geteuid() == 0:
            ballast = inbox / "ballast"
            _fill(ballast)
            _nothing_is_thanked(world, "full@disk.example.org")
            ballast.unlink()
            _signs(world, "space@disk.example.org")
        # Writing fails in another way where a quota ends it: with another error number.
        _allow_writing(world, 0)
        _nothing_is_thanked(world, "quota@disk.example.org")
        _allow_writing(world, resource.RLIM_INFINITY)
        _signs(world, "after@disk.example.org")
        _no_mail_but_to_the_thanked(world)


def test_without_the_database_pages_stay_and_its_return_is_enough(tmp_path: Path) -> None:
    with postgres.running() as server:
        own = {"ZVAROT_DATABASE_URL": server.url("postgres")}
        with worlds.world(tmp_path / "zvarot", **own) as world:
            _signs(world, "before@base.example.org")
            fronts = world.pids("front")
            _stop(server)
            _nothing_is_thanked(world, "gone@base.example.org")
            postgres.start_again(server)
            _signs(world, "back@base.example.org")
            # A record that a hanging server holds may still be kept when it goes on: of that
            # the front knows nothing, so it thanks nobody.
            go_on = _hang(server)
            _nothing_is_thanked(world, "hanging@base.example.org")
            go_on()
            _signs(world, "after@base.example.org")
            assert world.pids("front") == fronts
            _no_mail_but_to_the_thanked(world)


def _nothing_is_thanked(world: World, address: str) -> None:
    """Ask and post on all processes of the front, several times each."""
    answers = {**TYPED, "email": address}
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda path: world.get(path).status, PATHS * 4))
        tries = list(pool.map(lambda _: _timed(world, f"/{SLUG}/", answers), range(16)))
        codes = [_timed(world, "/withdraw", {"code": "0" * 26}) for _ in range(2)]
    assert set(pages) == {200}
    for reply, seconds in tries:
        assert reply.status == 503
        assert seconds < 5
        assert int(reply.headers["retry-after"]) > 0
        assert 'value="Алесь"' in reply.text
        assert 'value="O&#39;Neill"' in reply.text
        assert f'value="{address}"' in reply.text
        assert 'id="errors"' in reply.text
    for reply, seconds in codes:
        assert reply.status == 503
        assert seconds < 5


def _timed(world: World, path: str, answers: Mapping[str, str]) -> tuple[Reply, float]:
    began = time.monotonic()
    reply = world.post(path, answers)
    named = {name.lower(): value for name, value in reply.headers.items()}
    return Reply(reply.status, named, reply.text), time.monotonic() - began


def _signs(world: World, address: str) -> None:
    """Sign, soon after whatever happened, and count: all programs are at work."""
    answers = {**TYPED, "email": address}
    world.until(
        lambda: world.post(f"/{SLUG}/", answers).status == 200, "a form to be taken", seconds=20
    )
    before = world.confirmed(SLUG)
    [mail] = world.until(lambda: world.mails_to(address), "the mail", seconds=60)
    world.until(
        lambda: world.post(world.confirm_path(mail), {}).status == 200, "the button", seconds=20
    )
    world.until(lambda: world.confirmed(SLUG) == before + 1, "the count", seconds=30)


def _no_mail_but_to_the_thanked(world: World) -> None:
    time.sleep(3)
    refused = ("full@", "quota@", "gone@")
    assert [mail["To"] for mail in world.mails() if str(mail["To"]).startswith(refused)] == []


# --- what goes wrong -------------------------------------------------------------------------


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], check=False).returncode:
        pytest.skip("This machine does not let its root mount a disk.")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def _allow_writing(world: World, size: int) -> None:
    for pid in world.pids("front"):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _stop(server: postgres.Server) -> None:
    """The server is gone: nobody listens."""
    process = _pid(server)
    os.kill(process, signal.SIGINT)  # ends all connections, then itself
    while Path(f"/proc/{process}").exists():
        time.sleep(0.05)


def _hang(server: postgres.Server) -> Callable[[], None]:
    """The server neither answers nor hangs up, as if its disk were lost. Gives what ends that."""
    stopped = [_pid(server), *_children(_pid(server))]
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)

    def go_on() -> None:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)

    return go_on


def _pid(server: postgres.Server) -> int:
    return int((server.folder / "data" / "postmaster.pid").read_text().split()[0])


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
