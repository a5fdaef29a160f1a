"""Turn what editors do into bake orders, in the transaction of the change itself.

Wagtail's signals are the one place where we listen to signals: it has no other way to say
that a page went live. The order is a row, so it exists exactly if the change was committed.
"""

import uuid
from typing import Any

from django.db.models import Model
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from zvarot.cases.mail import MailRules
from zvarot.cases.models import Case
from zvarot.journal import services as journal
from zvarot.offices.models import Office
from zvarot.studio.models import BakeOrder
from zvarot.studio.pages import ActionPage

_ID = "zvarot.studio.ordering"


def listen() -> None:
    """Connect to Wagtail, once."""
    page_published.connect(_page_published, dispatch_uid=_ID)
    page_unpublished.connect(_page_unpublished, dispatch_uid=_ID)
    for signal in (page_slug_changed, post_page_move):
        signal.connect(_page_changed, dispatch_uid=_ID)
    for signal in (published, unpublished):
        signal.connect(_record_changed, dispatch_uid=_ID)


def order_page(page: Page, reason: str) -> None:
    """Ask for the action behind this page to be baked, or for the whole site."""
    is_action = isinstance(page, ActionPage)
    BakeOrder.objects.create(page_key=page.translation_key if is_action else None, reason=reason)


def order_dependents(record: Model, reason: str) -> None:
    """Ask for every action that draws on this case, office or mail rules to be baked."""
    records = list(record.cases.all()) if isinstance(record, MailRules) else [record]
    keys = {key for one in records for key in _keys_of_dependents(one)}
    for key in sorted(keys, key=str):
        BakeOrder.objects.create(page_key=key, reason=reason)


def order_site(reason: str) -> None:
    """Ask for everything to be baked."""
    BakeOrder.objects.create(page_key=None, reason=reason)


def _keys_of_dependents(record: Model) -> set[uuid.UUID]:
    references = ReferenceIndex.get_references_to(record).filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page"
    )
    ids = references.values_list("object_id", flat=True)
    return set(
        Page.objects.filter(pk__in=[int(pk) for pk in ids]).values_list(
            "translation_key", flat=True
        )
    )


def _page_published(
    sender: type[Model], instance: Page, revision: Revision | None = None, **_: Any
) -> None:
    journal.write(
        "page.published", instance.slug, actor=_who(revision), language=_language(instance)
    )
    _page_changed(sender, instance)


def _page_unpublished(sender: type[Model], instance: Page, **_: Any) -> None:
    # Wagtail does not say who took it down; its own log does.
    journal.write("page.unpublished", instance.slug, actor="studio", language=_language(instance))
    _page_changed(sender, instance)


def _who(revision: Revision | None) -> str:
    return str(revision.user.get_username()) if revision and revision.user else "studio"


def _language(page: Page) -> str:
    return str(page.locale.language_code)


def _page_changed(sender: type[Model], instance: Page, **_: Any) -> None:
    order_page(instance.specific, f"{sender.__name__} changed")


def _record_changed(sender: type[Model], instance: Model, **_: Any) -> None:
    if isinstance(instance, (Case, MailRules, Office)):
        order_dependents(instance, f"{sender.__name__} changed")
