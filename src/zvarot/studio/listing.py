"""The list of all actions, whatever their kind, with state, count and deadline."""

from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page

from zvarot.actions.models import Action
from zvarot.actions.queries import current_state
from zvarot.signatures.queries import parts
from zvarot.studio.models import BakeOrder
from zvarot.studio.pages import page_types
from zvarot.studio.readiness import opening_problems


class ActionColumn(Column):
    """A column that asks the page's action."""

    def get_value(self, instance: Any) -> Any:
        if self.name == "state" and (problem := _problem(instance)):
            return _("not public: %s") % problem
        action = Action.objects.filter(page_key=instance.translation_key).first()
        return _VALUES[self.name](action) if action else "–"


class ActionIndexView(IndexView):
    page_title = _("Actions")

    def get_base_queryset(self) -> QuerySet[Page]:
        """Originals only: translations are reached from them."""
        types = page_types()
        if not types:
            return super().get_base_queryset().none()
        first = Page.objects.type(*types).values("translation_key").annotate(first=Min("pk"))
        return (
            super()
            .get_base_queryset()
            .filter(pk__in=first.values("first"))
            .select_related("locale")
        )


class ActionListing(PageListingViewSet):
    model = Page
    index_view_class = ActionIndexView
    icon = "pick"
    menu_label = _("Actions")
    menu_name = "actions"
    menu_order = 100
    add_to_admin_menu = True
    url_prefix = "actions"
    name = "actions"
    columns = [
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        ActionColumn("state", label=_("State")),
        ActionColumn("count", label=_("Count")),
        ActionColumn("closes", label=_("Closes")),
        ActionColumn("deliver_by", label=_("Hand-over by")),
        PageStatusColumn("status", label=_("Page"), sort_key="live"),
    ]


def _problem(page: Page) -> str:
    """Say why a page that was published is not public; Wagtail's own badge cannot know."""
    if not page.live:
        return ""
    specific = page.specific
    order = BakeOrder.objects.filter(page_key=page.translation_key).exclude(problem="").first()
    return next(iter(opening_problems(specific, specific)), order.problem if order else "")


def _count(action: Action) -> int:
    return parts(action).total


_VALUES = {
    "state": lambda action: current_state(action, timezone.now()),
    "count": _count,
    "closes": lambda action: action.closes_at.date() if action.closes_at else _("no day set"),
    "deliver_by": lambda action: action.deliver_by or _("no day set"),
}
