"""Budgets per network, kept without keeping an address."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from tests.front.asking import Asked, AskedHeaders
from tests.front.running import running
from tests.front.site import answers, publish
from zvarot.front.limits import Budgets, Limits, prefix_of
from zvarot.front.shared import Shared
from zvarot.front.visitors import Visitors


def limits(**budgets: int) -> Limits:
    return Limits(Shared(), Budgets(**budgets))


def test_a_network_has_its_budget_for_a_minute() -> None:
    counted = limits(per_minute=3, per_hour=20)

    assert [counted.wait("203.0.113.7", 30.0) for _ in range(3)] == [0, 0, 0]
    assert counted.wait("203.0.113.200", 30.0) == 31
    assert counted.wait("203.0.113.7", 60.0) == 0


def test_a_network_has_its_budget_for_an_hour() -> None:
    counted = limits(per_minute=0, per_hour=2)

    waits = [counted.wait("2001:db8::1", 60.0 * minute) for minute in range(3)]

    assert waits[:2] == [0, 0]
    assert waits[2] == 3600 - 120 + 1


def test_other_networks_are_not_held_up() -> None:
    counted = limits(per_minute=1)
    counted.wait("203.0.113.7", 0.0)

    free = [counted.wait(f"198.51.{n}.7", 0.0) for n in range(100)]

    assert free.count(0) >= 95  # a shared cell is possible, many are not


def test_confirming_has_a_budget_of_its_own() -> None:
    counted = limits(per_minute=1)
    counted.wait("203.0.113.7", 0.0)

    assert counted.wait("203.0.113.7", 0.0, b"link") == 0


def test_an_hour_later_every_network_is_forgotten() -> None:
    counted = limits(per_minute=1, per_hour=1)
    counted.wait("203.0.113.7", 0.0)

    counted.shared.renew_prefix_table()

    assert counted.wait("203.0.113.7", 0.0) == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "", "?"])
def test_this_machine_itself_has_no_budget(address: str) -> None:
    counted = limits(per_minute=1)

    assert [counted.wait(address, 0.0) for _ in range(5)] == [0] * 5


def test_prefixes_are_a_24_and_a_56() -> None:
    assert prefix_of("203.0.113.7") == prefix_of("203.0.113.255") == bytes((203, 0, 113))
    assert prefix_of("2001:db8:1:2ff::1") == prefix_of("2001:db8:1:200::")
    assert prefix_of("2001:db8:1:300::") != prefix_of("2001:db8:1:200::")
    assert prefix_of("::ffff:203.0.113.7") == bytes((203, 0, 113))


def test_a_busy_action_is_told_once_a_minute_and_refused_never(
    caplog: pytest.LogCaptureFixture,
) -> None:
    counted = limits(per_action_minute=5)

    with caplog.at_level(logging.WARNING):
        for _ in range(20):
            counted.note("maryia-petition", 10.0)

    assert len(caplog.records) == 1
    assert "maryia-petition" in caplog.text


def test_keys_change_and_the_old_ones_are_gone() -> None:
    shared = Shared()
    repeat, prefix = shared.repeat_key, shared.prefix_key

    shared.renew_repeat_key()
    assert shared.repeat_key != repeat
    assert shared.prefix_key == prefix

    shared.renew_prefix_table()
    assert shared.prefix_key != prefix


def test_only_the_named_proxy_is_believed() -> None:
    visitors = Visitors(proxy="127.0.0.1", header="x-real-ip")
    headers = AskedHeaders((("x-real-ip", "192.0.2.9"), ("x-real-ip", "203.0.113.7")))
    proxy = Asked(client="127.0.0.1:1", headers=headers)

    assert visitors.address(proxy) == "203.0.113.7"  # the line that the proxy added itself
    assert visitors.address(Asked(client="127.0.0.1:1")) == ""
    assert visitors.address(replace(proxy, client="198.51.100.1:1")) == "198.51.100.1"
    assert visitors.address(replace(proxy, client="[2001:db8::1]:1")) == "2001:db8::1"
    assert Visitors().address(proxy) == "127.0.0.1"


def test_over_budget_the_form_comes_back_with_its_text_and_a_time(tmp_path: Path) -> None:
    published = publish(tmp_path / "published")
    with running(
        published,
        tmp_path,
        workers="2",
        proxy="127.0.0.1",
        prefix_per_minute="0",
        prefix_per_hour="2",
    ) as front:
        here = {"X-Real-IP": "203.0.113.7"}
        faulty = front.post("/maryia-petition/", answers(country=""), here)
        taken = [front.post("/maryia-petition/", answers(), here) for _ in range(2)]
        over = front.post("/maryia-petition/", answers(), here)
        other = front.post("/maryia-petition/", answers(), {"X-Real-IP": "198.51.100.7"})

        assert [one.status for one in (faulty, *taken, over, other)] == [422, 200, 200, 429, 200]
        assert 0 < int(over.headers["retry-after"]) <= 3601
        assert 'value="ales@example.org"' in over.text
        assert "Nothing was recorded" in over.text
        assert len(front.rows()) == 3
