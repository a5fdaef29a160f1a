"""The worker's part: its lane of messages, and a process of its own for the cards of a batch."""

from pathlib import Path

import pytest

from tests.moderation.test_batches import approved, chosen, sent
from tests.moderation.world import EMAIL, World
from zvarot.moderation import jobs
from zvarot.moderation.models import Batch, Message
from zvarot.worker.assembly import assemble
from zvarot.worker.settings import read


@pytest.mark.django_db(transaction=True)
def test_a_child_process_looks_at_the_cards(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZVAROT_DATA_DIR", str(tmp_path))  # as the settings of this test
    action = world.action()
    approved(world, action)
    batch = chosen(world, action)

    assert jobs.run_next()
    assert not jobs.run_next()  # one at a time
    jobs.wait()

    batch.refresh_from_db()
    assert (batch.state, batch.problem) == (Batch.State.MADE, "")
    assert not jobs.run_next()


def test_the_worker_takes_messages_in_and_tells_who_asked(world: World, tmp_path: Path) -> None:
    worker = assemble(read({"ZVAROT_DATA_DIR": str(tmp_path)}), languages=("en", "be"))
    action = world.action()
    world.writes(action)
    approved(world, action, email=EMAIL)
    sent(world, action)
    Message.objects.filter(item=None).delete()

    steps = worker.lanes()["messages"]
    for step in steps:
        step.act()

    [path] = (tmp_path / "mail").glob("*.eml")
    assert f"To: {EMAIL}" in path.read_text(encoding="utf-8")
    assert [step.name for step in steps] == ["take in messages", "news of batches"]
    assert Message.objects.count() == 2
