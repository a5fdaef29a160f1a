"""Seal the answers and pack the record."""

from collections.abc import Mapping
from datetime import datetime

from zvarot.contract.audiences import PARTNER_PREFIX, TARGET
from zvarot.contract.bundle import LANGUAGE, EnvelopePlan
from zvarot.contract.receipt import Receipt, withdraw_hash
from zvarot.contract.record import Klass, SignatureRecord, pack_signature
from zvarot.contract.tokens import day_number
from zvarot.front.pages import ActionPage, key_of
from zvarot.sealing.closing import seal

_NAMES = frozenset({"given_name", "family_name"})


def sealed_record(
    page: ActionPage,
    answers: Mapping[str, str],
    row_id: bytes,
    receipt: Receipt,
    promise_hash: bytes,
    now: datetime,
) -> bytes:
    """Return the record's bytes: one envelope per audience, each with that audience's answers.

    Raises SealingError if a key is missing or too old; then nothing is stored.
    """
    bundle = page.bundle
    envelopes = tuple(
        (
            plan.audience,
            seal(
                shown(page, plan, answers),
                key=key_of(plan),
                size=plan.size,
                action_id=bundle.action_id,
                row_id=row_id,
                promise_hash=promise_hash,
            ),
        )
        for plan in page.plan
        if plan.only_if is None or answers.get(plan.only_if[0]) == plan.only_if[1]
    )
    return pack_signature(
        SignatureRecord(
            action_id=bundle.action_id,
            row_id=row_id,
            promise_hash=promise_hash,
            leaf_tag=receipt.leaf_tag,
            withdraw_hash=withdraw_hash(receipt.wd),
            day=day_number(now.date()),
            klass=Klass.CONFIRMED if bundle.confirms else Klass.UNCONFIRMED,
            envelopes=envelopes,
        )
    )


def shown(page: ActionPage, plan: EnvelopePlan, answers: Mapping[str, str]) -> dict[str, str]:
    """Return what goes into one audience's envelope: the promised fields that were answered.

    Whoever lives in a country of `counted_only` is counted and never named. The envelope is
    there all the same, and of the same size.
    """
    fields = {name: answers[name] for name in plan.fields if name in answers}
    if LANGUAGE in plan.fields:
        fields[LANGUAGE] = page.view.lang
    if answers.get("country") not in page.bundle.promise.counted_only:
        return fields
    if plan.audience == TARGET or plan.audience.startswith(PARTNER_PREFIX):
        return {}
    return {name: answer for name, answer in fields.items() if name not in _NAMES}
