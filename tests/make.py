"""Valid things for tests, every part defaulted. The cast: Alés signs, Tamara holds the key."""

import datetime
import os
from typing import Final

from zvarot.contract.audiences import ORGANISER, TARGET
from zvarot.contract.fields import Consent, Country, Email, Name
from zvarot.contract.form import Form
from zvarot.contract.promise import POSTMAN_MAIL, PUBLIC_COUNT, Disclosure, Promise, When
from zvarot.contract.record import Klass, SignatureRecord

ANSWERS: Final = {
    "given_name": "Alés",
    "family_name": "Kaval",
    "email": "ales@example.org",
    "country": "LT",
    "updates": "yes",
}


def form() -> Form:
    """What most petitions ask, in English."""
    return Form(
        (
            Name("given_name", "First name", autocomplete="given-name"),
            Name("family_name", "Last name", autocomplete="family-name"),
            Email("email", "E-mail", hint="We write once, to check it is you."),
            Country("country", "Country", options=(("BY", "Belarus"), ("LT", "Lithuania"))),
            Consent("updates", "May we tell you how this goes on?"),
        )
    )


def promise() -> Promise:
    """Names and country to the target; addresses to the organiser of those who ask for news."""
    return Promise(
        (
            Disclosure(
                audience=TARGET,
                fields=("given_name", "family_name", "country"),
                purpose="to show who asks",
                when=When.ON_DATE,
                date=datetime.date(2026, 12, 10),
                days=30,
                channel="list",
            ),
            PUBLIC_COUNT,
            POSTMAN_MAIL,
            Disclosure(
                audience=ORGANISER,
                fields=("email", "given_name", "family_name"),
                purpose="to tell how this goes on",
                when=When.WEEKLY,
                days=7,
                channel="export",
                only_if=("updates", "yes"),
            ),
        )
    )


def record(
    *,
    action_id: int = 1,
    row_id: bytes | None = None,
    envelopes: tuple[tuple[str, bytes], ...] = (("postman", b"p" * 40), ("target", b"t" * 40)),
    klass: int = Klass.CONFIRMED,
    promise_hash: bytes = b"h" * 32,
) -> SignatureRecord:
    """A signature as the front puts it into the inbox; its envelopes are not really sealed."""
    return SignatureRecord(
        action_id=action_id,
        row_id=row_id or os.urandom(16),
        promise_hash=promise_hash,
        leaf_tag=os.urandom(32),
        withdraw_hash=os.urandom(32),
        day=20_000,
        klass=klass,
        envelopes=envelopes,
    )
