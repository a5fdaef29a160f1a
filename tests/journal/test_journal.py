"""The journal is written once and read by cursor."""

from datetime import UTC, datetime

import pytest

from zvarot.journal import queries, services

pytestmark = pytest.mark.django_db


def test_an_entry_keeps_who_what_and_how_much() -> None:
    services.write("delivery.made", "maryia-petition", actor="tamara", count=785)

    entry = queries.latest("delivery.made")
    assert entry is not None
    assert (entry.actor, entry.subject, entry.detail) == (
        "tamara",
        "maryia-petition",
        {"count": 785},
    )
    assert entry.at.tzinfo is not None


def test_entries_are_read_on_from_a_cursor() -> None:
    first = services.write("action.open", "a", at=datetime(2026, 11, 22, tzinfo=UTC))
    second = services.write("action.closed", "a")
    third = services.write("action.open", "b")

    assert list(queries.after(first.pk)) == [second, third]
    assert list(queries.after(0, verb="action.open")) == [first, third]


def test_the_latest_entry_may_be_asked_for_one_subject() -> None:
    services.write("action.open", "a")
    services.write("action.open", "b")

    found = queries.latest("action.open", "a")

    assert found is not None
    assert found.subject == "a"
    assert queries.latest("action.won") is None
