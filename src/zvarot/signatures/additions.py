"""What is counted or taken off in one go: it waits here, and gets its leaf at the next flush.

There is no other way to add to a count. What is behind it is written down as canonical JSON,
published as it stands, and its SHA-256 goes into the leaf.
"""

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction

from zvarot.actions.models import Action
from zvarot.contract.record import Klass
from zvarot.ledger.leaf import ZEROS, Leaf, Type
from zvarot.signatures.head import lock_head
from zvarot.signatures.models import Addition


def queue(
    action: Action, kind: Type, klass: Klass, value: int, facts: Mapping[str, object]
) -> Addition:
    """Let the next flush append a leaf of this value, in the transaction that makes it true.

    Raises LeafInvalid if no leaf of this type can have such a value.
    """
    addition = Addition(
        action=action, type=kind, klass=klass, value=value, evidence=canonical(facts)
    )
    leaf_of(addition, day=0).pack()
    addition.save()
    return addition


@transaction.atomic
def cancel(addition: Addition) -> bool:
    """Take back what waits; False if its leaf is already in the ledger, where it stays."""
    lock_head()
    removed, _ = Addition.objects.filter(pk=addition.pk, index=None).delete()
    return bool(removed)


def leaf_of(addition: Addition, *, day: int) -> Leaf:
    """Return the leaf: a batch carries the hash as its tag, the others as their body."""
    kind = Type(addition.type)
    digest = hashlib.sha256(addition.evidence.encode()).digest()
    return Leaf(
        type=kind,
        klass=Klass(addition.klass),
        action_id=addition.action_id,
        day=day,
        value=addition.value,
        tag=digest if kind is Type.PAPER else ZEROS,
        body=ZEROS if kind is Type.PAPER else digest,
    )


def canonical(facts: Mapping[str, object]) -> str:
    """Return the one spelling of some facts as JSON: keys in order, no spaces."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
