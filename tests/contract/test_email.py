"""Addresses are judged as a web form should, by a public suite of 164 and by hand."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.contract.email import address

_SUITE = json.loads((Path(__file__).parent.parent / "data" / "isemail-tests.json").read_text())
_CASES = _SUITE if isinstance(_SUITE, list) else _SUITE["tests"]
_GOOD = {"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"}
# Valid only because that top-level domain once had a mail server; without a look-up it cannot
# be told from a typo, and ICANN has since forbidden such domains.
_DOTLESS = {"test@io"}


@pytest.mark.parametrize("case", _CASES, ids=lambda case: str(case["id"]))
def test_the_public_suite_is_judged_as_a_web_form_should(case: dict[str, str]) -> None:
    typed = case["address"] or ""
    expected = case["category"] in _GOOD and typed not in _DOTLESS

    assert (address(typed) is not None) == expected


def test_a_domain_in_cyrillic_becomes_ascii_and_a_local_part_does_not_pass() -> None:
    assert address("mikita@пошта.бел") == "mikita@xn--80a1acn3a.xn--90ais"
    assert address("Мікіта@пошта.бел") is None


@pytest.mark.parametrize(
    "typed",
    [
        "a@b.org\r\nBcc: x@y.org",
        "a@b.org\n",
        "Alés <a@b.org>",
        "a@b.org, c@d.org",
        "a b@c.org",
        "a@localhost",
        "a@host.local",
        "a..b@c.org",
        "x" * 65 + "@example.org",
        "a@" + "b" * 250 + ".org",
    ],
)
def test_what_could_be_two_addresses_or_a_header_is_refused(typed: str) -> None:
    assert address(typed) is None


@given(st.text(max_size=80))
def test_an_accepted_address_is_always_safe_in_a_header(text: str) -> None:
    found = address(text)

    assert found is None or (found.isascii() and found.isprintable() and " " not in found)
