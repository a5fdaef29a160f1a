"""Deliveries in the background: a process of its own makes each."""

from pathlib import Path

import pytest

from tests.deliveries.test_views import world
from tests.deliveries.world import NOW
from zvarot.contract.audiences import TARGET
from zvarot.deliveries import jobs, services
from zvarot.deliveries.models import Delivery


@pytest.mark.django_db(transaction=True)
def test_a_child_process_makes_the_delivery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZVAROT_DATA_DIR", str(tmp_path / "own"))  # as the settings of this test
    delivery = services.request(world().action, TARGET, by="tamara", now=NOW)

    assert jobs.run_next()
    assert not jobs.run_next()  # one at a time
    jobs.wait()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.note) == (Delivery.State.READY, "")
    assert (delivery.listed, delivery.progress, delivery.total) == (1, 2, 2)
    assert not jobs.run_next()
