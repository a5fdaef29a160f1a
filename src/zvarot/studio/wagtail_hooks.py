"""What the studio adds to Wagtail's menu, addresses and pages."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from zvarot.offices.views import MAY_IMPORT
from zvarot.studio.home import Overview
from zvarot.studio.keys_view import keys_of_action
from zvarot.studio.listing import ActionListing
from zvarot.studio.pages import ActionPage
from zvarot.studio.snippets import VIEW_SETS
from zvarot.studio.views import preview_promise

for view_set in VIEW_SETS:
    register_snippet(view_set)


@hooks.register("register_admin_viewset")
def list_of_actions() -> ActionListing:
    return ActionListing()


@hooks.register("register_admin_urls")
def own_urls() -> list[URLPattern | URLResolver]:
    return [
        path("promise/preview/", preview_promise, name="preview_promise"),
        path("keys/<int:page_id>/", keys_of_action, name="action_keys"),
        path("counting/", include("zvarot.counting.urls")),
        path("deliveries/", include("zvarot.deliveries.urls")),
        path("letters/", include("zvarot.letters.urls")),
        path("offices/", include("zvarot.offices.urls")),
    ]


@hooks.register("register_admin_menu_item")
def deliveries_item() -> MenuItem:
    return DeliveriesItem(
        _("Deliveries"), reverse("deliveries:index"), icon_name="download", order=130
    )


@hooks.register("register_admin_menu_item")
def counting_item() -> MenuItem:
    return CountingItem(_("Counting"), reverse("counting:index"), icon_name="list-ol", order=125)


class CountingItem(MenuItem):
    """Shown to those who may add to a count."""

    def is_shown(self, request: object) -> bool:
        return bool(request.user.has_perm("counting.keep_count"))  # type: ignore[attr-defined]


class DeliveriesItem(MenuItem):
    """Shown to those who may deliver."""

    def is_shown(self, request: object) -> bool:
        return bool(request.user.has_perm("deliveries.deliver"))  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def letters_item() -> MenuItem:
    return LettersItem(_("Letters"), reverse("letters:index"), icon_name="mail", order=131)


class LettersItem(MenuItem):
    """Shown to those who may watch letters."""

    def is_shown(self, request: object) -> bool:
        return bool(request.user.has_perm("letters.dispatch"))  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def import_item() -> MenuItem:
    return ImportItem(_("Import offices"), reverse("offices:import"), icon_name="upload", order=121)


class ImportItem(MenuItem):
    """Shown to those who may bring in offices."""

    def is_shown(self, request: object) -> bool:
        return bool(request.user.has_perms(MAY_IMPORT))  # type: ignore[attr-defined]


@hooks.register("construct_main_menu")
def only_what_is_used(request: object, menu_items: list[MenuItem]) -> None:  # noqa: ARG001
    """Take out Wagtail's help menu: its links lead to hosts outside."""
    menu_items[:] = [item for item in menu_items if item.name not in {"help", "reports-help"}]


@hooks.register("construct_homepage_panels")
def overview_first(request: HttpRequest, panels: list[Component]) -> None:  # noqa: ARG001
    """Show what is open and what is due before anything of Wagtail's own."""
    panels.insert(0, Overview())


@hooks.register("insert_global_admin_css")
def own_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("studio/brand.css"))


@hooks.register("after_publish_page")
def tell_where_it_is(request: HttpRequest, page: Page) -> None:
    """Say what publishing did, with the address that the public uses."""
    specific = page.specific
    if isinstance(specific, ActionPage) and specific.live and specific.full_url:
        address = specific.full_url
        text = _("The public sees this within seconds, at %s") % address
        messages.success(request, text, buttons=[messages.button(address, _("Open the page"))])
