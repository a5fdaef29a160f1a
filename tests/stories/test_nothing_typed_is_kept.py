"""After a thousand signatures no typed name, address or message lies in any file of ours."""

import csv
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import environment
from tests.stories import world as worlds
from tests.stories.scanner import hits, spellings

SLUG = "maryia-petition"
PEOPLE = 1000
# Stands in each name and address: where a part of any of them is kept, it is found.
MARKER = "Zqvortex"
# Of so many people each whole answer is looked for as well; all of them would take minutes.
WHOLE = 40
_SAMPLE = Path(__file__).parent.parent / "data" / "supporters-sample.csv"
# Shorter texts stand in any program by chance: a first name of three letters is a word elsewhere.
_LONG_ENOUGH = 9


def _supporters() -> list[dict[str, str]]:
    with _SAMPLE.open(newline="") as file:
        rows = list(csv.DictReader(file))[:PEOPLE]
    return [
        {
            "given_name": f"{row['first_name']} {MARKER}",
            "family_name": f"{MARKER} {row['last_name']}",
            "email": f"{MARKER}{place}.{row['email']}",
            "country": row["country"].upper() if len(row["country"]) == 2 else "LT",
            "updates": "yes" if place % 3 else "no",
        }
        for place, row in enumerate(rows)
    ]


@pytest.mark.slow
def test_nothing_typed_is_found_in_any_file(tmp_path: Path) -> None:
    people = _supporters()
    with worlds.world(tmp_path / "zvarot") as world:
        with ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(lambda person: world.post(f"/{SLUG}/", person), people))
        assert [reply.status for reply in replies] == [200] * PEOPLE
        world.until(lambda: len(world.mails()) >= PEOPLE, "all mail", seconds=120)
        for mail in world.mails()[:50]:
            world.post(world.confirm_path(mail), {})
        world.until(lambda: world.confirmed(SLUG) >= 50, "the count")
        _forget_the_outside(world)

        for program in ("front", "worker", "studio"):
            world.kill(program)  # what a crash leaves behind is searched as well
        whole = [text for person in people[:WHOLE] for text in person.values()]
        planted = [MARKER, MARKER.lower(), *(t for t in whole if len(t) >= _LONG_ENOUGH)]
        assert len(planted) > 2 * WHOLE
        assert hits([tmp_path, *_database_folders()], planted) == []

        for number, spelling in enumerate(spellings(f"Ёлачка {MARKER}")):
            (world.data / f"control{number}").write_bytes(b"x" * 100 + spelling + b"y")
        found = hits([world.data], [f"Ёлачка {MARKER}"])
        assert len(found) == len(spellings(f"Ёлачка {MARKER}"))


def _forget_the_outside(world: worlds.World) -> None:
    """Mail has left: the folder stands for the outside world."""
    shutil.rmtree(world.data / "mail")


def _database_folders() -> list[Path]:
    """The private PostgreSQL server's files: tables, indexes, WAL, log."""
    return [] if environment.DATABASE == "sqlite" else [environment.server_folder()]
