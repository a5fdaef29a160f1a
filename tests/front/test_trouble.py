"""The log of the front: places, never answers; lines, never floods."""

import pytest

from zvarot.front import trouble


def fail(typed: str) -> None:
    raise ValueError(typed)


def test_an_error_is_told_by_its_type_and_place_alone(caplog: pytest.LogCaptureFixture) -> None:
    try:
        fail("ales@example.org")
    except ValueError as problem:
        trouble.tell(problem, "An act failed")

    assert "An act failed: ValueError at " in caplog.text
    assert "test_trouble.py:" in caplog.text
    assert "ales" not in caplog.text


def test_the_same_place_is_told_once_a_second(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "_said", {})
    for _ in range(100):
        try:
            fail("again")
        except ValueError as problem:
            trouble.tell(problem)

    assert len(caplog.records) == 1


def test_an_error_without_a_place_is_told_too(caplog: pytest.LogCaptureFixture) -> None:
    trouble.tell(ValueError("never raised"))

    assert "an unknown line" in caplog.text
    assert "never raised" not in caplog.text
