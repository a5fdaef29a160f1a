"""A petition that tells how many live in which country: from ten people on, and of nobody."""

import json
import re
from collections.abc import Iterator
from functools import partial

import pytest

from tests.stories import staff
from tests.stories import world as worlds
from tests.stories.world import World

pytestmark = pytest.mark.slow

SLUG = "maryia-petition"


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with worlds.world(tmp_path_factory.mktemp("telling")) as running:
        staff.run(running, "tell_countries.py")
        running.until(
            lambda: all(
                "how many live in which country" in running.get(f"/{SLUG}/").text for _ in range(12)
            ),
            "the new promise on the page",
            seconds=60,
        )
        yield running


def sign(world: World, name: str, country: str) -> None:
    address = f"{name}@host-of-{name}.example.org"
    answers = {"given_name": "Алесь", "family_name": "Каваль", "updates": "no"}
    world.post(f"/{SLUG}/", {**answers, "email": address, "country": country})
    [mail] = world.until(partial(world.mails_to, address), "the mail")
    world.post(world.confirm_path(mail), {"answer": "yes"})


def countries(world: World) -> dict[str, int]:
    found: dict[str, int] = json.loads(world.get(f"/{SLUG}/counts.json").text)["countries"]
    return found


def test_ten_of_a_country_are_told_and_one_of_another_is_not(telling: World) -> None:
    for place in range(9):
        sign(telling, f"lithuanian{place}", "LT")
    sign(telling, "tunisian", "TN")
    telling.until(lambda: telling.confirmed(SLUG) == 10, "ten signatures", seconds=30)
    assert countries(telling) == {}

    sign(telling, "lithuanian9", "LT")
    telling.until(lambda: countries(telling) == {"LT": 10}, "the country", seconds=40)

    page = telling.until(
        lambda: re.search(r"Lithuania</th><td>10<", telling.get(f"/{SLUG}/counting/").text),
        "the country on the page",
    )
    assert page
    assert "Tunisia" not in telling.get(f"/{SLUG}/counting/").text
    assert "LT,10," in telling.get(f"/{SLUG}/countries.csv").text
