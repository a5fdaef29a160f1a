"""Keeping the books: what the leaves say about each action, day by day, as they are read.

The notary feeds every leaf in here once, after which the history of an action costs no reading.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zvarot.contract.counts import Parts
from zvarot.contract.history import Added, Day, History
from zvarot.contract.record import Klass
from zvarot.ledger.leaf import Leaf, Type, day_of
from zvarot.signatures.models import Addition

_IN_ONE_GO = {Type.PAPER, Type.INVALIDATION, Type.CORRECTION}


@dataclass
class _Account:
    days: dict[int, Counter[Klass]] = field(default_factory=lambda: defaultdict(Counter))
    withdrawn: Counter[int] = field(default_factory=Counter)
    in_one_go: list[tuple[int, Leaf]] = field(default_factory=list)
    made: History | None = None


class Books:
    """The accounts of all actions up to the last leaf that was added."""

    def __init__(self) -> None:
        self._accounts: dict[int, _Account] = defaultdict(_Account)
        self._days: dict[int, int] = {}

    @property
    def days(self) -> list[tuple[str, int]]:
        """Each day on which lines were written, with the number of its first line."""
        return [(day_of(day).isoformat(), first) for day, first in self._days.items()]

    def add(self, index: int, leaf: Leaf) -> None:
        """Enter one leaf; they come in the order of the log."""
        self._days.setdefault(leaf.day, index)
        account = self._accounts[leaf.action_id]
        account.made = None
        if leaf.value:
            account.days[leaf.day][leaf.klass] += leaf.value
        if leaf.type is Type.WITHDRAWAL:
            account.withdrawn[leaf.day] += 1
        if leaf.type in _IN_ONE_GO:
            account.in_one_go.append((index, leaf))

    def history(
        self, action_id: int, slug: str, countries: Mapping[str, int] | None = None
    ) -> History:
        """Return the history of an action; made anew only when a leaf or a figure has come."""
        account = self._accounts[action_id]
        made = account.made
        if made is None or (made.slug, made.countries) != (slug, countries):
            made = account.made = History(
                slug=slug,
                days=tuple(
                    Day(
                        day=day_of(day),
                        change=_parts(account.days[day]),
                        withdrawn=account.withdrawn[day],
                    )
                    for day in sorted(account.days)
                ),
                added=tuple(_added(account.in_one_go)),
                countries=countries,
            )
        return made


def _added(leaves: list[tuple[int, Leaf]]) -> Iterable[Added]:
    wanted = Addition.objects.filter(index__in=[index for index, _ in leaves])
    evidence = dict(wanted.values_list("index", "evidence"))
    for index, leaf in leaves:
        yield Added(
            kind=leaf.type.name.lower(),
            klass=leaf.klass.name.lower(),
            value=leaf.value,
            day=day_of(leaf.day),
            index=index,
            digest=(leaf.tag if leaf.type is Type.PAPER else leaf.body).hex(),
            evidence=evidence.get(index, ""),
        )


def _parts(by_class: Counter[Klass]) -> Parts:
    return Parts.from_json({one.name.lower(): by_class[one] for one in Klass})
