"""Compile a promise into envelopes: one for each audience that is shown an answer.

The size of an envelope is that of the longest answers, fixed here, so that its length tells
nothing about a person.
"""

from collections.abc import Mapping
from typing import Final

from zvarot.contract.audiences import POSTMAN
from zvarot.contract.bundle import LANGUAGE, EnvelopePlan
from zvarot.contract.envelope import canonical, size_for
from zvarot.contract.form import Form
from zvarot.contract.keys import PublicKey
from zvarot.contract.promise import Promise
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Envelope

_LONGEST_LANGUAGE: Final = 12


def sealing_plan(
    promise: Promise,
    form: Form,
    keys: KeyFiles,
    action_id: int,
    offline: Mapping[str, PublicKey],
) -> tuple[EnvelopePlan, ...]:
    """Give the envelopes of one signature, making the keys that are not there yet.

    offline -- public keys by audience; for these no key is made here.
    """
    plan = []

    def made_here(audience: str) -> PublicKey:
        return keys.ensure_audience(action_id, audience)

    for line in promise.disclosures:
        if not line.fields:
            continue
        is_postman = line.audience == POSTMAN
        fields = (*line.fields, LANGUAGE) if is_postman else line.fields
        plan.append(
            EnvelopePlan(
                audience=line.audience,
                fields=fields,
                size=size_for(_longest(fields, form)),
                key=None if is_postman else offline.get(line.audience) or made_here(line.audience),
                only_if=line.only_if,
            )
        )
    return tuple(plan)


def lost_keys(
    promise: Promise, keys: KeyFiles, action_id: int, offline: Mapping[str, PublicKey]
) -> list[str]:
    """Give the audiences that hold sealed answers and whose key is gone from this server.

    A new key would hide that: the answers are lost unless the old one comes back.
    """
    keyed = [line.audience for line in promise.disclosures if line.fields]
    keyed = [audience for audience in keyed if audience not in offline]
    gone = [one for one in keyed if one != POSTMAN and not keys.audience_secrets(action_id, one)]
    sealed = Envelope.objects.filter(signature__action=action_id).exclude(sealed=None)
    return [one for one in gone if sealed.filter(audience=one).exists()]


def _longest(fields: tuple[str, ...], form: Form) -> int:
    longest = {name: "x" * _bytes(name, form) for name in fields}
    return len(canonical(longest))


def _bytes(name: str, form: Form) -> int:
    return form.by_name[name].max_bytes if name in form.by_name else _LONGEST_LANGUAGE
