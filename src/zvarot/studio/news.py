"""Learn from the journal what changes a page: deliveries and batches happen below the studio.

They never call us; we read on from where we stopped.
"""

from django.db.models import Q

from zvarot.actions.models import Action
from zvarot.journal.models import Entry
from zvarot.studio.models import BakeOrder, Bookmark

_NAME = "studio.news"
_VERBS = Q(verb__startswith="delivery.") | Q(verb__startswith="batch.")


def order_for_news() -> None:
    """Order a bake for every action that something was delivered or sent for."""
    mark, _ = Bookmark.objects.get_or_create(name=_NAME)
    news = list(
        Entry.objects.filter(_VERBS, pk__gt=mark.entry)
        .order_by("pk")
        .values_list("pk", "subject")[:200]
    )
    if not news:
        return
    slugs = {subject for _, subject in news}
    keys = Action.objects.filter(slug__in=slugs).exclude(page_key=None)
    for key in keys.values_list("page_key", flat=True):
        BakeOrder.objects.create(page_key=key, reason="a delivery or a batch")
    # After the orders: killed in between, the same news is read again.
    Bookmark.objects.filter(name=_NAME).update(entry=news[-1][0])
