"""Moving confirmed signatures into the ledger: leaf, state, tally and head in one transaction.

When an action is due depends on its level. Live appends would tie each leaf to the moment of
one visit; so guarded and nameless actions wait for company, and go at a random minute.
Source: docs/explain/counting.md
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import SystemRandom

from django.db import transaction
from django.db.models import Count, F

from zvarot.actions.models import Action
from zvarot.contract.record import Klass
from zvarot.ledger.leaf import Leaf, Type, day_number, unpack
from zvarot.ledger.merkle import CompactRange
from zvarot.outbox.bulk import insert_new
from zvarot.signatures import models
from zvarot.signatures.additions import leaf_of
from zvarot.signatures.head import lock_head
from zvarot.signatures.models import (
    Addition,
    FlushTimer,
    LogHead,
    Signature,
    Tally,
    Withdrawal,
)
from zvarot.signatures.reorder import rewrite_in_random_order

MOST = 5_000  # rows of one transaction; the rest is due at once again
RANDOM_MINUTES = 30
State = Signature.State
_RANDOM = SystemRandom()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """enough -- so many waiting rows make an action due; longest -- so does this time."""

    enough: int
    longest: timedelta


RULES = {
    Action.Level.GUARDED: Rule(enough=20, longest=timedelta(hours=72)),
    Action.Level.NAMELESS: Rule(enough=50, longest=timedelta(days=7)),
}


@transaction.atomic
def flush(now: datetime) -> int:
    """Append a leaf for everything that is due; returns how many leaves there were.

    A worker killed in the middle leaves nothing behind; the next one does the same again.
    """
    due = _due_actions(now)
    # Batches and corrections have no person in them: they need no company and do not wait.
    if not due and not Addition.objects.filter(index=None).exists():
        return 0
    head = lock_head()
    rows = list(
        Signature.objects.select_for_update()
        .filter(state=State.CONFIRMED, action__in=due)
        .order_by("row_id")[:MOST]
    )
    withdrawals = Withdrawal.objects.select_for_update().filter(action__in=due)
    gone = list(withdrawals.order_by("tag")[:MOST])
    waiting = Addition.objects.select_for_update().filter(index=None)
    additions = list(waiting.order_by("pk")[:MOST])
    day = _day(head, now)
    made: list[tuple[Leaf, Addition | None]] = [(_signature_leaf(row, day), None) for row in rows]
    made += [(_withdrawal_leaf(one, day), None) for one in gone]
    made += [(leaf_of(one, day=day), one) for one in additions]
    made.sort(key=lambda pair: pair[0].tag)  # tags are random: no order of arrival survives
    _place(made, head.size)
    leaves = [leaf for leaf, _ in made]
    _append(head, leaves)
    _mark(rows, [action for action in due if action.level in RULES])
    Withdrawal.objects.filter(pk__in=[one.pk for one in gone]).delete()
    FlushTimer.objects.filter(action__in=due).delete()
    return len(leaves)


def append(leaves: Sequence[Leaf]) -> None:
    """Append other leaves, such as a statement; inside the transaction that makes them true."""
    with transaction.atomic():
        _append(lock_head(), leaves)


def _place(made: Sequence[tuple[Leaf, Addition | None]], size: int) -> None:
    """Note in each addition which leaf is its own."""
    for index, (_, addition) in enumerate(made, size):
        if addition is not None:
            addition.index = index
            addition.save(update_fields=["index"])


def _append(head: LogHead, leaves: Sequence[Leaf]) -> None:
    if not leaves:
        return
    tree = CompactRange.from_bytes(bytes(head.frontier))
    packed = [leaf.pack() for leaf in leaves]
    tree.extend(packed)
    insert_new(
        models.Leaf,
        ("index", "packed"),
        [(head.size + place, one) for place, one in enumerate(packed)],
    )
    head.size, head.frontier, head.root = tree.size, tree.to_bytes(), tree.root()
    head.save()
    sums: Counter[tuple[int, int]] = Counter()
    for leaf in leaves:
        sums[leaf.action_id, leaf.klass] += leaf.value
    for (action_id, klass), total in sums.items():
        if not action_id:
            continue
        Tally.objects.get_or_create(action_id=action_id, klass=klass)
        Tally.objects.filter(action=action_id, klass=klass).update(total=F("total") + total)


def _due_actions(now: datetime) -> list[Action]:
    waiting: Counter[int] = Counter()
    confirmed = Signature.objects.filter(state=State.CONFIRMED).values_list("action")
    for action, count in confirmed.annotate(count=Count("pk")).order_by():
        waiting[action] += count
    for action, count in Withdrawal.objects.values_list("action").annotate(count=Count("pk")):
        waiting[action] += count
    actions = Action.objects.filter(pk__in=list(waiting)).order_by("pk")
    return [one for one in actions if _is_due(one, waiting[one.pk], now)]


def _is_due(action: Action, waiting: int, now: datetime) -> bool:
    rule = RULES.get(Action.Level(action.level))
    if rule is None:
        return True
    timer, _ = FlushTimer.objects.select_for_update().get_or_create(
        action=action, defaults={"due_at": now + rule.longest}
    )
    if waiting >= rule.enough and not timer.is_full:
        soon = now + timedelta(minutes=_RANDOM.uniform(0, RANDOM_MINUTES))
        timer.due_at, timer.is_full = min(timer.due_at, soon), True
        timer.save()
    return timer.due_at <= now


def _day(head: LogHead, now: datetime) -> int:
    """Return the flush day; a clock that went back does not take the ledger with it."""
    today = day_number(now.astimezone(UTC).date())
    if not head.size:
        return today
    last = models.Leaf.objects.get(pk=head.size - 1)
    return max(today, unpack(bytes(last.packed)).day)


def _signature_leaf(row: Signature, day: int) -> Leaf:
    return Leaf(
        type=Type.SIGNATURE,
        klass=Klass(row.klass),
        action_id=row.action_id,
        day=day,
        value=1,
        tag=bytes(row.leaf_tag),
        body=bytes(row.body_hash),
    )


def _withdrawal_leaf(one: Withdrawal, day: int) -> Leaf:
    return Leaf(
        type=Type.WITHDRAWAL,
        klass=Klass(one.klass),
        action_id=one.action_id,
        day=day,
        value=-1,
        tag=bytes(one.tag),
    )


def _mark(rows: Sequence[Signature], shuffled: Iterable[Action]) -> None:
    Signature.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.COUNTED)
    actions = {action.pk for action in shuffled}
    rewrite_in_random_order([row.pk for row in rows if row.action_id in actions])
