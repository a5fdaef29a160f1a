"""The first page of the studio: open actions, what is due, whether the machinery runs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from zvarot.cases.models import Case
from zvarot.journal import queries as journal
from zvarot.offices.models import Office
from zvarot.outbox import queries as outbox
from zvarot.studio.message_dues import to_moderate, to_send
from zvarot.studio.models import BakeOrder, HomePage
from zvarot.studio.overview import running, to_count, to_edit, to_hand_over
from zvarot.studio.pages import page_types

PURGE_LATE: Final = timedelta(hours=26)
BAKE_LATE: Final = timedelta(minutes=2)


class Overview(Component):
    """What stands above everything else after logging in."""

    name = "overview"
    template_name = "studio/home.html"
    order = 10

    @property
    def media(self) -> Media:
        return Media(css={"all": ["studio/home.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        now = timezone.now()
        is_editor = user.has_perm("cases.change_case")
        may_deliver = user.has_perm("deliveries.deliver")
        due = [
            *(to_hand_over(now) if may_deliver else ()),
            *(to_count() if user.has_perm("counting.keep_count") else ()),
            *(to_moderate(now) if user.has_perm("moderation.moderate") else ()),
            *(to_send() if user.has_perm("moderation.send_batches") else ()),
            *(to_edit(now) if is_editor else ()),
        ]
        return {
            "running": running(now),
            "due": sorted(due, key=lambda one: not one.is_late),
            "health": health(now),
            "steps": steps() if is_editor else [],
            "is_new": not any(page_type.objects.exists() for page_type in page_types()),
            "is_editor": is_editor,
        }


def steps() -> list[dict[str, Any]]:
    """Give the way to a first action; what is there already counts as done."""
    home = HomePage.objects.order_by("pk").first()
    kinds = [
        {"label": kind._meta.verbose_name, "href": _add_page(kind, home)} for kind in page_types()
    ]
    return [
        {
            "name": "case",
            "href": reverse(_add(Case)),
            "is_done": Case.objects.filter(live=True).exists(),
        },
        {
            "name": "office",
            "href": reverse(_add(Office)),
            "is_done": Office.objects.filter(live=True).exists(),
        },
        {"name": "action", "kinds": kinds, "is_done": False},
    ]


def health(now: datetime) -> dict[str, Any]:
    """Say when the purge last ran, what waits to be baked, and which mails were given up."""
    purge = journal.latest("purge.done")
    orders = BakeOrder.objects.filter(not_before=None) | BakeOrder.objects.filter(
        not_before__lte=now
    )
    oldest = orders.order_by("made_at").first()
    return {
        "purged_at": purge.at if purge else None,
        "purge_is_late": purge is None or now - purge.at > PURGE_LATE,
        "orders": orders.count(),
        "bake_is_late": oldest is not None and now - oldest.made_at > BAKE_LATE,
        "failed": BakeOrder.objects.exclude(problem="").count(),
        "dead_mails": outbox.dead().count(),
    }


def _add(model: Any) -> str:
    return str(model.snippet_viewset.get_url_name("add"))


def _add_page(kind: Any, home: HomePage | None) -> str:
    if home is None:
        return reverse("wagtailadmin_explore_root")
    return reverse(
        "wagtailadmin_pages:add", args=[kind._meta.app_label, kind._meta.model_name, home.pk]
    )
