"""Compile a promise into envelopes: one for each audience that is shown an answer.

The size of an envelope is that of the longest answers, fixed here, so that its length tells
nothing about a person.

What a recipient is sent, a moderator reads first. The front seals it for the moderator only; once
somebody has approved it, it is sealed again for the recipient. So a text that nobody approved has
no envelope that a batch could open.
"""

from typing import Final

from zvarot.contract.audiences import MODERATOR, POSTMAN, RECIPIENT
from zvarot.contract.bundle import LANGUAGE, EnvelopePlan
from zvarot.contract.envelope import canonical, size_for
from zvarot.contract.form import Form
from zvarot.contract.promise import Promise
from zvarot.sealing.keys import KeyFiles
from zvarot.signatures.models import Envelope

_LONGEST_LANGUAGE: Final = 12
_TOLD_THE_LANGUAGE: Final = frozenset({MODERATOR, POSTMAN})


def sealing_plan(
    promise: Promise, form: Form, keys: KeyFiles, action_id: int
) -> tuple[EnvelopePlan, ...]:
    """Give the envelopes of one signature, making the keys that are not there yet."""
    plan = []
    is_moderated = bool(promise.of(MODERATOR))
    for line in promise.disclosures:
        if not line.fields:
            continue
        key = None if line.audience == POSTMAN else keys.ensure_audience(action_id, line.audience)
        if is_moderated and line.audience == RECIPIENT:
            continue
        is_told = line.audience in _TOLD_THE_LANGUAGE
        fields = (*line.fields, LANGUAGE) if is_told else line.fields
        plan.append(
            EnvelopePlan(
                audience=line.audience,
                fields=fields,
                size=size_for(_longest(fields, form)),
                key=key,
                only_if=line.only_if,
            )
        )
    return tuple(plan)


def lost_keys(promise: Promise, keys: KeyFiles, action_id: int) -> list[str]:
    """Give the audiences that hold sealed answers and whose key is gone.

    A new key would hide that: the answers are lost unless the old one comes back.
    """
    keyed = [line.audience for line in promise.disclosures if line.fields]
    gone = [one for one in keyed if one != POSTMAN and not keys.audience_secrets(action_id, one)]
    sealed = Envelope.objects.filter(signature__action=action_id).exclude(sealed=None)
    return [one for one in gone if sealed.filter(audience=one).exists()]


def _longest(fields: tuple[str, ...], form: Form) -> int:
    longest = {name: "x" * _bytes(name, form) for name in fields}
    return len(canonical(longest))


def _bytes(name: str, form: Form) -> int:
    return form.by_name[name].max_bytes if name in form.by_name else _LONGEST_LANGUAGE
