"""The public suite of 164 addresses goes through the real form, and mail only to real ones."""

import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.stories.world import World

SLUG = "maryia-petition"
_SUITE = json.loads((Path(__file__).parent.parent / "data" / "isemail-tests.json").read_text())
_CASES = _SUITE if isinstance(_SUITE, list) else _SUITE["tests"]
_TYPED = [str(case["address"] or "") for case in _CASES]
# Without a look-up a domain that does not answer cannot be told from one that does; a domain
# without a dot is a typo (tests/contract/test_email.py).
_GOOD = {
    case["address"]
    for case in _CASES
    if case["category"] in {"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"}
} - {"test@io"}
_HEADERS = [
    "ales@smuggled.example.org\r\nBcc: other@smuggled.example.org",
    "ales@smuggled.example.org\nSubject: mine",
    "ales@smuggled.example.org\rX: y",
    "ales@smuggled.example.org%0ABcc: other@smuggled.example.org",
    "ales@smuggled.example.org, other@smuggled.example.org",
    "ales@smuggled.example.org; other@smuggled.example.org",
    "ales@smuggled.example.org other@smuggled.example.org",
    "Alés <ales@smuggled.example.org>",
    "<ales@smuggled.example.org>",
    "ales@smuggled.example.org\u2028Bcc: other@smuggled.example.org",
    "ales@smuggled.example.org\0.evil.example.org",
    "ales@smuggled.example.org\x85Bcc: other@smuggled.example.org",
]


def _posted(world: World, address: str) -> int:
    answers = {"given_name": "Alés", "family_name": "K", "country": "LT", "email": address}
    reply = world.post(f"/{SLUG}/", answers)
    if reply.status == 422:
        assert re.search(r'id="f-email-e"[^>]*>.*\S', reply.text), "a sentence beside the field"
    return reply.status


def test_the_public_suite_is_taken_or_refused_as_a_form_should(world: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda typed: _posted(world, typed), _TYPED))

    # Space around an address is the phone's, not the person's: the form takes it away first.
    expected = [200 if typed.strip() in _GOOD else 422 for typed in _TYPED]
    wrong = {t: s for t, s, wanted in zip(_TYPED, statuses, expected, strict=True) if s != wanted}
    assert wrong == {}

    people = {address.lower() for address in _GOOD}
    world.until(lambda: people <= _mailed(world).keys(), "mail to each of them", seconds=60)
    assert {person: _mailed(world)[person] for person in people} == dict.fromkeys(people, 1)


@pytest.mark.parametrize("typed", _HEADERS)
def test_what_could_be_a_header_or_two_people_is_refused(world: World, typed: str) -> None:
    assert _posted(world, typed) == 422
    assert not any("smuggled" in mail.as_string() for mail in world.mails())


def _mailed(world: World) -> Counter[str]:
    return Counter(str(mail["To"]).lower() for mail in world.mails())
