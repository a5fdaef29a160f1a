"""E-mail addresses: the one spelling under which two of them count as the same.

Only used to compare. Mail goes to the address as it was typed, with its domain in ASCII.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import idna

from zvarot.signatures.errors import AddressUnusable

_DEDUP: Final = b"ap/dedup/v1"
_SUPPRESSION: Final = b"ap/suppression/v1"
_FREED: Final = b"ap/freed/v1"
_MAX_CHARS: Final = 254
# Plain ASCII, exactly one @, nothing that ends or begins an address in a header.
_SENDABLE: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]+")


@dataclass(frozen=True, kw_only=True)
class DomainRule:
    """How one provider reads the part before the @.

    same_as -- the domain under which its other names are compared.
    tag -- what stands after this character is a note of the owner's, not another mailbox.
    ignored -- characters that the provider leaves out.
    """

    domains: tuple[str, ...]
    same_as: str
    tag: str = "+"
    ignored: str = ""


RULES: Final = (
    DomainRule(domains=("gmail.com", "googlemail.com"), same_as="gmail.com", ignored="."),
    DomainRule(
        domains=("proton.me", "protonmail.com", "pm.me", "protonmail.ch"),
        same_as="proton.me",
        ignored=".-_",
    ),
    DomainRule(domains=("outlook.com",), same_as="outlook.com"),
    DomainRule(domains=("hotmail.com",), same_as="hotmail.com"),
    DomainRule(domains=("live.com",), same_as="live.com"),
    DomainRule(domains=("icloud.com", "me.com", "mac.com"), same_as="icloud.com"),
    DomainRule(domains=("fastmail.com",), same_as="fastmail.com"),
    DomainRule(domains=("fastmail.fm",), same_as="fastmail.fm"),
    DomainRule(domains=("riseup.net",), same_as="riseup.net"),
    DomainRule(domains=("posteo.de",), same_as="posteo.de"),
    DomainRule(domains=("mailbox.org",), same_as="mailbox.org"),
    DomainRule(domains=("tuta.com",), same_as="tuta.com", tag=""),
    DomainRule(
        domains=("yandex.ru", "yandex.by", "yandex.com", "yandex.kz", "ya.ru"),
        same_as="yandex.ru",
    ),
    DomainRule(domains=("mail.ru",), same_as="mail.ru"),
    DomainRule(domains=("tut.by",), same_as="tut.by"),
    DomainRule(domains=("yahoo.com", "ymail.com"), same_as="yahoo.com", tag="-"),
)
_BY_DOMAIN: Final = {domain: rule for rule in RULES for domain in rule.domains}


def sendable(typed: str) -> str:
    """Return the address as mail is sent to it: trimmed, its domain in ASCII.

    Raises AddressUnusable if it is not one plain address of at most 254 characters.
    """
    local, domain = _split(typed)
    address = f"{local}@{domain}"
    if len(address) > _MAX_CHARS or not _SENDABLE.fullmatch(address):
        raise AddressUnusable("The address has characters that no mail server takes.")
    return address


def normal(typed: str) -> str:
    """Return the spelling under which addresses are compared.

    Raises AddressUnusable if it has no domain.
    """
    local, domain = _split(typed)
    # Lower case may undo a composition, so it comes before the last NFC.
    local = unicodedata.normalize("NFC", local.lower())
    rule = _BY_DOMAIN.get(domain)
    if rule is None:
        return f"{local}@{domain}"
    plain = local.split(rule.tag, 1)[0] if rule.tag else local
    plain = plain.translate({ord(char): None for char in rule.ignored})
    return f"{plain or local}@{rule.same_as}"


def domain_of(typed: str) -> str:
    """Return the domain of an address, in ASCII. Raises AddressUnusable if it has none."""
    return _split(typed)[1]


def dedup_token(key: bytes, action_id: int, norm: str) -> bytes:
    """Return the token that stands for an address within one action.

    key -- the action's, 32 bytes; destroyed when the action ends.
    """
    return _token(key, _DEDUP + action_id.to_bytes(8, "big") + norm.encode())


def suppression_token(key: bytes, norm: str) -> bytes:
    """Return the token that stands for an address on the list of those never to write to."""
    return _token(key, _SUPPRESSION + norm.encode())


def freed_by(key: bytes, withdraw_hash: bytes) -> bytes:
    """Return what ties a dedup token to a withdrawal, for the holder of the action's key only."""
    return _token(key, _FREED + withdraw_hash)


def _token(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)[:16]


def _split(typed: str) -> tuple[str, str]:
    address = unicodedata.normalize("NFC", typed).strip()
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise AddressUnusable("The address lacks a name or a domain.")
    return local, _ascii_domain(domain)


def _ascii_domain(domain: str) -> str:
    plain = domain.rstrip(".").lower()
    if plain.isascii():
        return plain
    try:
        return idna.encode(plain, uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError):
        raise AddressUnusable("The domain of the address cannot exist.") from None
