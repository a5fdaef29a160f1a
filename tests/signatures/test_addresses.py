"""Two spellings of one address count as one; two addresses never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.signatures.addresses import (
    RULES,
    dedup_token,
    freed_by,
    normal,
    sendable,
    suppression_token,
)
from zvarot.signatures.errors import AddressUnusable

LOCALS = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-_", min_size=1, max_size=20)
DOMAINS = st.sampled_from(["example.org", "gmail.com", "proton.me", "yahoo.com", "пошта.бел"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ales@Example.ORG", "ales@example.org"),
        ("  ales@example.org\n", "ales@example.org"),
        ("a.l.e.s+petitions@gmail.com", "ales@googlemail.com"),
        ("ales+x@proton.me", "a-l.e_s@pm.me"),
        ("ales-list@yahoo.com", "ales@ymail.com"),
        ("ales@пошта.бел", "ales@xn--80a1acn3a.xn--90ais"),
        ("ale\u0301s@example.org", "al\u00e9s@example.org"),
        ("ales@example.org.", "ales@example.org"),
    ],
)
def test_spellings_of_one_mailbox_are_the_same(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.les@example.org", "ales@example.org"),  # dots matter where no rule says otherwise
        ("ales+x@example.org", "ales@example.org"),
        ("ales@gmail.com", "ales@proton.me"),
        ("ales@example.org", "ales@example.com"),
    ],
)
def test_different_mailboxes_stay_different(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@given(LOCALS, DOMAINS)
def test_normalising_twice_changes_nothing(local: str, domain: str) -> None:
    once = normal(f"{local}@{domain}")

    assert normal(once) == once


@given(LOCALS, DOMAINS)
def test_case_and_blanks_around_never_matter(local: str, domain: str) -> None:
    assert normal(f" {local.upper()}@{domain.upper()} ") == normal(f"{local}@{domain}")


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        result = normal(text)
    except AddressUnusable:
        return
    assert "@" in result


@given(st.text(max_size=80))
def test_what_is_sendable_cannot_break_a_header(text: str) -> None:
    try:
        address = sendable(text)
    except AddressUnusable:
        return
    assert address.isascii()
    assert address.isprintable()
    assert not set(address) & set(' \t\r\n,;:<>()[]\\"')
    assert address.count("@") == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "ales@example.org\nBcc: ihar@example.org",
        "ales@example.org, ihar@example.org",
        "<ales@example.org>",
        '"a@b"@example.org',
        "алесь@example.org",
        "ales@",
        "@example.org",
        "ales",
        "a" * 65 + "@example.org",
        "ales@" + "x" * 250 + ".org",
    ],
)
def test_hostile_addresses_are_never_mailed(hostile: str) -> None:
    with pytest.raises(AddressUnusable):
        sendable(hostile)


def test_tokens_depend_on_key_action_and_purpose() -> None:
    key, other = b"k" * 32, b"o" * 32

    tokens = {
        dedup_token(key, 1, "ales@example.org"),
        dedup_token(key, 2, "ales@example.org"),
        dedup_token(other, 1, "ales@example.org"),
        suppression_token(key, "ales@example.org"),
        freed_by(key, b"ales@example.org"),
    }

    assert len(tokens) == 5
    assert {len(token) for token in tokens} == {16}


def test_no_domain_has_two_rules() -> None:
    domains = [domain for rule in RULES for domain in rule.domains]

    assert len(domains) == len(set(domains))
