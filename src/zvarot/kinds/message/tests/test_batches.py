"""What has been sent is told in a sentence and batch by batch."""

from datetime import date

import pytest

from zvarot.contract.message import BatchLine, Route
from zvarot.kinds.message.batches import sent_so_far
from zvarot.lib.words import words


def batch(number: int, messages: int, day: int, **columns: str) -> BatchLine:
    return BatchLine(
        number=number,
        messages=messages,
        route=Route(columns.get("route", "prison")),
        sent_on=date(2026, 12, day),
        outcome=columns.get("outcome", "sent"),
    )


def test_the_sentence_adds_up_and_names_the_last_day() -> None:
    sent = sent_so_far((batch(1, 400, 10), batch(2, 840, 20), batch(3, 0, 15)), words("en"))

    assert sent
    assert sent["sentence"] == "1,240 messages in 3 batches; the last was sent on 20 December 2026."


@pytest.mark.parametrize("lang", ["en", "fr", "be"])
def test_one_of_each_is_said_as_one(lang: str) -> None:
    sent = sent_so_far((batch(1, 1, 10),), words(lang))

    assert sent
    assert "{" not in sent["sentence"]
    assert sent["sentence"].startswith("1 ")


def test_each_batch_has_its_way_and_what_became_of_it() -> None:
    sent = sent_so_far((batch(1, 21, 10, route="family", outcome="returned"),), words("en"))

    assert sent
    assert sent["rows"] == [
        {
            "number": "1",
            "day": "10 December 2026",
            "messages": "21 messages",
            "to": "to the family",
            "outcome": "sent back",
        }
    ]


def test_before_the_first_batch_nothing_is_told() -> None:
    assert sent_so_far((), words("en")) is None
