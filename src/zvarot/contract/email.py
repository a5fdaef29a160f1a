"""Judge an e-mail address by its form alone: no look-up, no letter sent.

Accepted is what a web form should take: one address, a dotted ASCII local part, a domain with
a dot. Quoted strings, comments, address literals and non-ASCII local parts are not. Domains in
other scripts are turned into their ASCII form (IDNA 2008).
Source: RFC 5321 sizes; the rest by the library email-validator.
"""

import re
from typing import Final

from email_validator import EmailNotValidError, validate_email

MAX_CHARS: Final = 254
_LOCAL: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# The everyday address, judged without the library: it costs the front 1 µs instead of 40.
_EVERYDAY: Final = re.compile(rf"(?!.{{65,}}@){_LOCAL}@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}")
_RESERVED: Final = frozenset({"local", "localhost", "invalid", "test", "arpa", "onion", "alt"})
_SAFE: Final = re.compile(r"[!-~]+@[a-z0-9.-]+")


def address(text: str) -> str | None:
    """Return the address with its domain in lower-case ASCII, or None if it is not one."""
    if len(text) > MAX_CHARS:
        return None
    if _EVERYDAY.fullmatch(text) and "--" not in text:
        local, _, domain = text.rpartition("@")
        domain = domain.lower()
        return None if domain.rpartition(".")[2] in _RESERVED else f"{local}@{domain}"
    return _carefully(text)


def _carefully(text: str) -> str | None:
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        return None
    ascii_form = f"{found.local_part}@{found.ascii_domain.lower()}"
    return ascii_form if _SAFE.fullmatch(ascii_form) and len(ascii_form) <= MAX_CHARS else None
