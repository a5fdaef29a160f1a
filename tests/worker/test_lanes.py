"""A step that fails is logged without what it held, and the others go on."""

import logging
import threading
import time

import pytest

from zvarot.signatures.errors import LedgerBroken
from zvarot.worker.lanes import Lane, Step

SECRET = "ales@example.org"


def _fails() -> bool:
    raise ValueError(SECRET)


def test_a_failing_step_does_not_stop_the_next_one(caplog: pytest.LogCaptureFixture) -> None:
    stop, ran = threading.Event(), threading.Event()

    def works() -> bool:
        ran.set()
        return False

    lane = Lane("test", [Step("broken", _fails), Step("sound", works)], stop)
    with caplog.at_level(logging.ERROR, "zvarot.worker"):
        lane.start()
        assert ran.wait(10)
        stop.set()
        lane.join(10)

    assert not lane.is_alive()
    assert "Step broken failed: ValueError at " in caplog.text
    assert SECRET not in caplog.text


def test_what_we_say_ourselves_reaches_the_operator(caplog: pytest.LogCaptureFixture) -> None:
    def breaks() -> bool:
        raise LedgerBroken("Leaves are missing below 7. Nothing is signed.")

    with caplog.at_level(logging.ERROR, "zvarot.worker"):
        Step("ledger", breaks).run_if_due()

    assert "Leaves are missing below 7" in caplog.text


def test_a_failing_step_is_tried_less_and_less_often() -> None:
    step, now = Step("broken", _fails), time.monotonic()

    pauses = []
    for _ in range(8):
        step.next_at = 0
        assert step.run_if_due() is False
        pauses.append(step.next_at - now)

    assert pauses == sorted(pauses)
    assert 29 < pauses[-1] < 45
    assert step.run_if_due() is False  # not its time yet


def test_a_busy_step_goes_on_at_once_and_an_idle_one_waits() -> None:
    answers = [True, False]
    step = Step("drain", lambda: answers.pop(0), every=60)

    assert step.run_if_due() is True
    assert step.run_if_due() is False
    assert step.run_if_due() is False
    assert not answers
